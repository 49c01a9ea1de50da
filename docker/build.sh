#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Build stage of the image: builds the plugin and vlm-evaluate and lays out below FOLDER all that the runtime stage copies.
#   build.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
product=$1
share=$product/usr/share/orthanc-vlm

cmake --preset release -DVLM_BUILD_TESTS=OFF
cmake --build --preset release --target OrthancVlm vlm-evaluate -j "${VLM_JOBS:-$(nproc)}"
DESTDIR=$product cmake --install build/release --prefix /usr --strip

mkdir -p "$share" "$product/etc/orthanc-vlm"
cp docker/orthanc.json "$product/etc/orthanc-vlm/"
cp docker/setup_runtime.sh docker/start.sh docker/check_health.sh "$share/"

# The Debian packages of the libraries that the two name themselves; those bring what they need in turn.
objdump -p "$product/usr/share/orthanc/plugins/libOrthancVlm.so" "$product/usr/bin/vlm-evaluate" | awk '$1 == "NEEDED" { print $2 }' \
  | while read -r library; do dpkg -S "*/$library" | sed 's/:.*//'; done \
  | sort -u >"$share/packages.txt"
cat "$share/packages.txt"
