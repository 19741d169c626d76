"""A terminal under QEMU: its disk, its screen, its USB port, its lines, and a root shell when it is a test image.

Python 3 standard library only. Everything is emulated; a kernel under it is 10 to 70 times slower than the device, so every
time limit is multiplied by `PATIENCE` (environment GATE_TEST_PATIENCE, default 1: set it on a slower machine).
"""
import os
import re
import shlex
import shutil
import socket
import subprocess
import time

PATIENCE = float(os.environ.get("GATE_TEST_PATIENCE", "1"))


class MachineError(Exception):
    """What the machine did not do, with the end of its console."""


class Machine:
    """One virtual machine. `folder` receives its console, sockets and the firmware's variables. With `console_port` it has a
    network card, and this machine's 127.0.0.1 at that port leads to the staff console at ADDRESS."""

    ADDRESS = "10.0.2.15"  # of QEMU's own network

    # Each with a hardware watchdog that resets it: the q35 chipset's own (iTCO_wdt; QEMU's strap says it may not, unless told
    # otherwise) and a PCI card's.
    ARCHITECTURES = {
        "amd64": dict(
            command=["qemu-system-x86_64", "-machine", "q35", "-cpu", "max", "-vga", "none", "-global", "ICH9-LPC.noreboot=off"],
            code="/usr/share/OVMF/OVMF_CODE_4M.fd", variables="/usr/share/OVMF/OVMF_VARS_4M.fd"),
        "arm64": dict(
            command=["qemu-system-aarch64", "-machine", "virt,gic-version=3", "-cpu", "cortex-a76", "-device", "i6300esb"],
            code="/usr/share/AAVMF/AAVMF_CODE.fd", variables="/usr/share/AAVMF/AAVMF_VARS.fd"),
    }

    def __init__(self, arch, disk, folder, drives=(), accelerator="tcg,thread=multi", tpm=False, console_port=None):
        self.arch, self.disk, self.folder, self.drives, self.accelerator = arch, disk, folder, list(drives), accelerator
        self.console_port = console_port
        self.process = self.shell_socket = self.monitor_socket = self.tpm_process = None
        self.with_tpm = tpm
        self.sequence = 0
        os.makedirs(folder, exist_ok=True)
        self.variables = os.path.join(folder, "firmware-variables.fd")
        if not os.path.exists(self.variables):
            shutil.copy(self.ARCHITECTURES[arch]["variables"], self.variables)

    # -- power ---------------------------------------------------------------------------------------------------------

    def power_on(self, frozen=None):
        """`frozen`: what freeze() left; the machine goes on from there, with a copy of that machine's disk and console."""
        kind = self.ARCHITECTURES[self.arch]
        self.console = os.path.join(self.folder, "console.log")
        open(self.console, "ab").close()
        self.console_start = 0 if frozen else os.path.getsize(self.console)
        monitor, shell = (os.path.join(self.folder, name) for name in ("monitor.sock", "shell.sock"))
        command = kind["command"] + [
            "-accel", self.accelerator, "-smp", "2", "-m", "1536", "-display", "none", "-nic", self._network(),
            "-drive", f"if=pflash,format=raw,readonly=on,file={kind['code']}",
            "-drive", f"if=pflash,format=raw,file={self.variables}",
            "-device", "virtio-gpu-pci,xres=800,yres=480", "-device", "qemu-xhci,id=xhci",
            "-device", "virtio-rng-pci",
            "-chardev", f"file,id=console,path={self.console},append=on", "-serial", "chardev:console",
            "-monitor", f"unix:{monitor},server,nowait",
            "-device", "virtio-serial", "-chardev", f"socket,id=shell,path={shell},server=on,wait=off",
            "-device", "virtserialport,chardev=shell,name=gate-test"]
        if self.disk:
            command += ["-drive", f"file={self.disk},format=raw,if=none,id=internal", "-device", "virtio-blk-pci,drive=internal"]
        for option in self.drives:
            command += option
        if self.with_tpm:
            command += self._start_tpm()
        if frozen:
            command += ["-incoming", f"exec:cat {shlex.quote(frozen)}"]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=open(os.path.join(self.folder, "qemu.log"), "ab"))
        self.monitor_socket = self._connect(monitor)
        self._read_until(self.monitor_socket, b"(qemu) ", 20)
        self.shell_socket = self._connect(shell)
        self.started = time.monotonic()
        if frozen:
            self.wait_until(lambda: "inmigrate" not in self.monitor("info status"), 60, "thawed machine")
            self.monitor("cont")

    def _network(self):
        if not self.console_port:
            return "none"
        return f"user,model=virtio-net-pci,restrict=on,hostfwd=tcp:127.0.0.1:{self.console_port}-{self.ADDRESS}:8443"

    def freeze(self, path):
        """Keeps the running machine in a file and ends it. Its folder stays as it is."""
        self.monitor("stop")
        self.monitor(f'migrate "exec:cat > {shlex.quote(path)}"')
        self.wait_until(lambda: "completed" in self.monitor("info migrate"), 120, "frozen machine")
        self.cut_power()

    def _start_tpm(self):
        state = os.path.join(self.folder, "tpm")
        os.makedirs(state, exist_ok=True)
        path = os.path.join(self.folder, "tpm.sock")
        self.tpm_process = subprocess.Popen(
            ["swtpm", "socket", "--tpm2", "--tpmstate", f"dir={state}", "--ctrl", f"type=unixio,path={path}", "--terminate"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not os.path.exists(path):
            time.sleep(0.05)
        model = "tpm-tis" if self.arch == "amd64" else "tpm-tis-device"
        return ["-chardev", f"socket,id=tpm,path={path}", "-tpmdev", "emulator,id=tpm0,chardev=tpm", "-device", f"{model},tpmdev=tpm0"]

    def cut_power(self):
        """As if the plug were pulled: what the guest has not flushed to its disk is lost with it."""
        if self.process:
            self.process.kill()
            self.process.wait()
        for opened in (self.shell_socket, self.monitor_socket):
            if opened:
                opened.close()
        self.process = self.shell_socket = self.monitor_socket = None
        if self.tpm_process:
            self.tpm_process.wait(10)
            self.tpm_process = None

    def wait_for_power_off(self, seconds):
        try:
            self.process.wait(seconds * PATIENCE)
        except subprocess.TimeoutExpired:
            raise MachineError(f"not powered off within {seconds} s\n{self.console_end()}") from None
        self.cut_power()

    # -- outside: monitor, console, screen, USB ------------------------------------------------------------------------

    def monitor(self, command):
        self.monitor_socket.sendall(command.encode() + b"\n")
        return self._read_until(self.monitor_socket, b"(qemu) ", 30)

    def plug_stick(self, picture, name="stick"):
        self.monitor(f"drive_add 0 if=none,id={name},format=raw,cache=writethrough,file={picture}")
        self.monitor(f"device_add usb-storage,id={name}-usb,bus=xhci.0,drive={name}")

    def pull_stick(self, name="stick"):
        self.monitor(f"device_del {name}-usb")
        time.sleep(1)
        self.monitor(f"drive_del {name}")

    def screenshot(self, path):
        self.monitor(f"screendump {path}")
        return path

    def console_text(self):
        with open(self.console, "rb") as file:
            file.seek(self.console_start)
            return file.read().decode(errors="replace")

    def console_end(self, lines=25):
        return "\n".join(self.console_text().splitlines()[-lines:])

    def wait_for_console(self, pattern, seconds):
        return self.wait_until(lambda: re.search(pattern, self.console_text()), seconds, f"/{pattern}/ on the console")

    # -- inside: the test image's root shell ---------------------------------------------------------------------------

    def shell(self, command, seconds=30):
        """Output of `command`, run as root in the guest. MachineError when it does not answer in time."""
        self.sequence += 1
        mark = f"gate-test-{os.getpid()}-{self.sequence}"
        self.shell_socket.settimeout(seconds * PATIENCE)
        try:
            self.shell_socket.sendall(f"{command}\necho {mark}:$?\n".encode())
        except socket.timeout:
            raise MachineError(f"nobody reads the shell's port\n{self.console_end(8)}") from None
        text = self._read_until(self.shell_socket, re.compile(f"{mark}:([0-9]+)\r?\n".encode()), seconds)
        return re.sub(f"(.*\n)?{mark}:[0-9]+\r?\n$", r"\1", text)

    def wait_for_shell(self, seconds):
        """The shell's port may be open before somebody listens: asks until the answer comes."""
        def answers():
            try:
                return "yes" in self.shell("echo yes", 5)
            except MachineError:
                return False
        self.wait_until(answers, seconds, "a shell")

    def wait_until(self, condition, seconds, what):
        end = time.monotonic() + seconds * PATIENCE
        while time.monotonic() < end:
            if self.process and self.process.poll() is not None:
                raise MachineError(f"the machine ended while waiting for {what}\n{self.console_end()}")
            try:
                value = condition()
            except OSError as error:
                raise MachineError(f"the machine went away while waiting for {what}: {error}\n{self.console_end()}") from None
            if value:
                return value
            time.sleep(0.3)
        raise MachineError(f"no {what} within {seconds * PATIENCE:.0f} s\n{self.console_end()}")

    # -- sockets -------------------------------------------------------------------------------------------------------

    @staticmethod
    def _connect(path):
        end = time.monotonic() + 20
        while True:
            try:
                opened = socket.socket(socket.AF_UNIX)
                opened.connect(path)
                return opened
            except OSError:
                opened.close()
                if time.monotonic() > end:
                    raise MachineError(f"QEMU did not open {path}") from None
                time.sleep(0.1)

    def _read_until(self, opened, end_mark, seconds):
        pattern = end_mark if isinstance(end_mark, re.Pattern) else re.compile(re.escape(end_mark))
        data, end = b"", time.monotonic() + seconds * PATIENCE
        while not pattern.search(data):
            opened.settimeout(max(0.01, end - time.monotonic()))
            try:
                more = opened.recv(65536)
            except (socket.timeout, BlockingIOError):
                raise MachineError(f"no answer within {seconds * PATIENCE:.0f} s; so far: {data[-300:]!r}\n{self.console_end(8)}") from None
            if not more:
                raise MachineError("the connection to the machine ended")
            data += more
        return data.decode(errors="replace")
