"""What happens to a terminal on the venue's network."""
import contextlib
import json
import socket
import subprocess
import threading

from kiosk import StaffConsole
from stage import GATECTL, check, plug_settings, scenario, unhurried


@scenario
@unhurried
def console_on_the_network(bench):
    """No interface is up unless the settings name an address; then staff reach the console, also to restart the device."""
    kiosk = bench.kiosk("console_on_the_network", console_port=free_port())
    kiosk.power_on()
    try:
        kiosk.wait_until_ready()
        check(kiosk.shell("cat /sys/class/net/e*/flags").strip() == "0x1002", "an interface is up that no settings name")  # broadcast, multicast
        hashed = subprocess.run([GATECTL, "console", "hash-pin"], input="123456\n", text=True, check=True, capture_output=True).stdout.strip()
        settings = {"network": {"address": f"{kiosk.ADDRESS}/24"}, "console": {"listen": kiosk.ADDRESS, "pins": {"technician": hashed}}}
        plug_settings(kiosk, bench, 2, settings)
        kiosk.pull_stick()
        use_console(kiosk)
        settings["network"]["gateway"] = "10.0.2.2"
        with somebody_calling(kiosk):
            plug_settings(kiosk, bench, 3, settings)
        kiosk.pull_stick()
        use_console(kiosk)
        check("via 10.0.2.2" in kiosk.shell("busybox ip route"), "the gateway of the newest settings is not in force")
        kiosk.shell("systemctl kill -s KILL gate-terminal.service")
        use_console(kiosk)
        listening = kiosk.shell("cat /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 | grep -E ':[0-9A-F]{4} 0+:0000' || true").splitlines()
        check(len(listening) == 1 and ":20FB " in listening[0], f"8443 alone should listen: {listening}")
        spaces = kiosk.shell("readlink /proc/1/ns/net /proc/$(systemctl show -p MainPID --value gate-terminal)/ns/net").split()
        check(len(set(spaces)) == 2, "the terminal has the device's network")
        before = kiosk.boot_id()
        console = use_console(kiosk)
        device = json.loads(console.ask("GET", "/api/state")[1])["device"]
        check(device["slot"] == "A" and device["version"] == "0.1.0" and device["last_report"], f"the console tells of the device: {device}")
        check(console.ask("POST", "/api/actions", {"action": "restart"})[0] == 202, "a restart cannot be asked for")
        kiosk.wait_for_restart(before, 300)
        kiosk.wait_until_ready()
        use_console(kiosk)
        check(kiosk.openings() == [], f"the lock moved: {kiosk.line_changes('lock_release')}")
        return "reached, also after new settings and after the program was killed; the device restarted from there"
    finally:
        kiosk.cut_power()


@contextlib.contextmanager
def somebody_calling(kiosk):
    """A page that does not give up while the terminal is away: it must not keep the terminal from its console."""
    over = threading.Event()

    def call():
        while not over.wait(0.1):
            with contextlib.suppress(OSError):
                StaffConsole(kiosk).ask("GET", "/")

    caller = threading.Thread(target=call)
    caller.start()
    try:
        yield
    finally:
        over.set()
        caller.join()


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
