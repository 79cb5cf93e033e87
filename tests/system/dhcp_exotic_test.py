"""The DHCP server's answer to each kind of client, option by option, and through relays that select
the subnet or stand in for the server. Each test sends what such a client sends."""

import dataclasses
import sys
import unittest

from wire import why_not

try:
    import packets
except ImportError:
    print("python3-scapy is not installed")
    sys.exit(77)
from dhcp_talk import (BMC, FORBIDDEN, HERE, HOST, MIRROR, REMOTE, REMOTE_SEED, RELAY, SECURE, SEED,
                       STRANGER, THERE, TalkCase)
from packets import ACK, DISCOVER, OFFER, REQUEST, address, option

if reason := why_not():
    print(reason)
    sys.exit(77)

BOOT_CODES = (43, 60, 66, 67, 114, 150, 175, 239)
USE_THE_FILE = bytes([6, 1, 8, 255])  # PXE: no discovery of boot servers
NO_PROXY_DHCP = bytes([0xb0, 1, 1])
HTTP = f"http://{SEED}"


@dataclasses.dataclass
class Row:
    """What a client says, and all that it is told about booting."""
    number: int
    mac: str
    says: tuple
    told: dict = dataclasses.field(default_factory=dict)
    is_from_tftp: bool = False

    def boot(self):
        """Of the whole reply: options, next server, file field."""
        told = {code: text.encode() if isinstance(text, str) else text
                for code, text in self.told.items()}
        if self.is_from_tftp:
            told[66] = SEED.encode()
        named = 67 in told
        return told, SEED if named else "0.0.0.0", told[67].decode() if named else ""


def ipxe(mac):
    return {67: f"{HTTP}/ipxe/{mac.replace(':', '-')}", 175: NO_PROXY_DHCP}


def vendor(text):
    return option(60, text)


def pxe(architecture, how="PXEClient"):
    return (vendor(f"{how}:Arch:{architecture:05}:UNDI:003016"), option(93, 0, architecture),
            option(94, 1, 3, 16), option(97, 0, range(16)))


def http(program):
    return {60: "HTTPClient", 67: f"{HTTP}/os/boot/{program}"}


IPXE_FEATURES = option(175, 0xb1, 6, 1, 0x80, 0x86, 0x15, 0x33, 0x65, 0x13, 1, 1, 0x24, 1, 1)

ROWS = [
    Row(2, HOST, (option(77, "iPXE"),), ipxe(HOST)),
    Row(2, HOST, (option(77, 4, "iPXE"),), ipxe(HOST)),  # RFC 3004
    Row(2, STRANGER, (*pxe(7), option(77, "iPXE"), IPXE_FEATURES), ipxe(STRANGER)),
    Row(2, HOST, (IPXE_FEATURES,), ipxe(HOST)),
    Row(3, HOST, (*pxe(0), option(77, "rackseed")), ipxe(HOST)),
    Row(4, HOST, pxe(16, "HTTPClient"), http("snponly.efi")),
    Row(4, SECURE, pxe(16, "HTTPClient"), http("shimx64.efi")),
    Row(4, HOST, pxe(19, "HTTPClient"), http("snponly-arm64.efi")),
    Row(5, HOST, pxe(0), {43: USE_THE_FILE, 60: "PXEClient", 67: "undionly.kpxe"}, True),
    Row(6, HOST, pxe(7), {67: "snponly.efi"}, True),
    Row(6, HOST, pxe(9), {67: "snponly.efi"}, True),
    Row(6, SECURE, pxe(7), {67: "shimx64.efi"}, True),
    Row(6, FORBIDDEN, pxe(7)),
    Row(7, HOST, pxe(11), {67: "snponly-arm64.efi"}, True),
    Row(7, HOST, (vendor("U-Boot.armv8"), option(93, 0, 11)), {67: "snponly-arm64.efi"}, True),
    Row(8, STRANGER, (vendor("Arista;DCS-7050CX3-32S;01.23;JPE00001111"),),
        {67: f"{HTTP}/ztp/eos/JPE00001111"}),
    Row(8, STRANGER, (vendor("Arista;DCS-7050CX3-32S;01.23;../../etc"),)),
    Row(9, STRANGER, (option(77, "SONiC-ZTP"), option(61, "SONiC##AS7726##SN-123")),
        {67: f"{HTTP}/ztp/sonic/SN-123.json"}),
    Row(9, STRANGER, (option(61, "SONiC##AS7726##SN-123"), option(55, 67, 239)),
        {67: f"{HTTP}/ztp/sonic/SN-123.json"}),
    Row(10, STRANGER, (vendor("onie_vendor:x86_64-accton_as7726-r0"),),
        {114: f"{HTTP}/os/nos/onie-installer"}),
    Row(11, STRANGER, (vendor("cumulus-linux x86_64"),), {239: f"{HTTP}/ztp/cumulus"}),
    Row(12, STRANGER, (vendor("ciscopnp"),), {67: "poap.py", 150: address(SEED)}, True),
    Row(12, STRANGER, (vendor("Cisco N9K-C93180"), option(61, 0, "FDO21120U8N")),
        {67: "poap.py", 150: address(SEED)}, True),
    Row(13, BMC, ()),
    Row(13, "3c:ec:ef:00:00:01", ()),
    Row(13, STRANGER, (vendor("iDRAC"),)),
    Row(14, HOST, ()),
    Row(14, HOST, (vendor("d-i"),)),
    Row(15, STRANGER, ()),
    Row(15, STRANGER, (vendor("PXEClient"),)),  # of no known architecture
]


