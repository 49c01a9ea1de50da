# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by scripts that work in a Debian of their own below build/: needs root and debootstrap.
# Packages come from this machine's own mirror, over its own proxy, read from apt when run.

namespaces=(--mount --mount-proc --pid --fork --kill-child)

# Mounts and processes live in namespaces of their own: both are gone when the script ends, however it ends.
enter_namespaces() {  # ARGUMENTS...   starts the script anew in them; called in the script's own folder
  [ "${VLM_NAMESPACES:-}" != entered ] || return 0
  [ "$(id -u)" -eq 0 ] || { echo "Only root can make a chroot: sudo $0" >&2; exit 1; }
  [ -x /usr/sbin/debootstrap ] || { echo "debootstrap is missing: apt-get install debootstrap" >&2; exit 1; }
  VLM_NAMESPACES=entered exec unshare "${namespaces[@]}" "./$(basename "$0")" "$@"
}

# debian_mirror LABEL   the address that this machine's apt uses for the archive of that label
debian_mirror() {
  apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' \
    | awk -v label="$1" '$1 == label { print $2; exit }'
}

# make_chroot SUITE FOLDER   a minimal Debian; one that is complete already is kept
make_chroot() {
  local suite=$1 folder=$2 mirror
  if [ ! -e "$folder/complete" ]; then
    mirror=$(debian_mirror Debian)
    [ -n "$mirror" ] || { echo "apt knows no Debian mirror" >&2; return 1; }
    rm -rf --one-file-system "$folder"
    mkdir -p "$(dirname "$folder")"
    debootstrap --variant=minbase "$suite" "$folder" "$mirror" >"$folder.log" 2>&1 \
      || { tail -n 5 "$folder.log" >&2; return 1; }
    touch "$folder/complete"
  fi
  configure_network "$suite" "$folder"
}

configure_network() {
  local suite=$1 folder=$2 main security certificates
  main=$(debian_mirror Debian)
  security=$(debian_mirror Debian-Security)
  {
    printf 'deb %s %s main\n' "$main" "$suite" "$main" "$suite-updates"
    [ -z "$security" ] || printf 'deb %s %s main\n' "$security" "$suite-security"
  } >"$folder/etc/apt/sources.list"
  apt-config dump | grep -E '^Acquire::(https?::|Check-|Retries|ForceIPv4)' \
    >"$folder/etc/apt/apt.conf.d/50machine" || true
  certificates=$(apt-config dump --format '%v' Acquire::https::CaInfo)
  if [ -f "$certificates" ]; then
    mkdir -p "$folder$(dirname "$certificates")"
    cp -L "$certificates" "$folder$certificates"
  fi
  cp -L /etc/resolv.conf /etc/hosts "$folder/etc/"
  echo force-unsafe-io >"$folder/etc/dpkg/dpkg.cfg.d/unsafe-io"  # as in Docker's images: much faster
}

mount_system() {
  mount -t proc proc "$1/proc"
  mount --rbind /dev "$1/dev"
}

# in_chroot FOLDER COMMAND...   with a clean environment, but for the machine's proxies
in_chroot() {
  local folder=$1 proxies
  shift
  mapfile -t proxies < <(env | grep -iE '^(https?|no)_proxy=')
  env -i "${proxies[@]}" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/root LANG=C.UTF-8 nice chroot "$folder" "$@"
}
