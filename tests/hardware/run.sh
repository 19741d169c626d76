#!/usr/bin/env bash
# Boots the firmware's test image in QEMU and plays its scenarios; ends with a table. From a bare Debian 12: as root, about
# an hour the first time, most of it emulation.
# usage: tests/hardware/run.sh [--arch amd64|arm64] [--prepare] [--only NAME,…] [--power-cuts N]      (see scenarios.py)
#   --prepare  make what the scenarios need, and stop
# arm64 plays power_on unless told otherwise. GATE_TEST_PATIENCE=2 doubles every time limit on a slower
# machine. Exit code 77: nothing was done, for the reason it says; one is that GATE_TEST_DEADLINE (seconds since 1970) is near.
set -euo pipefail
cd "$(dirname "$0")/../.."
export GATE_CACHE_DIR=${GATE_CACHE_DIR:-$PWD/build/cache}
arch=amd64 prepare=no arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    --arch) arch=$2; shift 2 ;;
    --prepare) prepare=yes; shift ;;
    *) arguments+=("$1"); shift ;;
  esac
done
skip() { echo "tests/hardware/run.sh: skipped: $1"; exit 77; }
[ "$(id -u)" = 0 ] || skip "making an image needs root"
[ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ] || skip "made for an amd64 Debian machine so far"
[ "$(date +%s)" -lt $((${GATE_TEST_DEADLINE:-9999999999} - 600)) ] || skip "no time is left to make an image (GATE_TEST_DEADLINE)"

mapfile -t packages < <(sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' firmware/image/build-packages.txt tests/hardware/packages.txt)
toolchains/install-packages "${packages[@]}"
toolchains/set-up release
work=build/hardware/$arch site=build/hardware/site
mkdir -p "$work"
# The test's images need not be small: a quick compression saves minutes.
export GATE_SQUASH_LEVEL=${GATE_SQUASH_LEVEL:-3}
firmware/image/build --arch "$arch" --version 0.1.0 --test --out "$PWD/build/image/$arch-test"
[ "$arch" != amd64 ] || firmware/image/build --arch amd64 --version 0.2.0 --test --out "$PWD/build/image/amd64-test-next" \
  --programs build/device/bin --step programs,keys,root,initrd,slot,bundle  # what it is updated to

# The demo's pretend health authority and venue: four passes, and what the camera sees of their holders.
if [ ! -s "$site/passes/two-doses.pass" ]; then
  GATE_DEMO_DIR=$site firmware/demo.sh --built build/release >"$work/demo.log" 2>&1 ||
    { tail -n 20 "$work/demo.log" >&2; exit 1; }
fi
build/release/bin/camera-film "$work/film" --width 320 --height 240 --every 3 empty=empty \
  visitor="$GATE_CACHE_DIR/media/cap13_edit2.mp4" stranger="$site/scenes/stranger" bad="$site/scenes/too-recent"
[ "$prepare" = no ] || exit 0
exec python3 tests/hardware/scenarios.py --arch "$arch" "${arguments[@]}"
