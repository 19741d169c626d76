"""What happens to a terminal at its gate: power, visitors, alarms, faults."""
import os
import random
import re
import shutil
import subprocess
import time

from kiosk import RUN_AS_GATE, SITE_CONFIG, make_stick
from stage import check, look_away_from_sticks, recognises, running, scenario, set_up_by_stick, unhurried

# ---- power on, visitors ------------------------------------------------------------------------------------------------


@scenario
def power_on(bench):
    """From the factory's disk to ready, then set up by one signed stick; the lock's line never moves."""
    kiosk = bench.new_kiosk("power_on")
    kiosk.power_on()
    try:
        kiosk.wait_until_ready()
        ready = time.monotonic() - kiosk.started
        check(kiosk.openings() == [], f"the lock was released while starting: {kiosk.line_changes('lock_release')}")
        check("rootfs.0" in kiosk.shell("rauc status", 60), "RAUC does not know its slot")
        chart = kiosk.shell("systemd-analyze time; systemd-analyze critical-chain --no-pager gate-terminal.service", 60)
        with open(os.path.join(kiosk.folder, "boot.txt"), "w", encoding="utf-8") as file:
            file.write(chart)
        kiosk.screenshot(os.path.join(kiosk.folder, "ready.ppm"))
        set_up_by_stick(kiosk, bench)
        kiosk.shell("systemctl poweroff")
        kiosk.wait_for_power_off(90)
        check(kiosk.openings() == [], f"the lock was released while switching off: {kiosk.line_changes('lock_release')}")
        open(kiosk.disk + ".ready", "w", encoding="utf-8").close()
        return f"ready after {ready:.0f} s"
    finally:
        kiosk.cut_power()


@scenario
@recognises
def visitor_passes(bench):
    """Whoever has a pass is let in: the unlock line is released within its time, and locked again after the passage."""
    with running(bench, "visitor_passes") as kiosk:
        kiosk.show("visitor")
        decision = kiosk.wait_for_event(240, type="decision", verdict="admit")
        kiosk.wait_until(kiosk.openings, 30, "released lock")
        kiosk.show("empty")
        kiosk.set_input("passage", True)
        time.sleep(1.5)
        kiosk.set_input("passage", False)
        kiosk.wait_until(lambda: kiosk.openings()[-1][1], 60, "locked gate after the passage")
        opened, closed = kiosk.openings()[0]
        check(closed - opened < 20 + 4 + 1, f"the lock was released for {closed - opened:.1f} s")
        check(kiosk.audit_holds(), "the audit log's chain is broken")
        return f"admitted {decision.get('latency_ms', {}).get('total')} ms after capture, released for {closed - opened:.1f} s"


@scenario
@recognises
def strangers_do_not(bench):
    """Neither a stranger nor somebody whose certificate is too recent; both are told by the red lamp."""
    with running(bench, "strangers_do_not") as kiosk:
        kiosk.show("stranger")
        kiosk.wait_for_event(240, type="decision", verdict="refuse", reason="unknown_person")
        since = len(kiosk.events())
        kiosk.show("empty")
        time.sleep(5)
        kiosk.show("bad")
        refused = kiosk.wait_for_event(240, since, type="decision", verdict="refuse", reason="last_dose_too_recent")
        check(any(active for _, active in kiosk.line_changes("red_lamp")), "the red lamp stayed dark")
        check(kiosk.openings() == [], "the lock was released for somebody who must not pass")
        return f"refused: unknown_person, {refused['reason']}"


