"""Real firmware boots from the seed: from its first DISCOVER through iPXE or GRUB to the first words
of a kernel and of its userspace."""

import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import machine
import wire

RACKSEED = os.environ["RACKSEED"]
SOURCE = pathlib.Path(os.environ["RACKSEED_SOURCE"])
PEERS = SOURCE / "build" / "peers"
LIMIT_S = 60
MAC = "00:00:5e:00:53:02"  # lom0 of ctrl1 in the example MINIPOD
RUNGS = ("DhcpDiscoverSeen", "BootFileServed", "BootScriptServed", "KernelServed", "InitrdServed")
INIT = """#!/busybox sh
/busybox echo "userspace of ctrl1 is up"
/busybox poweroff -f
"""


def find_kernel():
    kernels = sorted(PEERS.glob("linux-image-*/boot/vmlinuz-*"))
    return kernels[-1] if kernels else None


BUSYBOX = PEERS / "busybox-static" / "bin" / "busybox"
for reason in (wire.why_not(), machine.why_not(),
               "" if find_kernel() and BUSYBOX.is_file() else f"no kernel or busybox in {PEERS}"):
    if reason:
        print(reason)
        sys.exit(77)


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True)


class FirmwareCase(unittest.TestCase):
    """One seed serves all tests of a class; each test is a machine that is switched on."""

    NODE_HAS = ""  # what ctrl1 has besides, in the plan

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.namespace = f"rs-firmware-{os.getpid()}"
        ip("netns", "add", cls.namespace)
        cls.addClassCleanup(ip, "netns", "delete", cls.namespace)
        cls.build_segment()
        cls.fill_state()
        example = (SOURCE / "examples/minipod.yaml").read_text()
        plan = cls.folder / "plan.yaml"
        plan.write_text(example.replace("{name: ctrl1,", f"{{name: ctrl1, {cls.NODE_HAS}"))
        cls.seed = cls.enterClassContext(wire.Running(
            ["ip", "netns", "exec", cls.namespace, RACKSEED, "serve", "--plan",
             plan, "--facts", SOURCE / "examples/minipod-facts.json", "--state", cls.state,
             "--force", "--arm", "ctrl1"], by_signal=True))

    @classmethod
    def build_segment(cls):
        n = ("-n", cls.namespace)
        ip(*n, "link", "set", "lo", "up")
        ip(*n, "link", "add", "br0", "address", "02:00:00:00:00:01", "type", "bridge",
           "stp_state", "0", "forward_delay", "0")
        for address in ("10.1.8.2/24", "172.30.2.2/24"):
            ip(*n, "address", "add", address, "dev", "br0")
        ip(*n, "tuntap", "add", "tap0", "mode", "tap")
        ip(*n, "link", "set", "tap0", "master", "br0", "up")
        ip(*n, "link", "set", "br0", "up")

    @classmethod
    def fill_state(cls):
        cls.state = cls.folder / "state"
        subprocess.run([RACKSEED, "image", "import", "--loaders", "--loaders-from", PEERS,
                        "--state", cls.state], check=True, capture_output=True, timeout=LIMIT_S)
        casper = cls.state / "os" / "noble" / "casper"
        casper.mkdir(parents=True)
        shutil.copy(find_kernel(), casper / "vmlinuz")
        (casper / "initrd").write_bytes(machine.initrd({
            "busybox": (0o100755, BUSYBOX.read_bytes()), "init": (0o100755, INIT.encode())}))

    def events(self, after):
        with sqlite3.connect(self.state / "rackseed.db", timeout=LIMIT_S) as database:
            rows = database.execute("SELECT id, kind, data FROM event WHERE id > ? AND "
                                    "bmc_address = '172.30.2.10' ORDER BY id", (after,))
            return rows.fetchall()

    def boot(self, *words, rungs=RUNGS, **options):
        """Switches a machine on; it has to show the words, and the seed to see the rungs."""
        before = max((row[0] for row in self.events(0)), default=0)
        with machine.Machine(self.namespace, "tap0", MAC, self.folder, **options) as node:
            for word in (*words, "Linux version", "userspace of ctrl1 is up"):
                node.wait_for(word)
            node.process.wait(timeout=LIMIT_S)  # the facts are saved a moment after the last file
        kinds = [kind for _, kind, _ in self.events(before)]
        self.assertEqual([kind for kind in dict.fromkeys(kinds) if kind in RUNGS], list(rungs))


class FirmwareTest(FirmwareCase):
    def test_uefi_by_pxe(self):
        self.boot("iPXE", firmware="uefi")

    def test_uefi_by_http(self):
        self.boot("iPXE", firmware="uefi", settings=["IPv4PXESupport=no"])

    def test_bios_with_the_ipxe_of_its_nic(self):
        self.boot("iPXE", firmware="bios", rungs=[r for r in RUNGS if r != "BootFileServed"])


class SecureBootTest(FirmwareCase):
    NODE_HAS = "boot: {secure_boot: true, loader: grub},"

    def test_signed_shim_and_grub(self):
        self.boot(firmware="secure")


if __name__ == "__main__":
    unittest.main()
