#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Fails if clang-format would change a C++ file, and names the first place; --fix changes it.
set -euo pipefail
cd "$(dirname "$0")/../.."
mode=(--dry-run -Werror)
[ "${1:-}" = --fix ] && mode=(-i)
output=$(find Plugin UnitTests \( -name '*.cpp' -o -name '*.h' \) -print0 \
  | xargs -0 --no-run-if-empty clang-format "${mode[@]}" 2>&1) || {
  # One line a file; anything unexpected is shown as it is.
  grep 'error:' <<<"$output" | sort -t: -u -k1,1 || echo "$output"
  exit 1
}
