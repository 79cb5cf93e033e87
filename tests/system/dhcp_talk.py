"""One packet to the DHCP server, one answer from it, over a wire of their own."""

import itertools
import os
import pathlib
import tempfile
import unittest

import packets
from packets import ACK, DISCOVER, OFFER, REQUEST, address, option
from wire import Running, Wire

PROGRAM = pathlib.Path(os.environ["RACKSEED_PROGRAMS"], "dhcp_server")
SEED, RELAY = Wire.SERVER, Wire.CLIENT  # the client's end is a relay too
REMOTE_SEED = "10.98.0.1"  # in the subnet behind the relay
HERE, THERE = "10.99.0.", "10.98.0."

# Documentation MAC addresses (RFC 7042). What is reserved:
HOST, SECURE, MIRROR, FORBIDDEN, REMOTE = (f"00:00:5e:00:53:{n:02x}" for n in range(1, 6))
BMC, MARK = "00:00:5e:00:53:b1", "00:00:5e:00:53:fe"
RESERVED = {HOST: HERE + "21", SECURE: HERE + "22,secure", MIRROR: HERE + "23,mirror",
            FORBIDDEN: HERE + "24,no-boot", REMOTE: THERE + "25", BMC: HERE + "31,bmc",
            MARK: HERE + "250"}
# and what is not:
STRANGER, OTHER = "00:00:5e:00:53:99", "00:00:5e:00:53:9a"

SUBNETS = (f"10.99.0.0/24,{SEED},{HERE}100,{HERE}199,eth0",
           f"10.98.0.0/24,{REMOTE_SEED},{THERE}100,{THERE}199")


class TalkCase(unittest.TestCase):
    OPTIONS = ()  # of the server

    def setUp(self):
        self.wire = self.enterContext(Wire())
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.numbers = itertools.count(1)
        self.seed_mac = packets.mac_of(self.wire.server)
        self.relay_mac = packets.mac_of(self.wire.client)
        self.client = packets.Client(self.wire.client)
        self.addCleanup(self.client.close)
        self.server = self.enterContext(Running(self.command()))
        self.assertEqual(self.server.line(), "listening")

    def command(self):
        options = [*self.OPTIONS, "--no-probe", "--pxe", "--relay", RELAY, "--gateway",
                   HERE + "254", "--gateway", THERE + "254"]
        for subnet in SUBNETS:
            options += ["--subnet", subnet]
        for number, (mac, rest) in enumerate(RESERVED.items()):
            options += ["--reserve", f"{mac},node{number},{rest}"]
        return self.wire.on_server(PROGRAM, self.folder / "leases.db", *options)

    def tell(self, frame):
        """Sends a frame. Returns what the server says about it."""
        self.client.send(frame)
        return self.server.line()

    def say(self, kind, mac, *options, to=None, source=None, **fields):
        """A packet of a client as a broadcast; with to or source, a datagram to the seed."""
        payload = packets.packet(mac, [option(53, kind), *options], **fields)
        if to is None and source is None:
            return packets.frame(payload, mac)
        return packets.frame(payload, mac, source or (packets.NOWHERE, 68), to or (SEED, 67),
                             self.seed_mac)

    def relayed(self, kind, mac, *options, **fields):
        """The same as it comes from a relay."""
        payload = packets.packet(mac, [option(53, kind), *options], **{"giaddr": RELAY, **fields})
        return packets.frame(payload, self.relay_mac, (RELAY, 67), (SEED, 67), self.seed_mac)

    def ask(self, frame):
        """The answer. Sets self.said, the server's line about it."""
        self.said = self.tell(frame)
        self.assertNotRegex(self.said, "silence: |rejected ")
        return self.client.answer()

    def assert_silence(self, frame, why):
        """It gets no answer: that to a later question is the first."""
        self.assertIn(why, self.tell(frame))
        self.assert_answers()

    def assert_answers(self):
        number = next(self.numbers)
        answer = self.ask(self.say(DISCOVER, MARK, xid=number))
        self.assertEqual((answer.kind, answer.bootp.xid, answer.bootp.yiaddr),
                         (OFFER, number, HERE + "250"))

    def discover(self, mac, *options, **fields):
        answer = self.ask(self.say(DISCOVER, mac, *options, **fields))
        self.assertEqual(answer.kind, OFFER)
        return answer

    def lease(self, mac, *options):
        """DISCOVER to ACK. Returns the address."""
        offered = self.discover(mac, *options).bootp.yiaddr
        answer = self.ask(self.say(REQUEST, mac, option(50, address(offered)),
                                   option(54, address(SEED)), *options))
        self.assertEqual((answer.kind, answer.bootp.yiaddr), (ACK, offered))
        return offered
