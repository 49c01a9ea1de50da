#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds and tests in Debian 13 (trixie), whose Orthanc and libraries are newer than Debian 12's.
#   test_on_trixie.sh [build] [unit] [integration]   (none named: all)
# The chroot and the build in it stay in build/chroot-trixie and are used again. The browser tests are left
# to test.sh: they say nothing of C++ libraries.
set -euo pipefail
cd "$(dirname "$0")"
source ./debian_chroot.sh
enter_namespaces "$@"

root=$(realpath ../..)
chroot=$root/build/chroot-trixie
jobs=${VLM_JOBS:-$(nproc)}
stages=("$@")
[ $# -gt 0 ] || stages=(build unit integration)
for stage in "${stages[@]}"; do
  [[ $stage =~ ^(build|unit|integration)$ ]] || { echo "No such stage: $stage" >&2; exit 2; }
done

step() { printf '\n== %s\n' "$*"; }

# Everything of the lists but what only the other stages of test.sh need.
install_packages() {
  local list=/tmp/packages-trixie.txt
  grep -hvE '^(clang|chromium|python3-selenium)' packages-demo.txt packages-test.txt >"$chroot$list"
  in_chroot "$chroot" /source/Resources/Scripts/install_packages.sh "$list"
  in_chroot "$chroot" dpkg-query -W -f '   ${Package} ${Version}\n' \
    orthanc orthanc-dev libopencv-dev libjsoncpp-dev libdcmtk-dev libsoci-dev g++
}

build() {
  local log=$chroot/build.log
  if ! { in_chroot "$chroot" env --chdir=/source VLM_COMPILER_LAUNCHER=ccache cmake --preset dev -B /build \
    && in_chroot "$chroot" cmake --build /build -j "$jobs"; } >"$log" 2>&1; then
    grep -E -A 6 'error|FAILED|CMake Error' "$log" | head -n 80
    echo "The build failed: $log"
    return 1
  fi
  tail -n 1 "$log"
}

unit() { in_chroot "$chroot" ctest --test-dir /build -j "$jobs" --no-tests=error --output-on-failure | tail -n 40; }

integration() {
  in_chroot "$chroot" env --chdir=/source PYTHONDONTWRITEBYTECODE=1 VLM_TEST_SECONDS="${VLM_TEST_SECONDS:-60}" \
    VLM_PLUGIN=/build/Plugin/libOrthancVlm.so \
    python3 -m pytest -q -p no:cacheprovider UnitTests/Integration --ignore UnitTests/Integration/test_panel.py
}

step "Debian 13 in $chroot"
make_chroot trixie "$chroot"
mount_system "$chroot"
mkdir -p "$chroot/source"
mount --bind "$root" "$chroot/source"
mount -o remount,bind,ro "$chroot/source"
install_packages

status=0
for stage in "${stages[@]}"; do
  step "$stage"
  "$stage" && continue
  echo "$stage FAILED"
  status=1
  [ "$stage" != build ] || break
done
exit "$status"
