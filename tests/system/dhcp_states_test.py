"""The DHCP server's answer to each message in each state of a client (RFC 2131 section 4.3), and as
ProxyDHCP beside a server of somebody else."""

import contextlib
import sqlite3
import subprocess
import sys
import unittest

from wire import why_not

try:
    import packets
except ImportError:
    print("python3-scapy is not installed")
    sys.exit(77)
from dhcp_talk import BMC, HERE, HOST, MARK, OTHER, RELAY, SEED, STRANGER, THERE, TalkCase
from packets import (ACK, BROADCAST, DECLINE, DISCOVER, INFORM, NAK, NOWHERE, OFFER, RELEASE,
                     REQUEST, address, option)

if reason := why_not():
    print(reason)
    sys.exit(77)

MINE = HERE + "21"  # reserved for HOST
NETBOOT = (option(60, "PXEClient:Arch:00007:UNDI:003016"), option(93, 0, 7),
           option(97, 0, range(16)))
BIOS = (option(60, "PXEClient:Arch:00000:UNDI:002001"), option(93, 0, 0))
HTTP_BOOT = (option(60, "HTTPClient:Arch:00016:UNDI:003016"), option(93, 0, 16))
USE_THE_FILE = bytes([6, 1, 8, 255])


class StatesCase(TalkCase):
    def add_address(self, text):
        """The client has an address from here on, and answers ARP."""
        subprocess.run(["ip", "-n", self.wire.client, "address", "add", f"{text}/24", "dev",
                        "eth0"], check=True, capture_output=True)

    def stored(self, text):
        """MAC address and end of the lease of an address."""
        self.lease(MARK)  # its ACK comes when all that was decided before is on disk
        return self.read_row(text)

    def read_row(self, text):
        with contextlib.closing(sqlite3.connect(self.folder / "leases.db")) as store:
            return store.execute("SELECT mac, expires - unixepoch() FROM lease WHERE address = ?",
                                 [text]).fetchone()


class Request(StatesCase):
    """In the four states of RFC 2131 table 4."""

    def frames(self, mac, text):
        """Selecting, init-reboot, renewing, rebinding."""
        return (self.say(REQUEST, mac, option(54, address(SEED)), option(50, address(text))),
                self.say(REQUEST, mac, option(50, address(text))),
                self.say(REQUEST, mac, source=(text, 68), ciaddr=text),
                self.say(REQUEST, mac, ciaddr=text))

    def test_is_acknowledged(self):
        self.add_address(MINE)
        for frame in self.frames(HOST, MINE):
            answer = self.ask(frame)
            self.assertEqual((answer.kind, answer.bootp.yiaddr), (ACK, MINE))
            self.assertEqual(answer.ip.dst, MINE)
        self.assertEqual(self.stored(MINE)[0], HOST)

    def assert_refused(self, frame, why, to=BROADCAST):
        answer = self.ask(frame)
        self.assertEqual((answer.kind, answer.ip.dst, answer.udp.dport), (NAK, to, 68))
        self.assertEqual((answer.bootp.yiaddr, answer.bootp.ciaddr), (NOWHERE, NOWHERE))
        self.assertEqual(set(answer.options), {53, 54, 56})
        self.assertIn(why, answer.text(56))

    def test_for_an_address_of_another_network_is_refused(self):
        for frame in self.frames(STRANGER, "192.0.2.7"):
            self.assert_refused(frame, "192.0.2.7 is not in test")

    def test_for_the_address_of_another_is_refused(self):
        taken = self.lease(OTHER)
        for frame in self.frames(STRANGER, taken):
            self.assert_refused(frame, f"{taken} is not yours")
        for frame in self.frames(STRANGER, MINE):
            self.assert_refused(frame, f"{MINE} is not yours")

    def test_for_another_than_the_planned_address_is_refused(self):
        for frame in self.frames(HOST, HERE + "150"):
            self.assert_refused(frame, f"your address is {MINE}")

    def test_through_a_relay_is_refused_as_a_broadcast(self):
        answer = self.ask(self.relayed(REQUEST, STRANGER, option(54, address(SEED)),
                                       option(50, address("192.0.2.7"))))
        self.assertEqual((answer.kind, answer.ip.dst, answer.udp.dport), (NAK, RELAY, 67))
        self.assertEqual(answer.bootp.flags, "B")

    def test_of_a_client_that_we_never_saw_gets_silence(self):
        _, *later = self.frames(STRANGER, HERE + "170")
        for frame in later:  # there may be another server
            self.assert_silence(frame, "no record of a lease of 10.99.0.170")

    def test_to_another_server_gets_silence(self):
        offered = self.discover(STRANGER).bootp.yiaddr
        self.assert_silence(self.say(REQUEST, STRANGER, option(54, address(HERE + "9")),
                                     option(50, address(offered))),
                            f"the client accepted another server, {HERE}9")
        self.assertEqual(self.discover(OTHER, option(50, address(offered))).bootp.yiaddr, offered)

    def test_for_nothing_gets_silence(self):
        self.assert_silence(self.say(REQUEST, HOST), "a REQUEST for no address")


