#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Proves the image without a Docker engine: runs the Dockerfile's instructions in chroots of Debian 12 below build/,
# starts its ENTRYPOINT as its USER in a network of its own, and runs its HEALTHCHECK and smoke_test.sh.
#   prove_in_chroot.sh [build|test]   (none: both)
set -euo pipefail
cd "$(dirname "$0")"
[ $# -gt 0 ] || { "./$(basename "$0")" build && exec "./$(basename "$0")" test; }
source ../Resources/Scripts/debian_chroot.sh
[ "$1" = build ] || namespaces+=(--net)
enter_namespaces "$1"

root=$(realpath ..)
base=$root/build/chroot-bookworm
phase=$1 stage='' user=root environment=() entrypoint='' health=''

step() { printf '\n== %s\n' "$*"; }
stage_folder() { echo "$root/build/chroot-image-$1"; }

from() {  # IMAGE AS NAME
  [ "$1" = debian:12-slim ] || { echo "FROM $1: only debian:12-slim is known here" >&2; return 1; }
  stage=$(stage_folder "$3") user=root environment=()
  [ "$phase" = build ] || return 0
  rm -rf --one-file-system "$stage"
  cp -a --reflink=auto "$base" "$stage"
  mount_system "$stage"
}

copy() {  # [--from=NAME] SOURCE TARGET   the source is a folder
  [ "$phase" = build ] || return 0
  local context=$root
  case "$1" in --from=*) context=$(stage_folder "${1#--from=}"); shift ;; esac
  mkdir -p "$stage$2"
  tar -C "$context/$1" --exclude-from="$root/.dockerignore" -c . | tar -C "$stage$2" --no-same-owner --no-overwrite-dir -x
}

run() {
  [ "$phase" = build ] || return 0
  in_chroot "$stage" env VLM_JOBS="${VLM_JOBS:-}" "${environment[@]}" /bin/sh -c "$*" \
    || { echo "RUN $* failed" >&2; return 1; }
}

json_words() { sed 's/^\[//; s/\]$//' <<<"$1" | tr -d '",'; }

instruction() {
  step "$*"
  local name=$1
  shift
  case "$name" in
    FROM) from "$@" ;;
    COPY) copy "$@" ;;
    RUN) run "$@" ;;
    ARG | ENV) environment+=("$1") ;;
    USER) user=$1 ;;
    ENTRYPOINT) entrypoint=$(json_words "$*") ;;
    HEALTHCHECK) health=$(json_words "${line#*CMD }") ;;
    VOLUME | EXPOSE) ;;
    *) echo "the instruction $name is not known here" >&2; return 1 ;;
  esac
}

as_user() {  # PASSWORD COMMAND   as the container would run it
  in_chroot "$stage" setpriv --reuid="$user" --regid="$user" --clear-groups --no-new-privs --bounding-set=-all \
    env "${environment[@]}" ORTHANC_PASSWORD="$1" "$2"
}

# What compose.yaml asks for: nothing can be written but the volume and /tmp.
mount_read_only() {
  mount --bind "$stage" "$stage"
  mount --bind "$stage/var/lib/orthanc" "$stage/var/lib/orthanc"
  mount -o remount,bind,ro "$stage"
  mount -t tmpfs tmpfs "$stage/tmp"
  mount_system "$stage"
}

serve_and_test() {
  local password server
  password=$(head -c 12 /dev/urandom | base64 | tr -d '+/')
  as_user short "$entrypoint" && { echo "It started with a short password" >&2; return 1; }
  step "ENTRYPOINT as $user"
  as_user "$password" "$entrypoint" &
  server=$!
  step "smoke_test.sh"
  ORTHANC_PASSWORD=$password ./smoke_test.sh http://127.0.0.1:8042
  step "HEALTHCHECK"
  as_user "$password" "$health"
  echo "healthy"
  step "SIGTERM"
  pkill -TERM -P "$server"
  wait "$server"
}

set -f
[ "$phase" = test ] || { step "Debian 12 in $base"; make_chroot bookworm "$base"; }
while read -r line; do
  # shellcheck disable=SC2086  # the words of the instruction
  [[ -z $line || $line = \#* ]] || instruction $line
done <Dockerfile
if [ "$phase" = test ]; then
  ip link set lo up
  mount_read_only
  serve_and_test
fi
echo "$phase passed"
