#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# HEALTHCHECK: the plugin answers. curl reads the password from its input, where no process list shows it.
set -euo pipefail
password=${ORTHANC_PASSWORD:-}
[ -n "$password" ] || password=$(<"$ORTHANC_PASSWORD_FILE")
curl --silent --show-error --fail --max-time 8 --output /dev/null --config - \
  http://127.0.0.1:8042/vlm/status <<<"user = \"${ORTHANC_USER:-orthanc}:$password\""