@scenario
def drivers_keep_their_contracts(bench):
    """The contract suites of the gate lines, the watchdog, the camera and the screen, on the kernel's own devices."""
    suites = [("gate_io_contract_test", "GateIoContractRealChip.*"), ("gate_io_contract_test", "GateIoContractTest/Kernel.*"),
              ("watchdog_contract_test", "*/RealWatchdog"), ("camera_contract_test", "*/RealCamera"),
              ("display_contract_test", "*/RealDisplay-*SaysThatItIsLost*")]  # nobody is there to pull its plug
    check(bench.arch == "amd64", "the suites are built for amd64")
    with running(bench, "drivers_keep_their_contracts") as kiosk:
        programs = os.path.join(kiosk.folder, "suites")
        copy_with_libraries({f"build/release/tests/contract/{program}" for program, _ in suites}, programs)
        look_away_from_sticks(kiosk, make_stick(programs + ".img", [programs], 512))
        shutil.rmtree(programs)
        kiosk.shell("systemctl stop gate-terminal.service; mkdir -p /tmp/stick && mount -t vfat -o ro /dev/sda1 /tmp/stick && cd /tmp/stick/suites", 60)
        passed = 0
        for program, tests in suites:
            told = kiosk.shell(
                "GATE_TEST_GPIO_SIM=$(readlink -f /run/gate-test/lines) GATE_TEST_GPIO_CHIP=gate-sim GATE_TEST_CAMERA_SIZE=320x240 "
                "GATE_TEST_DISPLAY=/dev/dri/card0 "
                "GATE_TEST_WATCHDOG=$(cat /sys/class/watchdog/watchdog0/identity) "
                f"./ld-linux-x86-64.so.2 --library-path . ./{program} --gtest_filter='{tests}' 2>&1 || true", 240)
            counts = re.search(r"\[  PASSED  \] ([1-9][0-9]*) test", told)
            check(counts and "FAILED" not in told and "SKIPPED" not in told, f"{tests}: {told[-600:]}")
            passed += int(counts[1])
        return f"{passed} tests passed"


def copy_with_libraries(programs, folder):
    """What a machine needs that has none of their libraries: the loader too, as ld-linux-x86-64.so.2."""
    os.makedirs(folder)
    needed = subprocess.run(["ldd", *programs], check=True, capture_output=True, text=True).stdout
    for file in {*programs, *re.findall(r"(/\S+) \(0x", needed)}:
        shutil.copy(file, folder)


# ---- alarms and faults ------------------------------------------------------------------------------------------------------


@scenario
def fire_alarm(bench):
    """The alarm line releases the gate at once and latches."""
    with running(bench, "fire_alarm") as kiosk:
        before = len(kiosk.events())
        kiosk.set_input("fire_alarm", True)
        kiosk.wait_until(lambda: kiosk.output("lock_release"), 10, "released lock")
        kiosk.set_input("fire_alarm", False)
        time.sleep(3)
        check(kiosk.output("lock_release"), "the release did not latch")
        kiosk.wait_for_event(20, before, type="input", input="fire_alarm")
        return "released and latched"


@scenario
def camera_unplugged(bench):
    """A fault while the camera is gone, and back to work when it is there again."""
    with running(bench, "camera_unplugged") as kiosk:
        kiosk.shell("systemctl stop gate-test-camera.service; sleep 1; modprobe -r v4l2loopback || true")
        kiosk.wait_until(lambda: kiosk.output("red_lamp"), 90, "red lamp: camera lost")
        kiosk.wait_until(lambda: "v4l2loopback" not in kiosk.shell("modprobe -r v4l2loopback 2>/dev/null; lsmod"), 60, "unplugged camera")
        kiosk.shell("modprobe v4l2loopback exclusive_caps=1 video_nr=0 && systemctl start gate-test-camera.service")
        kiosk.wait_until(lambda: not kiosk.output("red_lamp"), 120, "recovered camera")
        check(kiosk.openings() == [], "the lock moved")
        return "fault, then recovered"


@scenario
def program_killed(bench):
    """Killed, the program is back by itself; the lock's line is never pulsed."""
    with running(bench, "program_killed") as kiosk:
        first = kiosk.shell("systemctl show -p MainPID --value gate-terminal").strip()
        kiosk.shell("systemctl kill -s KILL gate-terminal.service")
        kiosk.wait_until(lambda: kiosk.shell("systemctl show -p MainPID --value gate-terminal").strip() not in ("0", first), 60, "new process")
        kiosk.wait_until_ready()
        check(kiosk.openings() == [], "the lock was pulsed")
        return "back by itself"


