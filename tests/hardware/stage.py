"""What all scenarios share: the list of them, the images and disks they start from, the sticks they plug in."""
import contextlib
import fcntl
import functools
import glob
import json
import os
import shutil
import subprocess

from bundles import Bundles
from kiosk import Kiosk, make_stick, report_on
from machine import MachineError

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

    def __init__(self, options, set_up):
        """`set_up` plays power_on, which leaves the disk that the others start from."""
        self.options, self.set_up, self.arch, self.work = options, set_up, options.arch, options.work
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
                self.set_up(self)
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


@contextlib.contextmanager
def running(bench, name):
    """A kiosk that is ready for visitors, and switched off at the end, however it ends."""
    kiosk = bench.running_kiosk(name)
    try:
        yield kiosk
    finally:
        kiosk.cut_power()


# ---- sticks --------------------------------------------------------------------------------------------------------------


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


def update_stick(kiosk, bundle, restart_now=False):
    entries = [bundle]
    if restart_now:
        entries.append(os.path.join(kiosk.folder, "restart-now"))
        open(entries[-1], "w", encoding="utf-8").close()
    return make_stick(os.path.join(kiosk.folder, "stick.img"), entries)


def look_away_from_sticks(kiosk, picture):
    """Plugs a stick in that the terminal does not look at."""
    kiosk.shell("systemctl mask --runtime gate-stick@sda1.service; udevadm control --reload")
    kiosk.plug_stick(picture)
    kiosk.wait_until(lambda: "vfat" in kiosk.shell("blkid -o value -s TYPE /dev/sda1 || true"), 60, "stick")
