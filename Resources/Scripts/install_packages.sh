#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the Debian packages of the lists given, as far as they are missing:
#   install_packages.sh packages-demo.txt [packages-test.txt]
# Debian's own Orthanc service is not started by this; a service that already runs is left alone.
set -euo pipefail
cd "$(dirname "$0")"

wanted=$(sed 's/#.*//' "${@:-packages-demo.txt}" | xargs)
missing=()
for package in $wanted; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
  echo "These Debian packages are missing and only root can install them: ${missing[*]}" >&2
  echo "Run this script as root once:  sudo $PWD/$(basename "$0") $*" >&2
  exit 1
fi

# Asked by invoke-rc.d: 101 forbids to start a service of the packages being installed.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
fi

log=$(mktemp)
echo "Installing ${#missing[@]} Debian packages (log: $log)"
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update && apt-get install -y --no-install-recommends "${missing[@]}"; } \
    >"$log" 2>&1 </dev/null; then
  tail -n 15 "$log" >&2
  echo "The installation failed: $log" >&2
  exit 1
fi
rm -f "$log"

# Only its program is wanted: without this, Debian would start the service at the next boot.
case " ${missing[*]} " in
  *" orthanc "*) update-rc.d orthanc disable >/dev/null 2>&1 || true ;;
esac
