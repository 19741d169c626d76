"""A gate terminal's test image under QEMU: its gate lines seen from the kernel's side, its camera, its sticks, its events."""
import http.client
import json
import re
import ssl
import subprocess

from machine import Machine, MachineError

# Lines of config/boards/generic.json. The lock's is active low: 1 is locked.
OUTPUTS = {"lock_release": 17, "red_lamp": 22, "green_lamp": 23, "amber_lamp": 24, "buzzer": 25}
INPUTS = {"passage": 5, "fire_alarm": 6, "tamper": 13, "staff_button": 19, "request_to_exit": 26}
ACTIVE_LOW = {"lock_release", "passage", "staff_button", "request_to_exit"}
SITE_CONFIG = "/var/lib/gate-terminal/site/terminal.json"
RUN_AS_GATE = "setpriv --reuid=gate --regid=gate --init-groups"


class Kiosk(Machine):
    """With a film for its camera (camera-film's scenes) and the test image's simulated lines."""

    def __init__(self, arch, disk, folder, film, **options):
        drives = [["-drive", f"file={film},format=raw,if=none,id=film,readonly=on", "-device", "virtio-blk-pci,drive=film,serial=film"]]
        super().__init__(arch, disk, folder, drives=drives + list(options.pop("drives", [])), **options)

    def wait_until_ready(self, seconds=240):
        """The program has said so to systemd: models, store, trust and lines are open and the camera is known."""
        self.wait_for_shell(seconds)
        self.wait_until(lambda: "active" == self.shell("systemctl is-active gate-terminal.service").strip(), seconds, "ready terminal")

    # -- lines -----------------------------------------------------------------------------------------------------------

    def set_input(self, name, active):
        high = active != (name in ACTIVE_LOW)
        self.shell(f"echo {'pull-up' if high else 'pull-down'} > /run/gate-test/lines/sim_gpio{INPUTS[name]}/pull")

    def output(self, name):
        value = self.shell(f"cat /run/gate-test/lines/sim_gpio{OUTPUTS[name]}/value").strip()
        return (value == "1") != (name in ACTIVE_LOW)

    def line_changes(self, name):
        """[(kernel seconds, active)] since power on, over restarts: every time the line was set, as the kernel's tracepoint
        told the console, so that no pulse is missed, were it the last thing before the machine went off."""
        changes, base = [], None
        told = re.compile(r"\[ *([0-9]+\.[0-9]+)\] (?:gate-test: first line ([0-9]+)|gpio_value: ([0-9]+) set ([01]))")
        for seconds, first_line, line, value in told.findall(self.console_text()):
            if first_line:
                base = int(first_line)
            elif base is not None and int(line) == base + OUTPUTS[name]:
                active = (value == "1") != (name in ACTIVE_LOW)
                if not changes or changes[-1][1] != active:
                    changes.append((float(seconds), active))
        return changes

    def openings(self):
        """[(from, to)] in kernel seconds; `to` is None while the lock is released."""
        changes = self.line_changes("lock_release")
        return [(at, next((then for then, active in changes[index + 1:] if not active), None))
                for index, (at, active) in enumerate(changes) if active]

    # -- camera, events ----------------------------------------------------------------------------------------------------

    def show(self, scene):
        self.shell(f"echo {scene} > /run/gate-test/scene")

    def events(self):
        lines = self.shell("cat /var/lib/gate-terminal/audit/*.jsonl", 60).splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def wait_for_event(self, seconds, since=0, **fields):
        """The first event after the first `since` ones that has all these fields."""
        def find():
            for event in self.events()[since:]:
                record = event.get("event", event)
                if all(record.get(key) == value for key, value in fields.items()):
                    return record
            return None
        return self.wait_until(find, seconds, f"event {fields}")

    def audit_holds(self):
        return self.shell(f"{RUN_AS_GATE} gatectl audit verify /var/lib/gate-terminal/audit --device-key /var/lib/gate-terminal/device.key "
                          ">/tmp/audit 2>&1; echo $?", 60).strip().endswith("0")

    def passes(self):
        """The ids in the store."""
        listed = self.shell(f"{RUN_AS_GATE} gatectl pass list --config {SITE_CONFIG} 2>/dev/null || true", 60)
        return set(re.findall(r"\b[0-9a-f]{32}\b", listed))

    # -- sticks, updates -----------------------------------------------------------------------------------------------------

    def stick_lines(self):
        """How many things on sticks have been taken or refused so far."""
        return int(self.shell("journalctl -t look-at-stick --no-pager | grep -cE ': (done|note|refused): ' || true").strip() or 0)

    def wait_for_stick(self, seen, seconds):
        """All of a stick that was plugged in after `seen` has been looked at; the device's copy of the report."""
        self.wait_until(lambda: self.stick_lines() > seen and "activ" not in
                        self.shell("systemctl is-active 'gate-stick@*' || true").replace("inactive", ""), seconds, "end of the stick")
        return self.shell("cat /var/lib/gate-terminal/update/last-report.txt 2>/dev/null || true")

    def boot_id(self):
        return self.shell("cat /proc/sys/kernel/random/boot_id").strip()

    def wait_for_restart(self, boot_id, seconds):
        """Another boot than that one answers. A boot that is ending may take a question with it."""
        def restarted():
            try:
                answer = self.shell("cat /proc/sys/kernel/random/boot_id", 5)
            except MachineError:
                return False
            return "-" in answer and boot_id not in answer
        self.wait_until(restarted, seconds, "restart")

    def version(self):
        return self.shell("cat /etc/gate-terminal/version").strip()

    def update_news(self):
        """What the next stick will be told of the last update."""
        return self.shell("cat /var/lib/gate-terminal/update/news.txt 2>/dev/null || true")

    def boot_variables(self):
        return dict(line.split("=", 1) for line in self.shell("grub-editenv /boot/env/grubenv list").splitlines() if "=" in line)

    def update_floor(self):
        return self.shell("cat /var/lib/gate-terminal/update/floor 2>/dev/null || true").strip()

    def wait_until_settled(self, seconds=480):
        """Ready, and no update is pending any more: a trial has been passed, or was given up, with a restart on the way."""
        def settled():
            try:
                return self.shell("systemctl is-active gate-terminal.service", 10).strip() == "active" and not self.is_update_pending()
            except MachineError:
                return False  # it is starting, or a restart took the question with it
        self.wait_until(settled, seconds, "end of the update")

    def is_update_pending(self):
        return "yes" in self.shell("test -e /var/lib/gate-terminal/update/pending.json && echo yes || true")


