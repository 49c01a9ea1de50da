#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Stores a sample in a running container and waits for its report.
#   ORTHANC_PASSWORD=... smoke_test.sh [http://127.0.0.1:8042]
set -euo pipefail
url=${1:-http://127.0.0.1:8042}
sample=$(dirname "$0")/../Resources/Samples/us-busi-10080.dcm
deadline=$((SECONDS + 120))

fail() { echo "smoke test: $*" >&2; exit 1; }

ask() {  # PATH [curl's options]   the password goes to curl by its input, where no process list shows it
  local path=$1
  shift
  curl --silent --max-time 30 --config - "$@" "$url$path" \
    <<<"user = \"${ORTHANC_USER:-orthanc}:$ORTHANC_PASSWORD\""
}

until ask /vlm/status --fail --output /dev/null; do
  [ $SECONDS -lt $deadline ] || fail "$url/vlm/status does not answer"
  sleep 0.2
done

stranger=$(curl --silent --output /dev/null --write-out '%{http_code}' "$url/vlm/status")
[ "$stranger" = 401 ] || fail "without a password: $stranger instead of 401"

id=$(ask /instances --fail --data-binary "@$sample" | sed -n 's/.*"ID" *: *"\([^"]*\)".*/\1/p')
[ -n "$id" ] || fail "the sample was not stored"

until [ "$(ask "/instances/$id/vlm/report" --output /dev/null --write-out '%{http_code}')" = 200 ]; do
  [ $SECONDS -lt $deadline ] || fail "no report: $(ask "/instances/$id/vlm/report")"
  sleep 0.2
done

report=$(ask "/instances/$id/vlm/report")
[[ $report =~ \"Status\"\ *:\ *\"Completed\" ]] || fail "the analysis ended otherwise: ${report:0:500}"
layer=$(ask "/instances/$id/vlm/layers/annotated" --output /dev/null --write-out '%{http_code} %{content_type}')
[ "$layer" = "200 image/png" ] || fail "the annotated picture: $layer"
ask "/instances/$id/vlm/report?format=text"
echo "smoke test passed"
