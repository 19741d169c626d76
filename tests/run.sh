#!/usr/bin/env bash
# Sets the machine up (packages, models, demo media, build) and runs every test. The last lines are ctest's summary and, of
# every test that failed, the end of what it printed.
# usage: tests/run.sh [--all] [CTEST-ARGUMENT…]     for example: tests/run.sh -L unit
#   --all   also: source layout, lint, and the tests once more under AddressSanitizer + UBSan and ThreadSanitizer
set -euo pipefail
cd "$(dirname "$0")/.."
all=no
if [ "${1:-}" = --all ]; then all=yes; shift; fi

run_tests() {  # PRESET CTEST-ARGUMENT…
  ctest --preset "$1" -j2 "${@:2}" || {
    local code=$?
    tests/why-failed "build/$1/Testing/Temporary"
    exit $code
  }
}

# Machines are booted only for so long: a slow computer skips the rest of them, and says so.
export GATE_TEST_DEADLINE=${GATE_TEST_DEADLINE:-$(($(date +%s) + 18 * 60))}
toolchains/set-up release
if [ "$all" = yes ]; then
  sources=$(git ls-files '*.cpp' '*.h')
  echo "Source layout (clang-format):"
  # shellcheck disable=SC2086
  clang-format --dry-run --Werror $sources && echo "  ✓ all files"
  for sanitizer in asan tsan; do
    toolchains/set-up "$sanitizer" in_process_tests
    run_tests "$sanitizer" -L 'unit|contract|fuzz' "$@"
  done
  echo "Lint (clang-tidy):"
  git ls-files 'drivers/*.cpp' 'firmware/*.cpp' | xargs -P2 -n4 clang-tidy -quiet -p build/release && echo "  ✓ all files"
fi
run_tests release "$@"
