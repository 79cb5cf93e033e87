"""The virtual BMC in front of a real QEMU: what is ordered by Redfish is what the firmware does."""

import json
import os
import pathlib
import queue
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.request

PROGRAM = pathlib.Path(os.environ["RACKSEED_PROGRAMS"], "rackseed-virtual-bmc")
LIMIT_S = 90
DISK, CD, NETWORK = "DISK BOOTED", "CD BOOTED", "iPXE initialising devices"

# An operating system for the BIOS: says what it is on the serial port, lets the power button wake
# it (PM1_EN and PM1_STS of ACPI 6.4 section 4.8.3.1, at 0x600 on q35), then sleeps for ever (S5).
# 'r' on the serial port makes it reset the machine.
CODE = bytes.fromhex(
    "fafc31c08ed8"            # cli (SeaBIOS would read the serial port); cld; ds = 0
    "ba0206b80001ef"          # PM1_EN = power button
    "baf803be507c"            # dx = serial port, si = text
    "ac84c07403eeebf8"        # every octet of the text out
    "ba0006eda9000175"        # PM1_STS, is it pressed?
    "18bafd03eca80174"        # no: has an octet come?
    "efbaf803ec3c7275"        # yes: is it 'r'?
    "e7b006baf90ceeebfe"      # yes: reset by port 0xcf9
    "ba0406b80020efebfe")     # PM1_CNT = SLP_EN, S5


def boot_sector(text):
    return (CODE.ljust(0x50, b"\x90") + text.encode() + b"\r\n\0").ljust(510, b"\0") + b"\x55\xaa"


def iso(text):
    """A CD with an El Torito boot record and nothing more (ECMA-119, El Torito 1.0)."""
    sector = 2048
    primary = b"\1CD001\1".ljust(sector, b"\0")
    boot = b"\0CD001\1" + b"EL TORITO SPECIFICATION".ljust(64, b"\0")
    boot = (boot + struct.pack("<I", 19)).ljust(sector, b"\0")
    end = b"\xffCD001\1".ljust(sector, b"\0")
    validation = b"\1\0\0\0" + bytes(24) + b"\0\0\x55\xaa"
    total = -sum(struct.unpack("<16H", validation)) & 0xffff
    validation = validation[:28] + struct.pack("<H", total) + validation[30:]
    entry = struct.pack("<BBHBBHI", 0x88, 0, 0, 0, 0, 4, 20)
    catalogue = (validation + entry).ljust(sector, b"\0")
    program = boot_sector(text).ljust(sector, b"\0")
    return bytes(16 * sector) + primary + boot + end + catalogue + program + bytes(64 * sector)


