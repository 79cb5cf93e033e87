"""The IPMI client against the BMC simulator of OpenIPMI, with ipmitool as the second witness. Debian
packages: openipmi, ipmitool."""

import os
import pathlib
import random
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

PROGRAMS = pathlib.Path(os.environ["RACKSEED_PROGRAMS"])
LIMIT_S = 60  # a hang
USER, PASSWORD = "admin", "sixteen-octets-!"
PING = bytes.fromhex("0600ff06000011be80000000")  # ASF presence ping (IPMI 2.0 section 13.2.3)
LAN = """name "sim"
set_working_mc 0x20
  startlan 1
    addr 127.0.0.1 {port}
    priv_limit admin
    allowed_auths_callback none md2 md5 straight
    allowed_auths_user none md2 md5 straight
    allowed_auths_operator none md2 md5 straight
    allowed_auths_admin none md2 md5 straight
    guid a123456789ab4defa123456789abcdef
  endlan
  chassis_control "{folder}/chassis 0x20"
  user 1 true "" "test" user 10 none md2 md5 straight
  user 2 true "{user}" "{password}" admin 10 none md2 md5 straight
"""
EMULATION = """mc_setbmc 0x20
mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02
sel_enable 0x20 50 0x0a
sel_add 0x20 0x02 0xe1 0x0b 0x5f 0x20 0x20 0x00 0x04 0x07 0x31 0x6f 0x01 0xff 0xff
mc_add_fru_data 0x20 0 {fru_bytes} file 0 "{folder}/fru"
mc_enable 0x20
"""
CHASSIS = """#!/bin/sh
# How the simulator reads and changes its machine: a file for each thing.
cd "{folder}/machine" || exit 1
shift
operation=$1
shift
case $operation in
get) for thing in "$@"; do echo "$thing:$(cat "$thing")"; done ;;
set) while [ $# -gt 1 ]; do echo "$2" >"$1"; echo "$1 $2" >>log; shift 2; done ;;
*) exit 1 ;;
esac
"""


