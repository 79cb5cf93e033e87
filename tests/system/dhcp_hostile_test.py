"""Packets that no client should send: after each of them the DHCP server answers as before. And
packets that look odd and are right: options in other fields, and in parts."""

import random
import sys
import unittest

from wire import why_not

try:
    import packets
except ImportError:
    print("python3-scapy is not installed")
    sys.exit(77)
from dhcp_talk import HERE, HOST, SEED, STRANGER, TalkCase
from packets import DISCOVER, OFFER, option

if reason := why_not():
    print(reason)
    sys.exit(77)

TYPE = option(53, DISCOVER)
FILE, NAME = 108, 44  # offsets
IN_FILE, IN_NAME = option(52, 1), option(52, 2)
END = b"\xff"
NETBOOT = option(60, "PXEClient:Arch:00007:UNDI:003016") + option(93, 0, 7)
GARBAGE_PACKETS = 300


def with_field(payload, offset, octets):
    return payload[:offset] + octets + payload[offset + len(octets):]


class HostileCase(TalkCase):
    def broadcast(self, payload):
        return packets.frame(payload, STRANGER)

    def assert_rejected(self, payload, why=""):
        said = self.tell(self.broadcast(payload))
        self.assertRegex(said, rf"^rejected from .*{why}")


class BadPackets(HostileCase):
    def test_cut_at_any_length_are_rejected(self):
        whole = packets.packet(HOST, [TYPE, NETBOOT, option(97, 0, range(16)), option(61, HOST),
                                      option(55, 1, 3, 66, 67), option(82, 1, 4, "swp1")])
        for size in range(len(whole)):
            self.assert_rejected(whole[:size])
        self.assert_answers()

    def test_of_other_hardware_are_rejected(self):
        whole = packets.packet(HOST, [TYPE])
        for size in (0, 1, 5, 7, 8, 16, 17, 128, 255):
            self.assert_rejected(with_field(whole, 2, bytes([size])), "is not Ethernet")
        for kind in (0, 6, 32, 255):
            self.assert_rejected(with_field(whole, 1, bytes([kind])), "is not Ethernet")
        for operation in (0, 3, 255):
            self.assert_rejected(with_field(whole, 0, bytes([operation])), "neither request nor")
        self.assert_answers()

    def test_with_options_that_run_over_the_end_are_rejected(self):
        for code in (0x35, 12, 43, 60, 61, 77, 82, 97, 175, 254):
            for size in (2, 100, 255):
                payload = packets.packet(HOST, [TYPE], end=bytes([code, size, 1]))
                self.assert_rejected(payload, f"option {code} is truncated")
            self.assert_rejected(packets.packet(HOST, [TYPE], end=bytes([code])), "is truncated")
        self.assert_rejected(packets.packet(HOST, [TYPE], end=b""), "the options have no end")
        self.assert_answers()

    def test_with_options_of_a_wrong_size_are_rejected(self):
        wrong = [(53, b""), (53, b"\0"), (53, b"\x09"), (53, b"\1\1"), (1, b"\1\2\3"), (50, b"\1"),
                 (51, b"\1\2\3\4\5"), (54, b""), (57, b"\1"), (93, b"\0"), (94, b"\1\3"),
                 (97, bytes(16)), (97, b"\1" + bytes(16)), (3, b"\1\2\3\4\5"), (118, b"\1\2\3")]
        for code, value in wrong:
            first = [] if code == 53 else [TYPE]
            self.assert_rejected(packets.packet(HOST, [*first, option(code, value)]),
                                 f"option {code} of {len(value)} bytes has not its shape")
        self.assert_answers()

    def test_with_loops_of_overload_are_rejected(self):
        for overload in (IN_FILE, IN_NAME, option(52, 3)):
            for offset, loop in [(FILE, IN_FILE), (FILE, option(52, 3)), (NAME, IN_NAME)]:
                payload = packets.packet(HOST, [TYPE, overload])
                for at in (FILE, NAME):
                    payload = with_field(payload, at, loop + END if at == offset else END)
                if overload[2] & (1 if offset == FILE else 2):
                    self.assert_rejected(payload, "option 52 stands in a field that it names")
        for bad in (option(52, 0), option(52, 4), option(52, 255), option(52), option(52, 1, 1),
                    IN_FILE + IN_NAME, IN_FILE + IN_FILE):
            self.assert_rejected(packets.packet(HOST, [TYPE, bad], file=END),
                                 "option 52 is not one of 1, 2, 3")
        self.assert_rejected(packets.packet(HOST, [TYPE, IN_FILE]), "options in file have no end")
        self.assert_answers()

    def test_of_garbage_are_rejected(self):
        dice = random.Random(4)
        start = packets.packet(HOST, [TYPE], end=b"")
        for number in range(GARBAGE_PACKETS):
            garbage = dice.randbytes(1400 if number % 3 == 0 else dice.randrange(1400))
            self.client.send(self.broadcast((b"", start[:240], start)[number % 3] + garbage[:1200]))
            self.assertTrue(self.server.line())
        self.client.send(self.broadcast(dice.randbytes(1400)))
        self.assertIn("rejected", self.server.line())
        self.drain()

    def drain(self):
        """What garbage looked like a question may have got an answer."""
        self.client.send(self.say(DISCOVER, HOST, xid=0x600d))
        self.assertIn(f"OFFER {HERE}21", self.server.line())
        while self.client.answer().bootp.xid != 0x600d:
            pass

    def test_of_nobody_get_silence(self):
        for mac in ("00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:fb"):
            payload = packets.packet(mac, [TYPE])
            self.assert_silence(self.broadcast(payload), "is no address of a network card")

    def test_of_servers_get_silence(self):
        self.assert_silence(self.broadcast(packets.packet(HOST, [TYPE], op=2)),
                            "a server's message")
        for kind in (2, 5, 6):
            self.assert_silence(self.say(kind, HOST), "a server's message")

    def test_of_plain_bootp_are_rejected(self):
        self.assert_rejected(packets.packet(HOST, []), "no message type")
        self.assert_rejected(with_field(packets.packet(HOST, [TYPE]), 236, bytes(4)), "no magic")
        self.assert_answers()