class Qemu:
    """A machine that waits to be switched on; what its serial port says can be waited for."""

    def __init__(self, folder):
        self.socket = folder / "qmp.sock"
        disk = folder / "disk.raw"
        disk.write_bytes(boot_sector(DISK).ljust(1 << 20, b"\0"))
        self.command = [
            "qemu-system-x86_64", "-machine", "q35,accel=tcg,graphics=off", "-m", "64", "-nodefaults",
            "-display", "none", "-S", "-no-shutdown", "-serial", "stdio",
            "-qmp", f"unix:{self.socket},server=on,wait=off",
            "-drive", f"if=none,id=d0,format=raw,file={disk}",
            "-device", "virtio-blk-pci,drive=d0,id=disk0,bootindex=1", "-device", "ide-cd,id=cd0",
            "-netdev", "user,id=n0,restrict=on", "-device", "virtio-net-pci,netdev=n0,id=nic0"]
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.pieces = queue.SimpleQueue()
        self.unread = ""
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self):
        while piece := os.read(self.process.stdout.fileno(), 4096):
            self.pieces.put(piece.decode("latin-1"))

    def boots(self):
        """What is booted next: the first of the three that shows."""
        end = time.monotonic() + LIMIT_S
        while True:
            found = {self.unread.find(text): text for text in (DISK, CD, NETWORK)
                     if text in self.unread}
            if found:
                at = min(found)
                self.unread = self.unread[at + len(found[at]):]
                return found[at]
            try:
                self.unread += self.pieces.get(timeout=max(0, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"nothing boots; the console shows: {self.unread!r}") from None

    def send(self, text):
        self.process.stdin.write(text)
        self.process.stdin.flush()

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stdin.close()
        self.process.stdout.close()


class QmpTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.qemu = Qemu(self.folder)
        self.addCleanup(self.qemu.stop)
        self.errors = (self.folder / "errors").open("w+")
        self.addCleanup(self.errors.close)
        self.bmc = subprocess.Popen([PROGRAM, "--qmp", self.qemu.socket], stdin=subprocess.PIPE,
                                    stdout=subprocess.PIPE, stderr=self.errors, text=True)
        self.addCleanup(self.stop_bmc)
        self.url = self.bmc.stdout.readline().split()[1]
        self.wait_for_connection(1)
        self.system = self.ask("/redfish/v1/Systems")["Members"][0]["@odata.id"]

    def stop_bmc(self):
        self.bmc.communicate(timeout=LIMIT_S)
        self.assertEqual(self.bmc.returncode, 0)

    def ask(self, path, body=None, method=None):
        request = urllib.request.Request(
            self.url + path, method=method or ("GET" if body is None else "POST"),
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "If-Match": "*"})
        with urllib.request.urlopen(request, timeout=LIMIT_S) as answer:
            text = answer.read()
        return json.loads(text) if text else {}

    def told(self):
        return (self.folder / "errors").read_text()

    def wait_for(self, is_so, what):
        end = time.monotonic() + LIMIT_S
        while not is_so():
            self.assertLess(time.monotonic(), end, f"{what}; it told: {self.told()}")

    def wait_for_connection(self, count):
        self.wait_for(lambda: self.told().count("connected to QEMU") == count, "no connection")
        self.told_before = self.told()

    def power(self):
        return self.ask(self.system)["PowerState"]

    def wait_for_power(self, wanted):
        self.wait_for(lambda: self.power() == wanted, f"never {wanted}")

    def reset(self, kind):
        self.ask(f"{self.system}/Actions/ComputerSystem.Reset", {"ResetType": kind})

    def power_on(self):
        self.reset("On")
        self.wait_for_power("On")

    def boot_once(self, target):
        self.ask(self.system, {"Boot": {"BootSourceOverrideEnabled": "Once",
                                        "BootSourceOverrideTarget": target}}, "PATCH")

    def test_power(self):
        self.assertEqual(self.power(), "Off")
        self.power_on()
        self.assertEqual(self.qemu.boots(), DISK)
        self.reset("ForceRestart")
        self.assertEqual(self.qemu.boots(), DISK)
        self.assertEqual(self.power(), "On")
        self.reset("ForceOff")
        self.wait_for_power("Off")
        self.assertIsNone(self.qemu.process.poll())
        self.power_on()
        self.assertEqual(self.qemu.boots(), DISK)
        self.assertEqual(self.told(), self.told_before)

    def test_the_guest_shuts_down(self):
        self.power_on()
        self.assertEqual(self.qemu.boots(), DISK)
        self.reset("GracefulShutdown")
        self.wait_for_power("Off")
        self.assertIsNone(self.qemu.process.poll())
        self.power_on()
        self.assertEqual(self.qemu.boots(), DISK)

    def test_boots_from_the_network_once(self):
        self.boot_once("Pxe")
        self.power_on()
        self.assertEqual(self.qemu.boots(), NETWORK)
        self.assertEqual(self.ask(self.system)["Boot"]["BootSourceOverrideEnabled"], "Disabled")
        self.reset("ForceRestart")
        self.assertEqual(self.qemu.boots(), DISK)
        self.boot_once("Pxe")
        self.reset("ForceRestart")
        self.assertEqual(self.qemu.boots(), NETWORK)

    def test_a_reset_by_the_guest_uses_the_override_too(self):
        self.power_on()
        self.assertEqual(self.qemu.boots(), DISK)
        self.boot_once("Pxe")
        end = time.monotonic() + LIMIT_S  # so soon after a start, a reset is the firmware's own
        while (booted := self.reset_by_guest()) == DISK and time.monotonic() < end:
            pass
        self.assertEqual(booted, NETWORK)

    def reset_by_guest(self):
        """What boots then; the system on the disk does not outlive it."""
        self.qemu.send(b"r")
        return self.qemu.boots()

    def test_virtual_media(self):
        image = self.folder / "image.iso"
        image.write_bytes(iso(CD))
        self.power_on()
        self.assertEqual(self.qemu.boots(), DISK)
        slots = self.ask("/redfish/v1/Managers")["Members"][0]["@odata.id"] + "/VirtualMedia"
        slot = next(member["@odata.id"] for member in self.ask(slots)["Members"]
                    if "CD" in self.ask(member["@odata.id"])["MediaTypes"])
        insert = f"{slot}/Actions/VirtualMedia.InsertMedia"
        self.ask(insert, {"Image": f"file://{image}", "Inserted": True})
        self.boot_once("Cd")
        self.reset("ForceRestart")
        self.assertEqual(self.qemu.boots(), CD)
        self.ask(f"{slot}/Actions/VirtualMedia.EjectMedia", {})
        self.boot_once("Cd")
        self.reset("ForceRestart")
        self.assertEqual(self.qemu.boots(), DISK)
        self.assertEqual(self.told(), self.told_before)
        self.ask(insert, {"Image": "file:///nowhere/image.iso", "Inserted": True})
        self.wait_for(lambda: "/nowhere/image.iso" in self.told(), "no complaint")
        self.assertTrue(self.ask(slot)["Inserted"])

    def test_finds_another_qemu(self):
        self.power_on()
        self.assertEqual(self.qemu.boots(), DISK)
        self.qemu.stop()
        self.wait_for_power("Off")
        self.qemu.start()
        self.wait_for_connection(2)
        self.power_on()
        self.assertEqual(self.qemu.boots(), DISK)


class ProgramTest(unittest.TestCase):
    def test_refuses_what_makes_no_sense(self):
        for arguments in (["--count", "2"], ["--on"]):
            run = subprocess.run([PROGRAM, "--qmp", "/nowhere/qmp.sock", *arguments], check=False,
                                 capture_output=True, stdin=subprocess.DEVNULL, timeout=LIMIT_S)
            self.assertNotEqual(run.returncode, 0, arguments)


if __name__ == "__main__":
    if not shutil.which("qemu-system-x86_64"):
        print("missing: qemu-system-x86_64")
        sys.exit(77)
    unittest.main()
