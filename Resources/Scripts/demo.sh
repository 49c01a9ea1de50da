#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the plugin, starts a private Orthanc with it, sends the sample DICOM files and prints the
# reports. Then serves until Ctrl-C.   demo.sh [--once]   (--once: end after the reports)
set -euo pipefail
cd "$(dirname "$0")/../.."

once=no
for argument in "$@"; do
  case "$argument" in
    --once) once=yes ;;
    *) sed -n '3,4s/^# //p' "$0"; exit 2 ;;
  esac
done

demo="$PWD/build/demo"
plugin="$PWD/build/release/Plugin/libOrthancVlm.so"
orthanc_pid=
mkdir -p "$demo"

step() { printf '\n== %s\n' "$*"; }

stop_orthanc() {
  [ -n "$orthanc_pid" ] || return 0
  kill "$orthanc_pid" 2>/dev/null || true
  wait "$orthanc_pid" 2>/dev/null || true
  orthanc_pid=
}
trap stop_orthanc EXIT
trap 'exit 130' INT TERM

fail() {
  tail -n 20 "$2" >&2
  printf '%s Whole log: %s\n' "$1" "$2" >&2
  exit 1
}

free_port() {
  local port=$1
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}

build_plugin() {
  export VLM_COMPILER_LAUNCHER=ccache
  cmake --preset release -DVLM_BUILD_TESTS=OFF >"$demo/build.log" 2>&1 \
    || fail "CMake failed." "$demo/build.log"
  # Ninja counts "[12/80]": shown as one line that changes when somebody watches.
  cmake --build --preset release --target OrthancVlm 2>&1 | tee -a "$demo/build.log" \
    | { if [ -t 1 ]; then sed -un 's/^\(\[[0-9/]*\]\).*/\r   \1/p' | tr -d '\n'; else cat >/dev/null; fi; } \
    || fail "The build failed." "$demo/build.log"
  printf '\r   %s\n' "$plugin"
}

write_configuration() {
  cat >"$demo/orthanc.json" <<EOF
{
  "Name": "Orthanc VLM demo",
  "StorageDirectory": "$demo/storage",
  "IndexDirectory": "$demo/storage",
  "Plugins": ["$plugin"],
  "HttpPort": $http_port,
  "DicomPort": $dicom_port,
  "DicomAet": "ORTHANC",
  // Orthanc 1.10 listens on every interface, so let it refuse whoever does not call from this machine:
  "RemoteAccessAllowed": false,
  "DicomAlwaysAllowEcho": false,
  "DicomAlwaysAllowStore": false,
  "DicomCheckModalityHost": true,
  "DicomModalities": { "demo": ["DEMO", "127.0.0.1", 4243] },
  // A series counts as complete when nothing arrived for so many seconds (default 60).
  "StableAge": 2,
  // Nothing needs to be set: the embedded offline model analyses what arrives.
  "Vlm": {}
}
EOF
}

start_orthanc() {
  Orthanc "$demo/orthanc.json" >"$demo/orthanc.log" 2>&1 </dev/null &
  orthanc_pid=$!
  local tries=0
  until curl -sf -o /dev/null "$url/system"; do
    kill -0 "$orthanc_pid" 2>/dev/null || fail "Orthanc did not start." "$demo/orthanc.log"
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || fail "Orthanc does not answer." "$demo/orthanc.log"
    sleep 0.1
  done
}

step "Debian packages"
Resources/Scripts/install_packages.sh packages-demo.txt
echo "   all there"

step "Building the plugin (the first time takes minutes)"
build_plugin

http_port=$(free_port 8042)
dicom_port=$(free_port 4242)
url="http://127.0.0.1:$http_port"
step "Starting Orthanc: $url, DICOM 127.0.0.1:$dicom_port, storage $demo/storage"
echo "   Orthanc 1.10 binds these ports on every interface; it refuses callers from other machines."
mkdir -p "$demo/storage"
write_configuration
start_orthanc

step "Sending Resources/Samples by C-STORE"
# TCP_NODELAY: without it DCMTK waits 40 ms for each file.
TCP_NODELAY=1 storescu -aet DEMO -aec ORTHANC 127.0.0.1 "$dicom_port" Resources/Samples/*.dcm \
  >"$demo/storescu.log" 2>&1 || fail "storescu failed." "$demo/storescu.log"
echo "   $(ls Resources/Samples/*.dcm | wc -l) files stored"

step "Reports"
python3 Resources/Scripts/print_reports.py "$url" Resources/Samples/*.dcm

if [ "$once" = no ]; then
  step "Look at $url/vlm/app/index.html (or $url/app/explorer.html); serving until Ctrl-C"
  wait "$orthanc_pid" || true
fi
