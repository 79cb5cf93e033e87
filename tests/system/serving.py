"""`rackseed serve` for the example MINIPOD, at one end of a wire; its clients are at the other."""

import hashlib
import hmac
import os
import pathlib
import queue
import re
import shutil
import socket
import sqlite3
import struct
import subprocess
import tempfile
import unittest

import packets
from packets import DISCOVER, REQUEST, address, option
from wire import Running, Wire

RACKSEED = os.environ["RACKSEED"]
SOURCE = pathlib.Path(os.environ["RACKSEED_SOURCE"])
LIMIT_S = 60
PLAN, FACTS = SOURCE / "examples/minipod.yaml", SOURCE / "examples/minipod-facts.json"

# Of the plan: what boots, and what it gets.
CTRL1, CTRL2 = "00:00:5e:00:53:02", "00:00:5e:00:53:09"
CTRL1_BMC, CTRL2_BMC = "172.30.2.10", "172.30.2.11"
CTRL1_IP, CTRL2_IP = "10.1.8.10", "10.1.8.11"
STRANGER, STRANGER_IP = "02:00:00:00:00:99", "10.1.8.99"
SEED = "10.1.8.2"
UEFI = (option(60, "PXEClient:Arch:00007:UNDI:003016"), option(93, 0, 7), option(94, 1, 3, 16))
LARGE = 64 << 20  # bytes of the file /os/noble/large
LOADER = b"loader" * 100


def word_of(state, bmc):
    """Of the first installation, from the key: without secrets no user-data is served that has it."""
    key = (state / "install.key").read_bytes()
    return hmac.new(key, f"install/{bmc}/1".encode(), hashlib.sha256).hexdigest()[:32]


def state_of(state, node):
    with sqlite3.connect(state / "rackseed.db") as database:
        return database.execute("SELECT state FROM node WHERE name = ?", (node,)).fetchone()[0]


class SeedWire(Wire):
    """The seed has its addresses in the networks prov and bmc on one interface."""

    SERVER, CLIENT = SEED, STRANGER_IP
    OTHERS = (CTRL1_IP, CTRL2_IP)

    def join(self):
        super().join()
        for namespace, others in ((self.server, ["172.30.2.2"]), (self.client, self.OTHERS)):
            for other in others:
                subprocess.run(["ip", "-n", namespace, "address", "add", f"{other}/24", "dev",
                                "eth0"], check=True)


class Seed(Running):
    """A running seed. `log` holds the lines that were read so far."""

    def __init__(self, command):
        super().__init__(command, by_signal=True, errors_too=True)
        self.log = []

    def wait_for(self, pattern):
        """The next line in which the pattern is found."""
        try:
            while not re.search(pattern, line := self.line()):
                self.log.append(line)
        except queue.Empty:
            said = "\n".join(self.log[-40:])
            raise AssertionError(f"{pattern!r} was not said, but:\n{said}") from None
        self.log.append(line)
        return line

    def end(self):
        """Asks it to end. Returns its exit code and all that it said."""
        self.process.terminate()
        code = self.process.wait(timeout=LIMIT_S)
        self.reader.join()
        while not self.lines.empty():
            self.log.append(self.lines.get())
        return code, "\n".join(self.log)


class ServeCase(unittest.TestCase):
    """Makes a wire and a state folder of its own for each test."""

    def setUp(self):
        self.wire = self.enterContext(SeedWire())
        self.make_folder()
        self.dhcp = packets.Client(self.wire.client)
        self.addCleanup(lambda: self.dhcp.close())  # there may be another by then

    def make_folder(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.state = self.folder / "state"
        self.fill(self.state)

    @staticmethod
    def fill(state):
        for folder in ("os/boot", "os/noble/casper"):
            (state / folder).mkdir(parents=True)
        for loader in ("snponly.efi", "undionly.kpxe"):
            (state / "os/boot" / loader).write_bytes(LOADER)
        for name in ("vmlinuz", "initrd"):
            (state / "os/noble/casper" / name).write_bytes(b"kernel")
        with open(state / "os/noble/large", "wb") as large:
            large.truncate(LARGE)

    def command(self, *options, state=None):
        return self.wire.on_server(RACKSEED, "serve", "--plan", PLAN, "--facts", FACTS, "--state",
                                   state or self.state, *options)

    def serve(self, *options, state=None):
        """One that serves without a look at the wire."""
        seed = self.enterContext(Seed(self.command("--force", *options, state=state)))
        seed.wait_for("serving DHCP, TFTP and HTTP")
        return seed

    def refused(self, *options, state=None):
        """The exit code of one that does not serve, and what it says."""
        run = subprocess.run(self.command(*options, state=state), capture_output=True, text=True,
                             timeout=LIMIT_S, check=False)
        self.assertEqual(run.stdout, "")
        return run.returncode, run.stderr

    # The clients

    def send(self, kind, mac, *options, **fields):
        octets = packets.packet(mac, [option(53, kind), *options], **fields)
        self.dhcp.send(packets.frame(octets, mac))

    def discover(self, mac, *options, **fields):
        self.send(DISCOVER, mac, *options, **fields)
        return self.dhcp.answer()

    def request(self, mac, wanted, *options, **fields):
        self.send(REQUEST, mac, option(50, address(wanted)), option(54, address(SEED)), *options,
                  **fields)

    def lease(self, mac, *options):
        """DISCOVER to ACK. Returns the ACK."""
        offer = self.discover(mac, *options)
        self.request(mac, offer.bootp.yiaddr, *options)
        ack = self.dhcp.answer()
        self.assertEqual((ack.kind, ack.bootp.yiaddr), (packets.ACK, offer.bootp.yiaddr))
        return ack

    def curl(self, path, *options, source=STRANGER_IP):
        """The status, and the body."""
        run = subprocess.run(
            self.wire.on_client("curl", "-sS", "--path-as-is", "-m", LIMIT_S, "--interface", source,
                                "-w", "\n%{http_code}", *options, f"http://{SEED}{path}"),
            capture_output=True, timeout=LIMIT_S, check=False)
        body, _, status = run.stdout.rpartition(b"\n")
        return int(status or 0), body.decode(errors="replace")

    def client_socket(self, kind, source=STRANGER_IP):
        with packets.inside(self.wire.client):
            client = socket.socket(socket.AF_INET, kind)
        self.addCleanup(client.close)
        client.settimeout(LIMIT_S)
        client.bind((source, 0))
        return client

    def tftp(self, name, source=STRANGER_IP):
        """The first packet that answers a read request: its opcode, and what follows."""
        client = self.client_socket(socket.SOCK_DGRAM, source)
        client.sendto(b"\0\1" + name + b"\0octet\0", (SEED, 69))
        answer, server = client.recvfrom(2048)
        client.sendto(b"\0\5\0\0done\0", server)
        return struct.unpack(">H", answer[:2])[0], answer[4:]

    # What it left

    def events(self):
        """Of a seed that has ended: kind, BMC address and data of each."""
        with sqlite3.connect(self.state / "rackseed.db") as database:
            return database.execute("SELECT kind, bmc_address, data FROM event ORDER BY id"
                                    ).fetchall()


def needs(*programs):
    missing = [program for program in programs if not shutil.which(program)]
    return unittest.skipIf(missing, f"missing: {', '.join(missing)}")