@scenario
def program_hung(bench):
    """Hung, the program is ended by its watchdog and started again; the lock's line is never pulsed."""
    with running(bench, "program_hung") as kiosk:
        kiosk.shell("systemctl kill -s STOP gate-terminal.service")
        kiosk.wait_until(lambda: "watchdog" in kiosk.shell("systemctl show -p Result,NRestarts gate-terminal; journalctl -u gate-terminal --no-pager | grep -i watchdog || true", 60),
                         120, "watchdog")
        kiosk.wait_until_ready()
        check(kiosk.openings() == [], "the lock was pulsed")
        return "ended by the watchdog, back by itself"


@scenario
@unhurried
def device_hung(bench):
    """Hung for good, with nobody to end it: the hardware watchdog resets the device; the lock's line is never pulsed."""
    with running(bench, "device_hung") as kiosk:
        kiosk.shell("mkdir -p /run/systemd/system/gate-terminal.service.d && cd /run/systemd/system/gate-terminal.service.d && "
                    "printf '[Service]\\nWatchdogSec=0\\n' >systemd-looks-away.conf && systemctl daemon-reload")
        kiosk.shell("systemctl restart gate-terminal.service", 180)
        kiosk.wait_until_ready()
        before = kiosk.boot_id()
        kiosk.shell("systemctl kill -s STOP gate-terminal.service")
        hung = time.monotonic()
        kiosk.wait_for_restart(before, 300)
        seconds = time.monotonic() - hung
        kiosk.wait_until_ready()
        check(kiosk.openings() == [], "the lock was pulsed")
        return f"another boot answers {seconds:.0f} s after it hung"


def leave_passes(kiosk, bench):
    """The site's pass files on the data partition, to be imported by hand."""
    folder = os.path.join(kiosk.folder, "incoming")
    shutil.copytree(os.path.join(bench.site, "passes"), folder)
    look_away_from_sticks(kiosk, make_stick(folder + ".img", [folder], 16))
    kiosk.shell("mkdir -p /tmp/stick && mount -t vfat -o ro /dev/sda1 /tmp/stick && cp -r /tmp/stick/incoming /var/lib/gate-terminal/ && "
                "chown -R gate:gate /var/lib/gate-terminal/incoming && sync && umount /tmp/stick", 60)
    kiosk.shell("systemctl unmask --runtime gate-stick@sda1.service")
    kiosk.pull_stick()


@scenario
@unhurried
def power_cuts_while_importing(bench):
    """The plug is pulled at random moments of imports: no accepted pass is lost, no chain is broken, it always starts."""
    removing, imported = (f"gate-test: {word}" for word in ("removing", "imported"))
    kiosk = bench.running_kiosk("power_cuts_while_importing")
    draw = random.Random(bench.options.seed)
    config = f"--config {SITE_CONFIG}"
    leave_passes(kiosk, bench)
    changing, accepted, imports = None, True, 0
    for cut in range(bench.options.power_cuts + 1):
        try:
            if cut > 0:
                kiosk.power_on()
                kiosk.wait_until_ready()
            check(kiosk.audit_holds(), f"after {cut} cuts the audit log's chain is broken")
            passes = kiosk.passes()
            changing = changing or sorted(passes)[0]  # taken out and in again, over and over; the others must stay
            kept = passes - {changing}
            check(len(kept) == 3, f"after {cut} cuts only {len(kept)} of 3 passes are left that nobody took out")
            check(changing in passes or not accepted, f"after {cut} cuts the pass is lost whose import was done")
            if cut == bench.options.power_cuts:
                break
            kiosk.shell(f"(while true; do echo '<4>{removing}' >/dev/kmsg; {RUN_AS_GATE} gatectl pass remove {changing} {config}; {RUN_AS_GATE} gatectl pass import "
                        f"/var/lib/gate-terminal/incoming {config} && echo '<4>{imported}' >/dev/kmsg; done) >/dev/null 2>&1 &")
            time.sleep(draw.uniform(2, 20))
        finally:
            kiosk.cut_power()
        told = kiosk.console_text()
        imports += told.count(imported)
        accepted = told.rfind(imported) > told.rfind(removing)
    return f"{bench.options.power_cuts} cuts during {imports} imports, nothing lost"
