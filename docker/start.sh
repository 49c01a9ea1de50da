#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The container's first process: refuses to start without a password, then becomes Orthanc.
#   ORTHANC_USER            default "orthanc"
#   ORTHANC_PASSWORD        or ORTHANC_PASSWORD_FILE, a file that holds it: at least 8 characters
set -euo pipefail

export ORTHANC_USER=${ORTHANC_USER:-orthanc}
if [ -z "${ORTHANC_PASSWORD:-}" ] && [ -n "${ORTHANC_PASSWORD_FILE:-}" ]; then
  ORTHANC_PASSWORD=$(<"$ORTHANC_PASSWORD_FILE")
fi
export ORTHANC_PASSWORD=${ORTHANC_PASSWORD:-}

if [ ${#ORTHANC_PASSWORD} -lt 8 ]; then
  echo "ORTHANC_PASSWORD has ${#ORTHANC_PASSWORD} characters; at least 8 are needed." >&2
  exit 1
fi
# Orthanc pastes both into the text of its JSON configuration, and HTTP splits them at a colon.
for name in ORTHANC_USER ORTHANC_PASSWORD; do
  if [[ ${!name} =~ [^[:alnum:]_.,\;!?@%/+=*~^-] ]]; then
    echo "$name may hold letters, digits and _.,;!?@%/+=*~^- only." >&2
    exit 1
  fi
done

exec Orthanc "$@" "${ORTHANC_CONFIGURATION:-/etc/orthanc-vlm/orthanc.json}"