def fru():
    """An inventory with one area: the product (Platform Management FRU 1.0)."""
    def summed(area):
        return area + bytes([-sum(area) & 0xff])

    fields = b"".join(bytes([0xc0 | len(text)]) + text for text in
                      (b"Maker", b"Model 7", b"PN-1", b"01", b"SERIAL-42"))
    area = bytes([1, 0, 25]) + fields + b"\xc1"
    area += bytes(-(len(area) + 1) % 8)
    area = bytes([area[0], (len(area) + 1) // 8]) + area[2:]
    return summed(bytes([1, 0, 0, 0, 1, 0, 0])) + summed(area)


class Simulator:
    """ipmi_sim on a free port of the loopback."""

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.temporary.name)
        self.machine = self.folder / "machine"
        for folder in (self.machine, self.folder / "state"):
            folder.mkdir()
        for thing, value in (("power", "0"), ("boot", "default"), ("log", "")):
            (self.machine / thing).write_text(value)
        (self.folder / "fru").write_bytes(fru())
        (self.folder / "emulation").write_text(
            EMULATION.format(folder=self.folder, fru_bytes=len(fru())))
        chassis = self.folder / "chassis"
        chassis.write_text(CHASSIS.format(folder=self.folder))
        chassis.chmod(0o755)
        for _ in range(5):  # somebody else may take the port
            self.start()
            if self.is_up():
                return self
            self.stop()
        raise RuntimeError((self.folder / "said").read_text())

    def start(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = probe.getsockname()
        lan = LAN.format(port=self.address[1], folder=self.folder, user=USER, password=PASSWORD)
        (self.folder / "lan.conf").write_text(lan)
        self.said = open(self.folder / "said", "w", encoding="utf-8")
        self.process = subprocess.Popen(
            ["ipmi_sim", "-n", "-c", self.folder / "lan.conf", "-f", self.folder / "emulation",
             "-s", self.folder / "state"], stdin=subprocess.DEVNULL, stdout=self.said,
            stderr=self.said)

    def is_up(self):
        """Pings until it answers; false when it ends instead."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(self.address)
            probe.settimeout(0.1)
            for _ in range(LIMIT_S * 10):
                if self.process.poll() is not None:
                    return False
                try:
                    probe.send(PING)
                    probe.recv(100)
                    return True
                except ConnectionRefusedError:  # at once: the wait is for the next try
                    try:
                        self.process.wait(timeout=0.1)
                    except subprocess.TimeoutExpired:
                        pass
                except TimeoutError:
                    pass
        return False

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=LIMIT_S)
        self.said.close()

    def __exit__(self, *_):
        self.stop()
        self.temporary.cleanup()


class Lossy:
    """Stands before a BMC and loses a seeded fraction of the packets each way; without a BMC it
    answers nothing."""

    def __init__(self, bmc=None, loss=0.0, seed=0):
        self.bmc, self.loss, self.random = bmc, loss, random.Random(seed)

    def __enter__(self):
        self.front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.front.bind(("127.0.0.1", 0))
        self.address = self.front.getsockname()
        self.asked = 0
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()
        return self

    def _serve(self):
        client = None
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as back:
            while True:
                for ready in select.select([self.front, back], [], [])[0]:
                    packet, sender = ready.recvfrom(4096)
                    if not packet:
                        return
                    if ready is self.front:
                        client = sender
                        self.asked += 1
                    if self.bmc and not self.strikes():
                        (back if ready is self.front else self.front).sendto(
                            packet, self.bmc if ready is self.front else client)

    def strikes(self):
        return self.random.random() < self.loss

    def __exit__(self, *_):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            end.sendto(b"", self.address)
        self.thread.join()
        self.front.close()


class IpmiCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.simulator = cls.enterClassContext(Simulator())
        cls.machine = cls.simulator.machine

    def setUp(self):
        (self.machine / "power").write_text("0")
        (self.machine / "log").write_text("")

    def client(self, *commands, address=None, user=USER, password=PASSWORD, options=()):
        """What the client said, a line a command."""
        host, port = address or self.simulator.address
        run = subprocess.run(
            [PROGRAMS / "ipmi_client", f"{host}:{port}", user, password, *options, *commands],
            capture_output=True, text=True, check=False, timeout=LIMIT_S)
        self.assertEqual(run.stderr, "")
        return run.stdout.splitlines()

    def tool(self, *words):
        host, port = self.simulator.address
        run = subprocess.run(
            ["ipmitool", "-I", "lanplus", "-C", "3", "-H", host, "-p", str(port), "-U", USER, "-P",
             PASSWORD, *words], capture_output=True, text=True, check=False, timeout=LIMIT_S)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return run.stdout

    def changes(self):
        return (self.machine / "log").read_text().splitlines()

    def test_turns_the_power_on_and_off(self):
        self.assertEqual(self.client("status", "on", "status"), ["ok off", "ok on", "ok on"])
        self.assertIn("is on", self.tool("chassis", "power", "status"))
        self.assertEqual(self.client("off", "status"), ["ok off", "ok off"])
        self.assertIn("is off", self.tool("chassis", "power", "status"))
        self.assertEqual(self.changes(), ["power 1", "power 0"])

    def test_sees_what_others_do(self):
        self.tool("chassis", "power", "on")
        self.assertEqual(self.client("status"), ["ok on"])

    def test_leaves_what_is_so_already(self):
        self.assertEqual(self.client("off"), ["ok off"])
        self.assertEqual(self.changes(), [])

    def test_cycles(self):
        self.assertEqual(self.client("on", "cycle", "status"), ["ok on", "ok cycle", "ok on"])
        self.assertEqual(self.changes(), ["power 1", "power 0", "power 1"])

    def test_resets(self):
        self.assertEqual(self.client("on", "reset"), ["ok on", "ok reset"])
        self.assertEqual(self.changes(), ["power 1", "reset 1"])

    def test_sees_that_a_shutdown_does_not_end(self):
        said = self.client("on", "shutdown", options=["--limit-ms", "100"])
        self.assertEqual(said[1], "error no answer in time: Chassis Control: the power is still on "
                                  "after 0.1 s")
        self.assertEqual(self.changes(), ["power 1", "shutdown 1"])

    def test_sets_the_boot_device_and_reads_it_back(self):
        """The simulator keeps the device alone: it marks no flags as valid, and says so."""
        for target, number, flags, words in (
                ("pxe", "pxe", "04", "Force PXE"), ("cd", "cdrom", "14", "Force Boot from CD/DVD"),
                ("disk", "default", "08", "Force Boot from default Hard-Drive")):
            with self.subTest(target):
                self.assertEqual(
                    self.client(f"boot={target}"),
                    [f"error accepted, but not applied: the boot flags were set to a0 {flags} 00 "
                     f"00 00, and read back as 00 {flags} 00 00 00"])
                self.assertIn(words, self.tool("chassis", "bootparam", "get", "5"))
                self.assertEqual((self.machine / "boot").read_text().strip(), number)
        self.assertEqual(self.client("boot"), ["ok none"])

    def test_reads_who_the_machine_is(self):
        self.assertEqual(
            self.client("identity"),
            ["ok vendor=enterprise 4753 firmware=9.08 uuid=a1234567-89ab-4def-a123-456789abcdef "
             "serial=SERIAL-42"])

    def test_reads_the_log(self):
        self.assertEqual(
            self.client("log"),
            ["ok 1 entries, the last: processor, sensor 0x31: event 0x6f begins: 01 ff ff"])

    def test_lights_the_lamp(self):
        self.assertEqual(self.client("light", "dark"), ["ok light", "ok dark"])
        self.assertEqual(self.changes(), ["identify 255 1", "identify 0 0"])

    def test_gives_every_session_back(self):
        for _ in range(25):  # the user may have ten
            self.assertEqual(self.client("status"), ["ok off"])

    def test_survives_lost_packets(self):
        for seed in range(5):
            with self.subTest(seed), Lossy(self.simulator.address, 0.1, seed) as network:
                said = self.client("on", "cycle", "off", "identity", address=network.address,
                                   options=["--repeat-ms", "250"])
                self.assertEqual(said[:3], ["ok on", "ok cycle", "ok off"])
                self.assertIn("serial=SERIAL-42", said[3])

    def test_says_that_a_bmc_is_silent(self):
        with Lossy() as network:
            [said] = self.client("status", address=network.address, options=["--repeat-ms", "50"])
            self.assertTrue(said.startswith(
                f"error out of reach: ipmi: 127.0.0.1:{network.address[1]}: Open Session: no "
                "answer to 4 packets in "), said)
            self.assertEqual(network.asked, 5)

    def test_is_refused_with_a_wrong_password(self):
        for password in ("another", "", PASSWORD[:-1]):
            [said] = self.client("on", password=password)
            self.assertTrue(said.startswith("error credentials refused: "), said)
            self.assertIn("another password", said)
        self.assertEqual(self.changes(), [])

    def test_is_refused_with_a_wrong_user(self):
        [said] = self.client("on", user="nobody")
        self.assertTrue(said.startswith("error credentials refused: "), said)

    def test_sends_nothing_with_a_password_that_is_too_long(self):
        with Lossy() as network:
            [said] = self.client("status", password=PASSWORD + "12345", address=network.address)
            self.assertIn("the password has 21 octets: IPMI allows 20", said)
            self.assertEqual(network.asked, 0)


def why_not():
    missing = [program for program in ("ipmi_sim", "ipmitool") if not shutil.which(program)]
    return f"missing: {', '.join(missing)}" if missing else ""


if __name__ == "__main__":
    if reason := why_not():
        print(reason)
        sys.exit(77)
    unittest.main()
