#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and runs every check and test, or only the stages named:
#   test.sh [install] [build] [layers] [format] [tidy] [unit] [integration] [browser]
# A stage that fails does not keep later ones from running, except install and build.
set -uo pipefail
cd "$(dirname "$0")/../.."

all_stages=(install layers build format unit integration browser tidy)
python=/usr/bin/python3  # Debian's, which sees Debian's python3-* packages
export VLM_COMPILER_LAUNCHER=${VLM_COMPILER_LAUNCHER-ccache}
export PYTHONDONTWRITEBYTECODE=1

stage_install() {
  Resources/Scripts/install_packages.sh packages-demo.txt packages-test.txt &&
    { command -v npm >/dev/null || apt-get install -y --no-install-recommends nodejs npm; } &&
    npm ci --no-audit --no-fund --prefix UnitTests/Conformance &&
    npm ci --no-audit --no-fund --ignore-scripts --prefix UnitTests/Browser
}

stage_layers() {
  $python Resources/Scripts/check_layers.py --self-test && $python Resources/Scripts/check_layers.py
}

stage_build() {
  local log=build/dev-build.log
  mkdir -p build
  if { cmake --preset dev && cmake --build --preset dev; } >"$log" 2>&1; then
    tail -n 1 "$log"
  else
    grep -E -A 6 'error|FAILED|CMake Error' "$log" | head -n 80
    echo "The build failed: $log"
    return 1
  fi
}

stage_format() { Resources/Scripts/check_format.sh; }

# Its own folder: clang does not read GCC's precompiled headers.
stage_tidy() {
  cmake --preset dev -B build/tidy -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON >build/tidy-configure.log &&
    $python Resources/Scripts/check_tidy.py build/tidy
}

stage_unit() {
  ctest --preset dev -j "$(nproc)" --no-tests=error --progress | tail -n 60 &&
    node --test UnitTests/WebViewer/*.test.mjs | tail -n 60
}

run_pytest() { $python -m pytest -q -p no:cacheprovider "$@"; }

stage_integration() {
  run_pytest UnitTests/Integration \
    --ignore-glob "*/test_panel*.py" --ignore-glob "*/test_browser.py"
}

stage_browser() {
  run_pytest UnitTests/Integration/test_panel*.py UnitTests/Integration/test_browser.py
}

stages=("$@")
[ $# -gt 0 ] || stages=("${all_stages[@]}")
for stage in "${stages[@]}"; do
  if ! declare -F "stage_$stage" >/dev/null; then
    echo "No such stage: $stage. There are: ${all_stages[*]}" >&2
    exit 2
  fi
done

summary=()
status=0
for stage in "${stages[@]}"; do
  printf '\n== %s\n' "$stage"
  started=$SECONDS
  if "stage_$stage" </dev/null; then
    result=passed
  else
    result=FAILED
    status=1
  fi
  summary+=("$(printf '%-12s %-7s %4d s' "$stage" "$result" $((SECONDS - started)))")
  [[ $result = FAILED && ($stage = install || $stage = build) ]] && break
done

printf '\n== summary\n'
printf '%s\n' "${summary[@]}"
exit $status
