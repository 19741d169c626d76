#!/usr/bin/env bash
# Boots the firmware's test image in QEMU and plays its scenarios; ends with a table. From a bare Debian 12: as root, about
# an hour the first time, most of it emulation.
# usage: tests/hardware/run.sh [--only NAME,…] [--power-cuts N]      (see scenarios.py)
# GATE_TEST_PATIENCE=2 doubles every time limit on a slower machine.
set -euo pipefail
cd "$(dirname "$0")/../.."
export GATE_CACHE_DIR=${GATE_CACHE_DIR:-$PWD/build/cache}
[ "$(id -u)" = 0 ] || { echo "tests/hardware/run.sh: making an image needs root" >&2; exit 2; }
[ "$(dpkg --print-architecture)" = amd64 ] || { echo "tests/hardware/run.sh: skipped: made for an amd64 machine so far" >&2; exit 0; }

mapfile -t packages < <(sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' firmware/image/build-packages.txt tests/hardware/packages.txt)
toolchains/install-packages "${packages[@]}"
toolchains/set-up release
work=build/hardware
mkdir -p "$work"
firmware/image/build --arch amd64 --version 0.1.0 --test --out "$PWD/build/image/amd64-test"
firmware/image/build --arch amd64 --version 0.2.0 --test --out "$PWD/build/image/amd64-test-next" --programs build/device/bin \
  --step programs,keys,root,initrd,slot,bundle  # what it is updated to

# The demo's pretend health authority and venue: four passes, and what the camera sees of their holders.
if [ ! -s "$work/site/passes/two-doses.pass" ]; then
  GATE_DEMO_DIR=$work/site firmware/demo.sh --built build/release >"$work/demo.log" 2>&1 ||
    { tail -n 20 "$work/demo.log" >&2; exit 1; }
fi
build/release/bin/camera-film "$work/film" --width 320 --height 240 --every 3 empty=empty \
  visitor="$GATE_CACHE_DIR/media/cap13_edit2.mp4" stranger="$work/site/scenes/stranger" bad="$work/site/scenes/too-recent"
exec python3 tests/hardware/scenarios.py --work "$work" --image build/image/amd64-test --next build/image/amd64-test-next "$@"