class OddPackets(HostileCase):
    def offer(self, payload):
        offer = self.ask(self.broadcast(payload))
        self.assertEqual((offer.kind, offer.bootp.yiaddr), (OFFER, HERE + "21"))
        return offer

    def test_with_options_in_the_file_field(self):
        payload = packets.packet(HOST, [IN_FILE], file=TYPE + NETBOOT + END)
        self.assertEqual(self.offer(payload).text(67), "snponly.efi")

    def test_with_options_in_the_name_field(self):
        payload = packets.packet(HOST, [IN_NAME, NETBOOT], sname=TYPE + END)
        self.assertEqual(self.offer(payload).text(67), "snponly.efi")

    def test_with_options_in_both_fields(self):
        payload = packets.packet(HOST, [option(52, 3)], file=TYPE + END, sname=NETBOOT + END)
        self.assertEqual(self.offer(payload).text(67), "snponly.efi")

    def test_with_an_option_in_parts_across_fields(self):  # RFC 3396: main, file, name
        payload = packets.packet(HOST, [TYPE, option(52, 3), option(60, "PXECli")],
                                 file=option(60, "ent:Arch:000") + END,
                                 sname=option(60, "07:UNDI:003016") + END)
        self.assertEqual(self.offer(payload).text(67), "snponly.efi")

    def test_with_options_of_more_than_255_bytes(self):
        long = bytes(range(250)) * 2
        payload = packets.packet(HOST, [TYPE, option(57, 5, 220), option(61, long[:255]),
                                        option(61, long[255:])])
        offer = self.offer(payload)
        self.assertEqual(offer.options[61], long)
        self.assertEqual([len(value) for code, value in offer.order if code == 61], [255, 245])

    def test_with_padding_everywhere(self):
        payload = packets.packet(HOST, [b"\0" * 7, TYPE, b"\0", NETBOOT], end=END + b"\0" * 900)
        self.assertEqual(self.offer(payload).text(67), "snponly.efi")

    def test_with_garbage_behind_the_end(self):
        self.offer(packets.packet(HOST, [TYPE], end=END + b"\x35\xff\x52"))

    def test_with_texts_that_end_in_a_nul(self):
        payload = packets.packet(HOST, [TYPE, option(77, "iPXE\0")])
        self.assertIn("row ", self.said_about(payload))

    def said_about(self, payload):
        self.offer(payload)
        return self.said

    def test_that_claim_too_little_room(self):
        for size in (b"\0\0", b"\0\1", b"\2\0"):
            offer = self.offer(packets.packet(HOST, [TYPE, NETBOOT, option(57, size)]))
            self.assertEqual(offer.text(67), "snponly.efi")

    def test_ask_for_the_seed_itself(self):
        self.assertEqual(self.offer(packets.packet(HOST, [TYPE, option(54, 10, 99, 0, 1)]))
                         .address(54), SEED)


if __name__ == "__main__":
    unittest.main()
