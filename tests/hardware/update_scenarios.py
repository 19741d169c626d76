"""What happens to a terminal's disk: updates good and bad, power cuts in the midst of them, the installer, the TPM."""
import os
import random
import subprocess
import time

from machine import Machine, MachineError
from kiosk import report_on
from stage import DISK_MEGABYTES, check, recognises, running, scenario, unhurried, update_stick

# ---- updates ------------------------------------------------------------------------------------------------------------------


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