class Rows(TalkCase):
    def assert_told(self, row, answer):
        options = {code: value for code, value in answer.options.items() if code in BOOT_CODES}
        self.assertEqual((options, answer.bootp.siaddr, answer.file), row.boot())
        self.assertEqual(answer.address(54), SEED)
        machine = dict((one[0], one[2:]) for one in row.says).get(97)
        self.assertEqual(answer.options.get(97), machine)
        self.assertEqual(answer.bootp.sname.rstrip(b"\0"), b"")

    def test_are_answered_as_the_table_says(self):
        for row in ROWS:
            with self.subTest(f"row {row.number}: {row.says}"):
                offer = self.discover(row.mac, *row.says)
                self.assertIn(f"row {row.number} ->", self.said)
                self.assert_told(row, offer)
                ack = self.ask(self.say(REQUEST, row.mac, option(54, address(SEED)),
                                        option(50, address(offer.bootp.yiaddr)), *row.says))
                self.assertEqual((ack.kind, ack.bootp.yiaddr), (ACK, offer.bootp.yiaddr))
                self.assert_told(row, ack)

    def test_of_unknown_relays_get_nothing(self):
        self.assert_silence(self.relayed(DISCOVER, HOST, giaddr="10.2.34.1"),
                            "row 1 -> silence: relay 10.2.34.1 is not in the plan")
        self.assert_silence(self.relayed(DISCOVER, HOST, option(82, 5, 4, address("10.3.0.0"))),
                            f"relay {RELAY} asks for 10.3.0.0, which is in no subnet")

    def test_of_firmware_without_a_boot_program_get_nothing(self):
        for architecture in (6, 10, 27):
            self.assert_silence(self.say(DISCOVER, HOST, *pxe(architecture)),
                                "row 7 -> silence: no boot program for")
        for architecture in (15, 18):
            self.assert_silence(self.say(DISCOVER, HOST, *pxe(architecture, "HTTPClient")),
                                "row 4 -> silence: no boot program for")

    def test_tell_why_there_is_nothing_to_boot(self):
        self.discover(FORBIDDEN, *pxe(7))
        self.assertIn("may not boot from the network now", self.said)

    def test_all_give_a_nic_its_one_address(self):
        addresses = {self.discover(HOST, *row.says).bootp.yiaddr for row in ROWS
                     if row.mac == HOST}
        self.assertEqual(addresses, {HERE + "21"})


class UnknownClients(TalkCase):
    OPTIONS = ("--ignore-unknown",)

    def test_are_ignored_where_the_plan_says_so(self):
        for mac, *says in [(STRANGER,), ("3c:ec:ef:00:00:01",), (STRANGER, vendor("iDRAC"))]:
            self.assert_silence(self.say(DISCOVER, mac, *says), f"{mac} has no address in test")

    def test_may_boot_and_then_stay(self):
        had = self.lease(STRANGER, *pxe(7))
        self.assertEqual(self.discover(STRANGER).bootp.yiaddr, had)


