"""`kill -9` of the DHCP server under load: what a client was told is true after each restart."""

import contextlib
import os
import pathlib
import random
import shutil
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from wire import Running, Wire, why_not

try:
    import packets
except ImportError:
    print("python3-scapy is not installed")
    sys.exit(77)

PROGRAM = pathlib.Path(os.environ["RACKSEED_PROGRAMS"], "dhcp_server")
LIMIT_S = 60
SEED = 5
KILLS = 8
MOST_ACKS = 400  # between two kills
SAMPLE = 20
CLIENTS, RATE = 1000, 500
POOL = ("10.99.16.0", "10.99.47.255")

if reason := why_not():
    print(reason)
    sys.exit(77)
if not shutil.which("perfdhcp"):
    print("missing: perfdhcp")
    sys.exit(77)


class Recorder(threading.Thread):
    """Writes down what the server promises, and what it offers to the test."""

    def __init__(self, namespace):
        super().__init__()
        self.frames = packets.tap(namespace)
        self.changed = threading.Condition()
        self.acks = 0
        self.addresses = {}  # of each MAC address: all that it was ever told to have
        self.offers = {}  # by transaction
        self.is_over = False

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.is_over = True
        self.join()
        self.frames.close()

    def run(self):
        self.frames.settimeout(0.2)
        while not self.is_over:
            with contextlib.suppress(TimeoutError):
                octets, (*_, kind, _, _) = self.frames.recvfrom(packets.FRAME_BYTES)
                if kind != socket.PACKET_OUTGOING:
                    self.note(octets)

    def note(self, octets):
        """Without scapy, which is too slow for a load."""
        payload = octets[42:]
        if octets[12:14] != packets.IPV4 or len(payload) < 240 or payload[0] != 2:
            return
        kind = dict(packets.read_area(payload[240:])).get(53)
        address, mac = socket.inet_ntoa(payload[16:20]), payload[28:34].hex(":")
        with self.changed:
            if kind == bytes([packets.ACK]):
                self.acks += 1
                self.addresses.setdefault(mac, set()).add(address)
            elif kind == bytes([packets.OFFER]):
                self.offers[struct.unpack_from(">I", payload, 4)[0], mac] = address
            self.changed.notify_all()

    def wait(self, condition, what):
        with self.changed:
            if not self.changed.wait_for(condition, timeout=LIMIT_S):
                raise TimeoutError(f"no {what} in {LIMIT_S} s")

    def promises(self):
        with self.changed:
            return {mac: set(addresses) for mac, addresses in self.addresses.items()}


class Kill(unittest.TestCase):
    def setUp(self):
        self.wire = self.enterContext(Wire())
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.dice = random.Random(SEED)
        self.recorder = self.enterContext(Recorder(self.wire.client))
        self.client = packets.Client(self.wire.client)
        self.addCleanup(self.client.close)
        self.seed_mac = packets.mac_of(self.wire.server)
        self.transaction = 0x7a000000

    def serve(self):
        return Running(self.wire.on_server(
            PROGRAM, self.folder / "leases.db", "--quiet", "--no-probe", "--relay",
            self.wire.CLIENT, "--subnet",
            f"10.99.0.0/16,{self.wire.SERVER},{POOL[0]},{POOL[1]},eth0"))

    def load(self):
        """Clients that come again and again, through a relay."""
        process = subprocess.Popen(
            self.wire.on_client("perfdhcp", "-4", "-l", "eth0", "-r", RATE, "-R", CLIENTS, "-s",
                                SEED, "-p", LIMIT_S, self.wire.SERVER),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)

    def stored(self):
        """The owners in the lease table, of a copy: to open the table would tidy it up."""
        with tempfile.TemporaryDirectory() as copy:
            for path in self.folder.glob("leases.db*"):
                shutil.copy(path, copy)
            with contextlib.closing(sqlite3.connect(pathlib.Path(copy, "leases.db"))) as store:
                return dict(store.execute("SELECT address, mac FROM lease WHERE expires > ?",
                                          [time.time()]))

    def assert_kept(self, promises):
        owners = self.stored()
        self.assertGreaterEqual(len(owners), len(promises))
        for mac, addresses in promises.items():
            self.assertEqual(len(addresses), 1, f"{mac} was told {addresses}")
            self.assertEqual(owners.get(*addresses), mac)

    def assert_offered_again(self, promises):
        for mac in self.dice.sample(sorted(promises), min(SAMPLE, len(promises))):
            self.transaction += 1
            key = (self.transaction, mac)
            payload = packets.packet(mac, [packets.option(53, packets.DISCOVER)],
                                     xid=self.transaction, giaddr=self.wire.CLIENT)
            self.client.send(packets.frame(payload, mac, (self.wire.CLIENT, 67),
                                           (self.wire.SERVER, 67), self.seed_mac))
            self.recorder.wait(lambda key=key: key in self.recorder.offers, f"OFFER to {mac}")
            self.assertEqual({self.recorder.offers[key]}, promises[mac])

    def test_takes_no_promise_back(self):
        promises = {}
        self.load()
        for _ in range(KILLS):
            with self.serve() as server:
                self.assertEqual(server.line(), "listening")
                self.assert_offered_again(promises)
                enough = self.recorder.acks + self.dice.randrange(MOST_ACKS)
                self.recorder.wait(lambda enough=enough: self.recorder.acks >= enough, "ACK")
                server.process.kill()
            promises = self.recorder.promises()
            self.assert_kept(promises)
        with self.serve() as server:
            self.assertEqual(server.line(), "listening")
            self.assert_offered_again(promises)
        print(f"{KILLS} kills, {self.recorder.acks} ACKs to {len(promises)} clients")
        self.assertGreater(len(promises), KILLS)
        owners = [address for addresses in promises.values() for address in addresses]
        self.assertEqual(len(owners), len(set(owners)))


if __name__ == "__main__":
    unittest.main()