class Decline(StatesCase):
    def decline(self, mac, text, server=SEED):
        return self.say(DECLINE, mac, option(50, address(text)), option(54, address(server)))

    def test_puts_an_address_out_of_use(self):
        had = self.lease(STRANGER)
        self.assert_silence(self.decline(STRANGER, had), f"declined: somebody else uses {had}")
        self.assertNotEqual(self.lease(STRANGER), had)
        self.assertNotEqual(self.discover(OTHER, option(50, address(had))).bootp.yiaddr, had)
        owner, seconds = self.stored(had)
        self.assertEqual(owner, "00:00:00:00:00:00")
        self.assertGreater(seconds, 500)

    def test_of_a_planned_address_is_told(self):
        self.lease(HOST)
        self.assert_silence(self.decline(HOST, MINE), f"declined: somebody else uses {MINE}")
        self.assert_silence(self.say(DISCOVER, HOST), f"somebody else uses {MINE}")

    def test_by_another_changes_nothing(self):
        had = self.lease(STRANGER)
        self.assert_silence(self.decline(OTHER, had), "which it was not given")
        self.assert_silence(self.decline(STRANGER, had, HERE + "9"), "to another server")
        self.assert_silence(self.say(DECLINE, STRANGER), "a DECLINE of no address")
        self.assertEqual(self.discover(STRANGER).bootp.yiaddr, had)


class Release(StatesCase):
    def release(self, mac, text, server=SEED):
        return self.say(RELEASE, mac, option(54, address(server)), source=(text, 68), ciaddr=text)

    def test_frees_the_address(self):
        had = self.lease(STRANGER)
        self.assert_silence(self.release(STRANGER, had), f"released {had}")
        self.assertLessEqual(self.stored(had)[1], 0)
        self.assertEqual(self.discover(OTHER, option(50, address(had))).bootp.yiaddr, had)

    def test_is_forgotten_when_the_client_comes_back(self):
        had = self.lease(STRANGER)
        self.tell(self.release(STRANGER, had))
        self.assertEqual(self.lease(STRANGER), had)

    def test_by_another_changes_nothing(self):
        had = self.lease(STRANGER)
        self.assert_silence(self.release(OTHER, had), f"no lease of {had} to release")
        self.assert_silence(self.release(STRANGER, had, HERE + "9"), "to another server")
        self.assertGreater(self.stored(had)[1], 1000)


class Inform(StatesCase):
    def test_gets_parameters_and_no_address(self):
        self.add_address(HERE + "60")
        answer = self.ask(self.say(INFORM, STRANGER, source=(HERE + "60", 68),
                                   ciaddr=HERE + "60"))
        self.assertEqual((answer.kind, answer.bootp.yiaddr, answer.bootp.ciaddr),
                         (ACK, NOWHERE, HERE + "60"))
        self.assertEqual((answer.ip.dst, answer.udp.dport), (HERE + "60", 68))
        self.assertEqual(answer.address(1), "255.255.255.0")
        self.assertFalse({51, 58, 59} & set(answer.options))
        self.assertIsNone(self.stored(HERE + "60"))

    def test_of_a_foreign_address_gets_silence(self):
        self.assert_silence(self.say(INFORM, STRANGER, ciaddr="192.0.2.7"), "is not in test")


