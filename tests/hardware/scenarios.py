#!/usr/bin/env python3
"""Boots the test image in QEMU and plays what happens to a terminal. Started by run.sh, which makes what it needs.

usage: scenarios.py [--arch amd64|arm64] [--only NAME,…] [--power-cuts N] [--list] [--work DIR] [--site DIR] [--image DIR] [--next DIR]
--work receives disks, consoles and screenshots and holds the camera's film; --site is a demo's passes and trust; --image is
what firmware/image/build --test made, --next the same of a higher version, for the updates. Unhurried scenarios are played last,
two at a time. Prints a table.
"""
import argparse
import concurrent.futures
import contextlib
import fcntl
import functools
import glob
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import time

from bundles import Bundles
from kiosk import RUN_AS_GATE, SITE_CONFIG, Kiosk, StaffConsole, make_stick, report_on
from machine import Machine, MachineError

DISK_MEGABYTES = 1400
GATECTL = "build/release/bin/gatectl"
SCENARIOS = []


def scenario(function):
    SCENARIOS.append(function)
    return function


def unhurried(function):
    """No limit of the terminal's own plays a part in it: another may run beside it, and much of its time is waiting."""
    function.unhurried = True
    return function


def recognises(function):
    """Somebody must be recognised within the terminal's own limits, the longest of which are ten seconds: from a frame's capture
    to the gate, and between two looks at a face. Where the host embeds a face in 47 ms an emulated frame takes 14 to 17 s: a
    computer that is too slow skips these, and says so."""
    function.recognises = True
    return function


LONGEST_EMBEDDING_MS = 30  # by the same measure a frame then takes 9 to 11 s; 22 ms is usual


@functools.cache
def embedding_ms():
    told = subprocess.run([GATECTL, "bench", "--frames", "30", "--passes", "1", "--json"], check=True, capture_output=True).stdout
    return json.loads(told)["terminal"]["ours"]["embed"]["median_ms"]


