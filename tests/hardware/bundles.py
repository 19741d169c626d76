"""Update bundles for tests/hardware: the next version, and those that a terminal must not take or must come back from."""
import os
import re
import shutil
import subprocess

from machine import MachineError

IMAGE_TOOLS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "firmware", "image")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise MachineError(f"{command[0]} failed: {(done.stdout + done.stderr)[-600:]}")


class Bundles:
    """Made when first asked for, in `folder`. `image` and `following` are builds of one version and of the next, with `keys`."""

    def __init__(self, arch, folder, image, following, keys):
        self.arch, self.folder, self.image, self.following, self.keys = arch, folder, image, following, keys

    def next_version(self):
        """What firmware/image/build made of the next version: a whole system."""
        return next(os.path.join(self.following, name) for name in sorted(os.listdir(self.following)) if name.endswith(".raucb"))

    def older(self):
        return self._made("older", "0.0.9")

    def by_another_venue(self):
        keys = os.path.join(self.folder, "another-venue")
        if not os.path.exists(keys):
            run(os.path.join(IMAGE_TOOLS, "create-keys"), keys, "Another venue")
        return self._made("foreign", "0.2.0", keys=keys)

    def for_other_hardware(self):
        return self._made("hardware", "0.2.0", arch="arm64" if self.arch == "amd64" else "amd64")

    def cut_short(self):
        return self._cut("short", self.next_version())

    def that_does_not_start(self):
        """Genuine and complete, but its root is not the one that its boot.cfg names: the initrd gives up each time."""
        slot = os.path.join(self.folder, "broken-slot.img")
        if not os.path.exists(slot):
            tree = os.path.join(self.folder, "broken-slot")
            shutil.rmtree(tree, ignore_errors=True)
            run("unsquashfs", "-q", "-n", "-d", tree, os.path.join(self.following, "slot.img"))
            with open(os.path.join(tree, "boot.cfg"), encoding="utf-8") as file:
                text = file.read()
            with open(os.path.join(tree, "boot.cfg"), "w", encoding="utf-8") as file:
                file.write(re.sub("gate.root_hash=[0-9a-f]{8}", "gate.root_hash=00000000", text))
            with open(os.path.join(tree, "version"), "w", encoding="utf-8") as file:
                file.write("0.3.0\n")
            run("mksquashfs", tree, slot, "-noappend", "-no-progress", "-noI", "-noD", "-noF", "-noX", "-all-root")
            shutil.rmtree(tree)
        return self._made("broken", "0.3.0", slot=slot)

    def _made(self, name, version, slot=None, keys=None, arch=None):
        """The build's own bundle step over a slot: by default this version's."""
        out = os.path.abspath(os.path.join(self.folder, name))
        arch = arch or self.arch
        bundle = os.path.join(out, f"gate-terminal-{version}-{arch}.raucb")
        if not os.path.exists(bundle):
            shutil.rmtree(out, ignore_errors=True)
            os.makedirs(out)
            os.link(slot or os.path.join(self.image, "slot.img"), os.path.join(out, "slot.img"))
            run(os.path.join(IMAGE_TOOLS, "build"), "--arch", arch, "--version", version, "--out", out,
                "--keys", os.path.abspath(keys or self.keys), "--step", "bundle")
        return bundle

    def _cut(self, name, bundle):
        cut = os.path.join(self.folder, name + ".raucb")
        run("cp", bundle, cut)
        os.truncate(cut, os.path.getsize(bundle) * 2 // 3)
        return cut