class Proxy(StatesCase):
    OPTIONS = ("--proxy",)

    def assert_boots(self, answer, kind, told):
        self.assertEqual((answer.kind, answer.bootp.yiaddr), (kind, NOWHERE))
        self.assertEqual((answer.bootp.siaddr, answer.address(54)), (SEED, SEED))
        self.assertEqual({code: answer.text(code) for code in told}, told)
        self.assertEqual(answer.file, told[67])
        self.assertFalse({1, 3, 51, 58, 59} & set(answer.options))  # another server's business

    def test_offers_no_address(self):
        for says, told in [(NETBOOT, {60: "PXEClient", 66: SEED, 67: "snponly.efi"}),
                           (BIOS, {60: "PXEClient", 66: SEED, 67: "undionly.kpxe"}),
                           (HTTP_BOOT, {60: "HTTPClient",
                                        67: f"http://{SEED}/os/boot/snponly.efi"})]:
            answer = self.discover(STRANGER, *says)
            self.assert_boots(answer, OFFER, told)
            self.assertEqual(answer.ip.dst, BROADCAST)
            self.assertEqual(answer.options.get(43), USE_THE_FILE if 66 in told else None)
        self.assertEqual(answer.udp.sport, 67)

    def test_answers_uefi_on_port_4011(self):
        for kind in (REQUEST, INFORM):
            answer = self.ask(self.say(kind, STRANGER, *NETBOOT, source=(RELAY, 68),
                                       to=(SEED, 4011), ciaddr=RELAY))
            self.assert_boots(answer, ACK, {60: "PXEClient", 66: SEED, 67: "snponly.efi"})
            self.assertEqual(answer.options[97], bytes([0, *range(16)]))
            self.assertEqual((answer.ip.dst, answer.udp.sport, answer.udp.dport),
                             (RELAY, 4011, 68))
            self.assertEqual(answer.bootp.ciaddr, RELAY)

    def test_answers_whence_port_4011_was_asked(self):
        answer = self.ask(self.say(REQUEST, STRANGER, *NETBOOT, source=(RELAY, 4011),
                                   to=(SEED, 4011), ciaddr=RELAY))
        self.assertEqual((answer.ip.dst, answer.udp.dport), (RELAY, 4011))

    def test_leaves_all_others_to_the_real_server(self):
        for frame in (self.say(DISCOVER, HOST), self.say(DISCOVER, BMC),
                      self.say(REQUEST, HOST, option(50, address(MINE))),
                      self.say(DISCOVER, STRANGER, option(60, "Arista;a;b;c"))):
            self.assertIn("silence: addresses are given by another server", self.tell(frame))
        self.assertIn("silence: addresses are given by another server", self.tell(
            self.say(REQUEST, STRANGER, *NETBOOT, option(54, address(HERE + "9")))))
        self.discover(STRANGER, *NETBOOT)  # and its answer is the first
        self.assertIsNone(self.read_row(MINE))


class BootService(StatesCase):
    """Port 4011 of a server that gives addresses too."""

    def test_answers(self):
        answer = self.ask(self.say(REQUEST, STRANGER, *NETBOOT, source=(RELAY, 68),
                                   to=(SEED, 4011), ciaddr=RELAY))
        self.assertEqual((answer.kind, answer.udp.sport, answer.text(67)),
                         (ACK, 4011, "snponly.efi"))
        self.assertIsNone(self.stored(RELAY))

    def test_leaves_relayed_subnets_alone(self):
        self.assert_silence(self.say(REQUEST, STRANGER, source=(THERE + "50", 68),
                                     to=(SEED, 4011), ciaddr=THERE + "50"), "silence: ")


if __name__ == "__main__":
    unittest.main()