class StaffConsole:
    """The console of a kiosk with a `console_port`, as a browser sees it."""

    def __init__(self, kiosk):
        self.kiosk, self.cookie = kiosk, ""

    def ask(self, method, path, body=None):
        """(status, body); OSError when nobody is there."""
        unknown = ssl.create_default_context()
        unknown.check_hostname, unknown.verify_mode = False, ssl.CERT_NONE  # its own certificate; a person compares the fingerprint
        place = f"127.0.0.1:{self.kiosk.console_port}"
        connection = http.client.HTTPSConnection(place, context=unknown, timeout=60)
        try:
            connection.request(method, path, None if body is None else json.dumps(body),
                               {"Cookie": self.cookie, "Origin": f"https://{place}", "Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            self.cookie = (answer.getheader("Set-Cookie") or self.cookie).split(";")[0]
            return answer.status, text
        except http.client.HTTPException as error:
            raise OSError(error) from None
        finally:
            connection.close()

    def wait_until_there(self, seconds):
        def is_there():
            try:
                return self.ask("GET", "/")[0] == 200
            except OSError:
                return False
        self.kiosk.wait_until(is_there, seconds, "staff console")

    def log_in(self, role, pin):
        return self.ask("POST", "/api/login", {"role": role, "pin": pin})[0]


def report_on(picture, partitioned=True):
    """gate-report.txt of a stick of make_stick() that was pulled."""
    return subprocess.run(["mtype", "-i", f"{picture}@@{first_byte(partitioned)}", "::gate-report.txt"],
                          capture_output=True, check=False).stdout.decode(errors="replace")


def make_stick(picture, entries, megabytes=256, partitioned=True):
    """A FAT stick holding files and folders: one partition as sticks are sold, or the whole of it."""
    offset = first_byte(partitioned)
    with open(picture, "wb") as file:
        file.truncate(megabytes << 20)
    if partitioned:
        subprocess.run(["sfdisk", "--quiet", picture], input=f"label: dos\nstart={offset >> 9}, type=c\n", text=True, check=True)
    subprocess.run(["mkfs.vfat", "-n", "GATE", "--offset", str(offset >> 9), picture, str(((megabytes << 20) - offset) >> 10)], check=True, capture_output=True)
    subprocess.run(["mcopy", "-s", "-i", f"{picture}@@{offset}", *entries, "::"], check=True, capture_output=True)
    return picture


def first_byte(partitioned):
    """Of a stick's file system."""
    return 1 << 20 if partitioned else 0