class Options(TalkCase):
    def test_are_those_of_a_lease(self):
        offer = self.discover(STRANGER)
        self.assertEqual(offer.address(1), "255.255.255.0")
        self.assertEqual([int.from_bytes(offer.options[code]) for code in (51, 58, 59)],
                         [1800, 900, 1575])

    def test_name_a_router_where_one_is_needed(self):
        routers = [self.discover(mac).address(3) for mac in (HOST, MIRROR)]
        self.assertEqual(routers, [None, HERE + "254"])
        self.assertEqual(self.ask(self.relayed(DISCOVER, REMOTE,
                                               option(82, 5, 4, address(THERE + "0"))))
                         .address(3), THERE + "254")

    def test_come_back_as_they_were_sent(self):
        client_id = bytes(range(200))
        for machine in (bytes([0, *range(16)]), bytes(17)):
            offer = self.discover(HOST, option(61, client_id), option(97, machine))
            self.assertEqual((offer.options[61], offer.options[97]), (client_id, machine))
        self.assertNotIn(97, self.discover(HOST, option(97)).options)

    def test_that_nobody_asks_for_are_left_out(self):
        self.assertNotIn(12, self.discover(HOST, option(55, 1)).options)
        self.assertEqual(self.discover(HOST, option(55, 1, 12)).text(12), "node0")

    def test_leave_room_for_bootp(self):
        self.assertGreaterEqual(len(self.discover(HOST).payload), 300)

    def test_reach_a_client_that_has_no_address(self):
        offer = self.discover(STRANGER)
        self.assertEqual((offer.to_mac, offer.ip.dst), (STRANGER, offer.bootp.yiaddr))
        self.assertEqual((offer.ip.src, offer.udp.sport, offer.udp.dport), (SEED, 67, 68))
        self.assertTrue(offer.has_right_checksums())

    def test_reach_a_client_that_wants_a_broadcast(self):
        offer = self.discover(STRANGER, flags="B")
        self.assertEqual((offer.to_mac, offer.ip.dst), (packets.BROADCAST_MAC, packets.BROADCAST))
        self.assertEqual((offer.ip.src, offer.bootp.flags), (SEED, "B"))


class Relays(TalkCase):
    def offered(self, mac, info):
        offer = self.ask(self.relayed(DISCOVER, mac, option(82, info)))
        self.assertEqual((offer.kind, offer.ip.dst, offer.udp.dport, offer.bootp.giaddr),
                         (OFFER, RELAY, 67, RELAY))
        self.assertEqual(offer.order[-1], (82, info))
        return offer

    def test_get_their_option_back_byte_for_byte(self):
        for info in (b"\x01\x04swp1", b"\x02\x00\x01\x02\x00\xff", b"\x97\x03abc", b""):
            self.assertEqual(self.offered(HOST, info).bootp.yiaddr, HERE + "21")

    def test_get_a_long_option_back(self):  # RFC 3396
        info = b"".join(bytes([code, 87]) + bytes(87) for code in (1, 2, 9))
        for room in (576, 1500):
            offer = self.ask(self.relayed(DISCOVER, HOST, option(57, room.to_bytes(2)),
                                          option(82, info[:255]), option(82, info[255:])))
            self.assertEqual(offer.options[82], info)
            self.assertEqual([code for code, _ in offer.order[-2:]], [82, 82])
            self.assertEqual(offer.options.get(52), bytes([2]) if room == 576 else None)
            self.assertEqual(offer.text(12), "node0")  # what no longer fits is in the name field

    def test_get_no_half_answer(self):
        info = bytes([1, 150]) + bytes(150) + bytes([2, 150]) + bytes(150)
        self.client.send(self.relayed(DISCOVER, HOST, option(82, info[:255]),
                                      option(82, info[255:])))
        self.assertIn("OFFER", self.server.line())  # and, elsewhere, that it does not fit
        self.assert_answers()

    def test_select_the_link(self):  # RFC 3527
        link = bytes([1, 4]) + b"swp1" + bytes([5, 4]) + address(THERE + "0")
        self.assertEqual(self.offered(REMOTE, link).bootp.yiaddr, THERE + "25")
        stranger = self.offered(STRANGER, link)
        self.assertRegex(stranger.bootp.yiaddr, r"^10\.98\.0\.1\d\d$")
        self.assertEqual(stranger.address(54), REMOTE_SEED)

    def test_stand_in_for_the_server(self):  # RFC 5107
        info = bytes([11, 4]) + address(THERE + "7")
        offer = self.offered(HOST, info)
        self.assertEqual(offer.address(54), THERE + "7")
        ack = self.ask(self.relayed(REQUEST, HOST, option(54, address(THERE + "7")),
                                    option(50, address(HERE + "21")), option(82, info)))
        self.assertEqual((ack.kind, ack.address(54)), (ACK, THERE + "7"))

    def test_do_not_make_us_another_server(self):
        self.assert_silence(self.relayed(REQUEST, HOST, option(54, address(THERE + "7")),
                                         option(50, address(HERE + "21"))),
                            "the client accepted another server")

    def test_that_lie_are_rejected(self):
        for info in (b"\x01", b"\x01\x05swp1", b"\x05\x03\x0a\x63\x00",
                     b"\x0b\x05\x0a\x63\x00\x01\x01"):
            self.assert_silence(self.relayed(DISCOVER, HOST, option(82, info)), "rejected from")


if __name__ == "__main__":
    unittest.main()
