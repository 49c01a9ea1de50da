#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runtime stage of the image: installs Orthanc, the plugin's libraries and fonts, and prepares the user's folder.
set -euo pipefail
cd "$(dirname "$0")"

# A fixed number, so that a volume keeps its owner when the image is built anew.
groupadd --system --gid 842 orthanc
useradd --system --uid 842 --gid orthanc --home-dir /var/lib/orthanc --no-create-home orthanc

export DEBIAN_FRONTEND=noninteractive
apt-get update
# shellcheck disable=SC2046,SC2086  # lists of words
apt-get install -y --no-install-recommends orthanc curl ca-certificates fonts-dejavu-core \
  $(cat packages.txt) ${EXTRA_PACKAGES:-}
rm -rf /var/lib/apt/lists/*

# Debian's sample configuration lies here too; only ours is read.
install -d -o orthanc -g orthanc -m 0750 /var/lib/orthanc /var/lib/orthanc/storage