class Bench:
    """What all scenarios share: the image, the film, the stick with the site's passes, and a disk that is set up already."""

    def __init__(self, options):
        self.options, self.arch, self.work = options, options.arch, options.work
        self.image = options.image
        self.film = os.path.join(options.work, "film")
        self.site = options.site
        bundles = os.path.join(options.work, "bundles")
        os.makedirs(bundles, exist_ok=True)
        self.bundles = Bundles(options.arch, bundles, options.image, options.next, os.path.join(options.image, "..", "keys"))

    def folder(self, name):
        path = os.path.join(self.work, name)
        shutil.rmtree(path, ignore_errors=True)
        os.makedirs(path)
        return path

    def disk(self, folder, source):
        path = os.path.join(folder, "disk.img")
        subprocess.run(["cp", "--sparse=always", source, path], check=True)
        if os.path.getsize(path) < DISK_MEGABYTES << 20:
            os.truncate(path, DISK_MEGABYTES << 20)
        return path

    def new_kiosk(self, name, **options):
        """Fresh from the factory."""
        folder = self.folder(name)
        return Kiosk(self.arch, self.disk(folder, os.path.join(self.image, "disk.img")), folder, self.film, **options)

    def kiosk(self, name, **options):
        """Set up, with the site's passes, and switched off: what power_on left behind."""
        ready = os.path.join(self.work, "power_on", "disk.img")
        with self.lock("power_on"):
            if not self.is_of_this_image(ready + ".ready"):
                run_one(self, power_on)
                check(self.is_of_this_image(ready + ".ready"), "power_on failed: there is no disk to start from")
        folder = self.folder(name)
        return Kiosk(self.arch, self.disk(folder, ready), folder, self.film, **options)

    def running_kiosk(self, name):
        """The same, ready for visitors: thawed from a machine that was started once for all scenarios."""
        memory = os.path.join(self.work, "ready", "memory")
        with self.lock("ready"):
            self._make_ready(memory)
        folder = self.folder(name)
        for part in ("disk.img", "firmware-variables.fd", "console.log"):
            subprocess.run(["cp", "--sparse=always", os.path.join(self.work, "ready", part), folder], check=True)
        kiosk = Kiosk(self.arch, os.path.join(folder, "disk.img"), folder, self.film)
        try:
            kiosk.power_on(frozen=memory)
        except BaseException:
            kiosk.cut_power()
            raise
        return kiosk

    def _make_ready(self, memory):
        if self.is_of_this_image(memory):
            return
        kiosk = self.kiosk("ready")
        kiosk.power_on()
        try:
            kiosk.wait_until_ready()
            kiosk.freeze(memory + ".new")
        finally:
            kiosk.cut_power()
        os.replace(memory + ".new", memory)

    @contextlib.contextmanager
    def lock(self, name):
        """For what two scenarios at a time, here or in another process, would both make."""
        with open(os.path.join(self.work, name + ".lock"), "w", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def forget_disks(self, name):
        """Of a scenario that passed; power_on's is what the others start from."""
        for picture in glob.glob(os.path.join(self.work, name + "*", "*.img")) if name != "power_on" else []:
            os.remove(picture)

    def is_of_this_image(self, file):
        """disk.img itself has the commit's date; its log tells when it was made."""
        return os.path.exists(file) and os.path.getmtime(file) > os.path.getmtime(os.path.join(self.image, "disk.log"))


def check(condition, what):
    if not condition:
        raise MachineError(what)


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


def set_up_by_stick(kiosk, bench):
    """One signed stick: settings with the site's trust, and its passes."""
    picture = plug_settings(kiosk, bench, 1, {}, "--passes", os.path.join(bench.site, "passes"))
    check(len(kiosk.passes()) == 4, "passes were not taken")
    kiosk.pull_stick()
    check("Settings, version 1: taken" in report_on(picture, partitioned=False), "the stick has no report")


def plug_settings(kiosk, bench, version, members, *options):
    """Signed settings that say `members` besides, until the terminal runs with them; the stick stays in."""
    settings, stick = (os.path.join(kiosk.folder, f"{name}-{version}") for name in ("settings", "stick"))
    shutil.copytree(os.path.join(bench.site, "trust"), os.path.join(settings, "trust"))
    with open(os.path.join(settings, "terminal.json"), "w", encoding="utf-8") as file:
        json.dump({"extends": "/usr/share/gate-terminal/config/hardware-test.json", "store": {"trust_directory": "trust"}, **members}, file)
    keys = bench.bundles.keys
    subprocess.run([GATECTL, "stick", "create", "--out", stick, "--site", settings, "--version", str(version), "--key", os.path.join(keys, "update.key"),
                    "--certificate", os.path.join(keys, "update.pem"), "--restart-now", *options],
                   check=True, stdout=subprocess.DEVNULL)
    picture = make_stick(stick + ".img", [os.path.join(stick, name) for name in sorted(os.listdir(stick))], 16, partitioned=False)
    first, seen = kiosk.shell("systemctl show -p MainPID --value gate-terminal").strip(), kiosk.stick_lines()
    kiosk.plug_stick(picture)
    report = kiosk.wait_for_stick(seen, 120)
    check(f"Settings, version {version}: taken" in report and "refused" not in report, f"the report says: {report}")
    kiosk.wait_until(lambda: kiosk.shell("systemctl show -p MainPID --value gate-terminal").strip() not in ("0", first), 120, "new process")
    kiosk.wait_until_ready()
    return picture


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


def look_away_from_sticks(kiosk, picture):
    """Plugs a stick in that the terminal does not look at."""
    kiosk.shell("systemctl mask --runtime gate-stick@sda1.service; udevadm control --reload")
    kiosk.plug_stick(picture)
    kiosk.wait_until(lambda: "vfat" in kiosk.shell("blkid -o value -s TYPE /dev/sda1 || true"), 60, "stick")


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


# ---- the venue's network -------------------------------------------------------------------------------------------------------


@scenario
@unhurried
def console_on_the_network(bench):
    """Without an address in the settings no interface is up; with one staff reach the console, and nothing else listens."""
    kiosk = bench.kiosk("console_on_the_network", console_port=free_port())
    kiosk.power_on()
    try:
        kiosk.wait_until_ready()
        check(kiosk.shell("cat /sys/class/net/eth0/flags").strip() == "0x1002", "an interface is up that no settings name")  # broadcast, multicast
        hashed = subprocess.run([GATECTL, "console", "hash-pin"], input="123456\n", text=True, check=True, capture_output=True).stdout.strip()
        plug_settings(kiosk, bench, 2, {
            "network": {"address": f"{kiosk.ADDRESS}/24"},
            "console": {"listen": kiosk.ADDRESS, "pins": {"technician": hashed}}})
        kiosk.pull_stick()
        use_console(kiosk)
        kiosk.shell("systemctl kill -s KILL gate-terminal.service")
        use_console(kiosk)
        listening = kiosk.shell("cat /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 | grep -E ':[0-9A-F]{4} 0+:0000' || true").splitlines()
        check(len(listening) == 1 and ":20FB " in listening[0], f"8443 alone should listen: {listening}")
        spaces = kiosk.shell("readlink /proc/1/ns/net /proc/$(systemctl show -p MainPID --value gate-terminal)/ns/net").split()
        check(len(set(spaces)) == 2, "the terminal has the device's network")
        check(kiosk.openings() == [], f"the lock moved: {kiosk.line_changes('lock_release')}")
        return "reached, also after the program was killed"
    finally:
        kiosk.cut_power()


def use_console(kiosk):
    """Logs in and reads the state."""
    console = StaffConsole(kiosk)
    console.wait_until_there(120)
    check(console.log_in("technician", "654321") == 403, "a wrong PIN is taken")
    check(console.log_in("technician", "123456") == 200, "the PIN is not taken")
    status, state = console.ask("GET", "/api/state")
    check(status == 200 and json.loads(state)["gate"]["state"], f"no state: {status} {state}")
    return console


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


# ---- updates ------------------------------------------------------------------------------------------------------------------


def update_stick(kiosk, bundle, restart_now=False):
    entries = [bundle]
    if restart_now:
        entries.append(os.path.join(kiosk.folder, "restart-now"))
        open(entries[-1], "w", encoding="utf-8").close()
    return make_stick(os.path.join(kiosk.folder, "stick.img"), entries)


@scenario
@recognises
def update_good(bench):
    """Installed while the gate works, started when it is idle, self-tested, marked good; the report is on the stick."""
    with running(bench, "update_good") as kiosk:
        before, passes = kiosk.boot_id(), kiosk.passes()
        stick = update_stick(kiosk, bench.bundles.next_version())
        since, seen = len(kiosk.events()), kiosk.stick_lines()
        kiosk.plug_stick(stick)
        plugged = time.monotonic()
        kiosk.show("visitor")
        report = kiosk.wait_for_stick(seen, 300)
        installed = time.monotonic() - plugged
        check("is installed in slot B" in report, f"the report says: {report}")
        kiosk.wait_for_event(120, since, type="decision", verdict="admit")
        kiosk.show("empty")
        check(kiosk.boot_id() == before, "it restarted while somebody was in the gate")
        kiosk.set_input("passage", True)
        time.sleep(1.5)
        kiosk.set_input("passage", False)
        kiosk.pull_stick()
        check("is installed in slot B" in report_on(stick), "the stick has no report")
        kiosk.wait_for_restart(before, 300)
        kiosk.wait_until_ready()
        kiosk.wait_until(lambda: not kiosk.is_update_pending(), 240, "self-test that was passed")
        check(kiosk.version() == "0.2.0", f"version {kiosk.version()} runs")
        variables = kiosk.boot_variables()
        check(variables.get("ORDER", "").startswith("B") and variables.get("B_OK") == "1" and variables.get("B_TRY") == "0", f"boot environment: {variables}")
        check(kiosk.update_floor() == "0.2.0", f"the floor is {kiosk.update_floor()}")
        check(kiosk.passes() == passes and kiosk.audit_holds(), "passes or audit log did not survive")
        openings = kiosk.openings()
        check(len(openings) == 1 and openings[0][1], f"the lock was released for somebody else than the visitor: {openings}")
        return f"installed in {installed:.0f} s"


@scenario
@unhurried
def updates_refused(bench):
    """Another venue's, older, for other hardware, cut short, no room, pulled out: each with its code, the running slot alone."""
    with running(bench, "updates_refused") as kiosk:
        before, variables = kiosk.boot_id(), kiosk.boot_variables()

        def expect(code, bundle, meanwhile=None, full=False):
            stick, seen = update_stick(kiosk, bundle), kiosk.stick_lines()
            kiosk.plug_stick(stick)
            if meanwhile:
                meanwhile()
            report = kiosk.wait_for_stick(seen, 300)
            check(full or code in report, f"{code} was expected; the device's report says: {report}")
            if not meanwhile:
                kiosk.pull_stick()
                check(code in report_on(stick), f"{code} was expected; the stick's report says: {report_on(stick)}")
            check(not kiosk.is_update_pending(), f"{code}: an update is pending")

        def pull_when_installing():
            kiosk.wait_until(kiosk.is_update_pending, 120, "installation")
            time.sleep(1)
            kiosk.pull_stick()

        expect("bundle_untrusted", bench.bundles.by_another_venue())
        expect("bundle_older", bench.bundles.older())
        expect("bundle_other_hardware", bench.bundles.for_other_hardware())
        expect("bundle_damaged", bench.bundles.cut_short())
        kiosk.shell("dd if=/dev/zero of=/var/lib/gate-terminal/fill bs=1M 2>/dev/null; sync", 300)
        try:
            expect("data_full", bench.bundles.next_version(), full=True)  # there is no room for the device's own report
        finally:
            kiosk.shell("rm /var/lib/gate-terminal/fill")
        expect("stick_pulled", bench.bundles.next_version(), pull_when_installing)
        after = kiosk.boot_variables()
        check(after.get("ORDER") == variables.get("ORDER") and after.get("A_OK") == "1", f"boot environment: {after}")
        check(kiosk.boot_id() == before and kiosk.openings() == [], "the device restarted, or its lock moved")
        return "six refusals, each with its code"


@scenario
@unhurried
def update_that_does_not_start(bench):
    """GRUB tries it three times and goes back by itself; the next stick's report says so."""
    with running(bench, "update_that_does_not_start") as kiosk:
        before = kiosk.boot_id()
        kiosk.plug_stick(update_stick(kiosk, bench.bundles.that_does_not_start(), restart_now=True))
        kiosk.wait_for_restart(before, 600)
        kiosk.wait_until_ready()
        check(kiosk.version() == "0.1.0", f"version {kiosk.version()} runs")
        tries = kiosk.console_text().count("gate-terminal: slot B")
        check(tries == 3, f"slot B was tried {tries} times")
        kiosk.wait_until(lambda: not kiosk.is_update_pending(), 120, "note of it")
        check("did not start" in kiosk.shell("cat /var/lib/gate-terminal/update/*"), "nobody is told")
        return "three attempts, then the version before"


@scenario
@unhurried
def power_cuts_while_updating(bench):
    """The plug is pulled at random moments of an update: it always starts, with the old or the new version, nothing lost."""
    draw = random.Random(bench.options.seed)
    kiosk, passes, versions = None, None, []
    for cut in range(bench.options.power_cuts):
        if kiosk is None:
            kiosk = bench.running_kiosk("power_cuts_while_updating")
            passes = kiosk.passes()
        try:
            kiosk.plug_stick(update_stick(kiosk, bench.bundles.next_version(), restart_now=True))
            if cut % 2:  # half of them while it is written, half around the restart and the trial
                time.sleep(draw.uniform(0, 30))
            else:
                kiosk.wait_for_console("reboot: Restarting system", 300)
                time.sleep(draw.uniform(0, 60))
            kiosk.cut_power()
            kiosk.power_on()
            kiosk.wait_until_settled()
            versions.append(kiosk.version())
            check(versions[-1] in ("0.1.0", "0.2.0"), f"after cut {cut + 1} version {versions[-1]} runs")
            check("failed its self-test" not in kiosk.update_news(), f"after cut {cut + 1}: {kiosk.update_news()}")
            check(kiosk.passes() == passes, f"after cut {cut + 1} passes are lost")
            check(kiosk.audit_holds(), f"after cut {cut + 1} the audit log's chain is broken")
            if versions[-1] == "0.2.0":
                kiosk.cut_power()
                kiosk = None
        except MachineError:
            kiosk.cut_power()
            raise
    if kiosk:
        kiosk.cut_power()
    return f"{len(versions)} cuts, started after each, {versions.count('0.2.0')} times with the new version; nothing lost"


# ---- factory, TPM ------------------------------------------------------------------------------------------------------------


@scenario
@unhurried
def installer_stick(bench):
    """Writes an empty disk, verifies it, powers off; the disk then starts; a disk in use is refused."""
    folder = bench.folder("installer_stick")
    picture = next(os.path.join(bench.image, name) for name in os.listdir(bench.image) if name.startswith("gate-terminal-installer"))
    stick = [["-drive", f"file={picture},format=raw,if=none,id=installer,readonly=on",
              "-device", "usb-storage,bus=xhci.0,drive=installer,bootindex=0,removable=on"]]
    disk = os.path.join(folder, "disk.img")
    with open(disk, "wb") as file:
        file.truncate(DISK_MEGABYTES << 20)
    machine = Machine(bench.arch, disk, folder, drives=stick)
    machine.power_on()
    try:
        machine.wait_for_console("stick verified", 240)
        machine.screenshot(os.path.join(folder, "installer.ppm"))
        machine.wait_for_power_off(600)
        seconds = time.monotonic() - machine.started
    finally:
        machine.cut_power()
    written = os.path.join(bench.image, "disk.img")
    check(subprocess.run(["cmp", "-n", str(os.path.getsize(written)), written, disk], check=False).returncode == 0, "the disk is not what the stick holds")

    in_use = bench.kiosk("installer_stick_in_use", drives=stick)
    before = subprocess.run(["sha256sum", in_use.disk], capture_output=True, check=True).stdout
    in_use.power_on()
    try:
        in_use.wait_for_console("has been set up", 240)
    finally:
        in_use.cut_power()
    check(before == subprocess.run(["sha256sum", in_use.disk], capture_output=True, check=True).stdout, "a disk in use was touched")
    return f"installed in {seconds:.0f} s; a terminal in use refused"


@scenario
@unhurried
def sealed_by_tpm(bench):
    """With a TPM the data partition opens by itself at every boot, and not at all without that TPM."""
    kiosk = bench.new_kiosk("sealed_by_tpm", tpm=True)
    kiosk.power_on()
    try:
        kiosk.wait_until_ready()
        check("tpm2" in kiosk.shell("cryptsetup luksDump /dev/disk/by-partlabel/data | grep -o systemd-tpm2 | head -n 1", 60), "no TPM key")
        kiosk.shell("systemctl poweroff")
        kiosk.wait_for_power_off(90)
        kiosk.power_on()
        kiosk.wait_until_ready()
        check("gate-data" in kiosk.shell("findmnt /var/lib/gate-terminal"), "the data partition was not opened again")
    finally:
        kiosk.cut_power()
    kiosk.with_tpm = False
    kiosk.power_on()
    try:
        kiosk.wait_for_shell(240)
        kiosk.wait_until(lambda: "failed" in kiosk.shell("systemctl is-failed gate-data.service || true"), 120, "closed data partition")
        words = "sed 's/\\x00/ /g' /proc/$(systemctl show --property=MainPID --value gate-terminal.service)/cmdline || true"
        kiosk.wait_until(lambda: "boards/firmware.json" in kiosk.shell(words), 120, "terminal without its settings")
        check("--first-power-on" not in kiosk.shell(words), "a device that was set up asks to be set up")
    finally:
        kiosk.cut_power()
    return "opens with its TPM, stays closed without"


# ---- running them ------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def running(bench, name):
    """A kiosk that is ready for visitors, and switched off at the end, however it ends."""
    kiosk = bench.running_kiosk(name)
    try:
        yield kiosk
    finally:
        kiosk.cut_power()


RESULTS = {}
MARKS = {"pass": "✓", "skip": "–", "FAIL": "✗"}


def run_one(bench, function):
    if function.__name__ in RESULTS:
        return
    started = time.monotonic()
    print(f"  … {function.__name__}: {function.__doc__.splitlines()[0]}", flush=True)
    try:
        if hasattr(function, "recognises") and embedding_ms() > LONGEST_EMBEDDING_MS:
            result, detail = "skip", f"skipped: this computer embeds a face in {embedding_ms():.0f} ms; in time, emulated, are up to {LONGEST_EMBEDDING_MS} ms"
        else:
            result, detail = "pass", function(bench)
            bench.forget_disks(function.__name__)
    except (MachineError, OSError, ValueError, subprocess.CalledProcessError) as error:
        result, detail = "FAIL", str(error)
    RESULTS[function.__name__] = (result, time.monotonic() - started, detail)
    print(f"  {MARKS[result]} {function.__name__} ({time.monotonic() - started:.0f} s) {detail}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--arch", default="amd64")
    parser.add_argument("--work", help="default: build/hardware/ARCH")
    parser.add_argument("--site", default="build/hardware/site")
    parser.add_argument("--image", help="default: build/image/ARCH-test")
    parser.add_argument("--next", help="default: build/image/ARCH-test-next")
    parser.add_argument("--list", action="store_true", help="the names of what is played unless --only says otherwise, marked when unhurried, and nothing else")
    parser.add_argument("--only", default="", help="names, joined by commas")
    parser.add_argument("--power-cuts", type=int, default=20)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    names = [function.__name__ for function in SCENARIOS]
    usual = names if options.arch == "amd64" else ["power_on"]  # twice as slow; the rest is the same program
    if options.list:
        print("\n".join(name + (" unhurried" if hasattr(globals()[name], "unhurried") else "") for name in usual))
        return 0
    options.work = options.work or f"build/hardware/{options.arch}"
    options.image = options.image or f"build/image/{options.arch}-test"
    options.next = options.next or f"build/image/{options.arch}-test-next"
    if not os.path.exists(os.path.join(options.image, "disk.img")):
        print("scenarios.py: skipped: there is no image; tests/hardware/run.sh makes it, as root on an amd64 Debian")
        return 77
    if time.time() > float(os.environ.get("GATE_TEST_DEADLINE", "inf")):
        print("scenarios.py: skipped: the time for booting machines is used up (GATE_TEST_DEADLINE)")
        return 77
    bench = Bench(options)
    wanted = options.only.split(",") if options.only else usual
    unknown = set(wanted) - set(names)
    if unknown:
        sys.exit(f"scenarios.py: no scenario named {', '.join(sorted(unknown))}")
    chosen = [function for function in SCENARIOS if function.__name__ in wanted]
    for function in chosen:
        if not hasattr(function, "unhurried"):
            run_one(bench, function)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda function: run_one(bench, function), [function for function in chosen if hasattr(function, "unhurried")]))
    print(f"\n{'scenario':32} {'result':6} {'seconds':>7}")
    for name, (result, seconds, _) in RESULTS.items():
        print(f"{name:32} {result:6} {seconds:7.0f}")
    outcomes = [result for result, _, _ in RESULTS.values()]
    print(f"\n{outcomes.count('pass')} of {len(outcomes)} scenarios passed, {outcomes.count('skip')} skipped (seed {options.seed})")
    if "FAIL" in outcomes:
        return 1
    return 77 if all(RESULTS[function.__name__][0] == "skip" for function in chosen) else 0


if __name__ == "__main__":
    sys.exit(main())
