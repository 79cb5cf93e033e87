"""What `rackseed serve` gives to whom: addresses, boot options, scripts, seeds of installations and
files, to nodes that may be installed, to those that may not, and to strangers."""

import json
import os
import socket
import subprocess
import sys
import unittest
import urllib.parse

import packets
import serving
import wire
from serving import (CTRL1, CTRL1_BMC, CTRL1_IP, CTRL2, CTRL2_BMC, CTRL2_IP, LIMIT_S, LOADER, SEED,
                     STRANGER, STRANGER_IP, UEFI, needs)

if reason := wire.why_not():
    print(reason)
    sys.exit(77)

IPXE = (packets.option(77, "iPXE"), *UEFI)
SECRETS = ("install.key", "rackseed.db", "lock")


def script_of(mac):
    return f"/ipxe/{mac.replace(':', '-')}"


def boot_options(packet):
    """What a packet says about booting."""
    return packet.file, packet.text(66), packet.text(67)


class NodesTest(serving.ServeCase):
    def setUp(self):
        super().setUp()
        self.seed = self.serve("--arm", "ctrl2")

    def test_that_are_not_armed_get_an_address_and_boot_from_their_disk(self):
        ack = self.lease(CTRL1, *UEFI)
        self.assertEqual(ack.bootp.yiaddr, CTRL1_IP)
        self.assertEqual(boot_options(ack), ("", None, None))
        status, script = self.curl(script_of(CTRL1))
        self.assertEqual(status, 200)
        self.assertRegex(script, r"^#!ipxe\necho rackseed: ctrl1 is planned.*\nexit 1\n$")

    def test_that_are_armed_boot(self):
        ack = self.lease(CTRL2, *UEFI)
        self.assertEqual(ack.bootp.yiaddr, CTRL2_IP)
        self.assertEqual(boot_options(ack), ("snponly.efi", SEED, "snponly.efi"))
        self.assertEqual(self.tftp(b"snponly.efi", CTRL2_IP), (3, LOADER[:512]))
        second = self.lease(CTRL2, *IPXE)
        url = urllib.parse.urlsplit(second.text(67))
        self.assertEqual((url.netloc, url.path), (SEED, script_of(CTRL2)))
        status, script = self.curl(url.path, source=CTRL2_IP)
        self.assertEqual(status, 200)
        self.assertIn(f"kernel ${{base}}/casper/vmlinuz initrd=initrd", script)
        self.assertIn(f"ds=nocloud;s=http://{SEED}/nocloud/{CTRL2_BMC}/", script)

    def test_have_their_seed_for_themselves(self):
        path = f"/nocloud/{CTRL2_BMC}/meta-data"
        self.assertEqual(self.curl(path, source=CTRL2_IP)[0], 403)  # no lease yet
        self.lease(CTRL1)
        self.lease(CTRL2)
        status, text = self.curl(path, source=CTRL2_IP)
        self.assertEqual(status, 200)
        self.assertIn("ctrl2", text)
        for source in (CTRL1_IP, STRANGER_IP):
            self.assertEqual(self.curl(path, source=source)[0], 403)
        self.assertEqual(self.curl(f"/nocloud/{CTRL1_BMC}/meta-data", source=CTRL1_IP)[0], 403)
        self.assertEqual(self.curl(path + "/", source=CTRL2_IP)[0], 200)

    def test_get_no_secret_that_is_not_there(self):
        self.lease(CTRL2)
        status, text = self.curl(f"/nocloud/{CTRL2_BMC}/user-data", source=CTRL2_IP)
        self.assertEqual(status, 503)
        self.assertIn("is not set", text)

    def test_need_their_word(self):
        self.lease(CTRL2)
        for word in ("0" * 32, "x", "%2e%2e", "0" * 4000):
            for call in ("event", "gate", "installed", "logs", "failed-logs"):
                path = f"/api/v1/install/{CTRL2_BMC}/{word}/{call}"
                self.assertIn(self.curl(path, "-d", "x", source=CTRL2_IP)[0], (400, 403))
            self.assertIn(self.curl(f"/api/v1/agent/{word}/hello", "-d", "x")[0], (400, 403))
        code, said = self.seed.end()
        self.assertEqual(code, 0)
        self.assertNotIn("0" * 32, said)
        self.assertEqual(os.listdir(self.state / "logs"), [])
        self.assertEqual(self.state_of("ctrl2"), "install")

    def test_are_installed_with_their_word(self):
        self.lease(CTRL2)
        word = serving.word_of(self.state, CTRL2_BMC)
        path = f"/api/v1/install/{CTRL2_BMC}/{word}"
        self.assertEqual(self.curl(path + "/gate", source=CTRL2_IP), (200, "go\n"))
        self.assertEqual(self.curl(path + "/event", "-d", "{}", source=CTRL2_IP)[0], 204)
        self.assertEqual(self.curl(path + "/logs", "-d", "a line", source=CTRL2_IP)[0], 204)
        self.assertEqual(self.curl(path + "/installed", "-d", "", source=CTRL2_IP)[0], 204)
        self.assertEqual(self.curl(path + "/gate", source=CTRL2_IP)[0], 409)
        self.assertEqual(self.curl(f"/nocloud/{CTRL2_BMC}/meta-data", source=CTRL2_IP)[0], 403)
        self.assertEqual(boot_options(self.lease(CTRL2, *UEFI)), ("", None, None))
        self.assertEqual(self.seed.end()[0], 0)
        self.assertEqual(self.state_of("ctrl2"), "installed")
        self.assertEqual((self.state / f"logs/{CTRL2_BMC}-1-logs.log").read_text(), "a line")

    def test_are_tied_by_their_serial_number(self):
        url = urllib.parse.urlsplit(self.lease(STRANGER, *IPXE).text(67))
        self.assertEqual(url.path, script_of(STRANGER))
        status, script = self.curl(script_of(STRANGER))
        self.assertEqual((status, "uuid=${uuid}&serial=" in script), (200, True))
        path = f"/ipxe/unknown?mac={STRANGER}&serial=SRV00011&uuid="
        self.assertIn(f"chain --replace http://{SEED}{script_of(STRANGER)}", self.curl(path)[1])
        self.assertIn("casper/vmlinuz", self.curl(script_of(STRANGER))[1])
        self.assertEqual(self.seed.end()[0], 0)
        self.assertIn(("NicTied", CTRL2_BMC), [(kind, bmc) for kind, bmc, _ in self.events()])

    def test_leave_their_events_and_frames(self):
        self.lease(CTRL1, *UEFI)
        self.lease(CTRL2, *IPXE)
        self.curl("/os/noble/casper/vmlinuz", source=CTRL2_IP)
        self.curl("/os/noble/casper/initrd", source=CTRL2_IP)
        self.tftp(b"os/none", CTRL2_IP)
        self.assertEqual(self.seed.end()[0], 0)
        seen = [(kind, bmc) for kind, bmc, _ in self.events()]
        for expected in (("DhcpDiscoverSeen", CTRL1_BMC), ("DhcpRequestSeen", CTRL1_BMC),
                         ("DhcpDiscoverSeen", CTRL2_BMC), ("KernelServed", CTRL2_BMC),
                         ("InitrdServed", CTRL2_BMC), ("FileAbsent", CTRL2_BMC),
                         ("NodeArmed", CTRL2_BMC), ("ServerStarted", None)):
            self.assertIn(expected, seen)
        for _, _, data in self.events():
            json.loads(data)
        frames = sorted(path.name for path in (self.state / "frames").iterdir())
        self.assertEqual(frames, [f"{mac.replace(':', '-')}.pcap" for mac in (CTRL1, CTRL2)])

    def test_leave_their_frames_however_many_they_are(self):
        macs = [f"02:00:00:00:01:{number:02x}" for number in range(200)]
        for mac in macs:
            self.send(packets.DISCOVER, mac)
        self.seed.wait_for(f"DISCOVER from {macs[-1]}")
        self.assertEqual(self.seed.end()[0], 0)
        self.assertEqual(len(list((self.state / "frames").iterdir())), len(macs))

    @needs("tcpdump")
    def test_leave_frames_that_tcpdump_reads(self):
        self.lease(CTRL1, *UEFI)
        self.seed.end()
        capture = self.state / "frames" / f"{CTRL1.replace(':', '-')}.pcap"
        read = subprocess.run(["tcpdump", "-nv", "-r", capture], capture_output=True, text=True,
                              timeout=LIMIT_S, check=True).stdout
        self.assertIn(f"0.0.0.0.68 > 255.255.255.255.67: BOOTP/DHCP, Request from {CTRL1}", read)
        self.assertIn("DHCP-Message (53), length 1: Discover", read)
        self.assertIn("DHCP-Message (53), length 1: Request", read)
        self.assertNotIn("bad cksum", read)

    def state_of(self, node):
        return serving.state_of(self.state, node)


class FilesTest(serving.ServeCase):
    """Nothing but what is below os/ and apt/, by whichever way a path is written."""

    CLIMBS = ("..", "%2e%2e", "%2E%2e", ".%2e", "%2e.", "..%2f", "%2e%2e%2f", "..%5c", "..\\",
              "%252e%252e", "%c0%ae%c0%ae", "..%00", "..;", "...", "%2e%2e%5c", "\u2025")

    def setUp(self):
        super().setUp()
        self.seed = self.serve()
        (self.state / "os/link").symlink_to("../install.key")
        (self.state / "os/boot/link").symlink_to("../../install.key")
        self.key = (self.state / "install.key").read_bytes()

    def test_are_confined_by_http(self):
        paths = [f"/{root}/{climb}/{secret}" for root in ("os", "apt", "images", "os/boot")
                 for climb in (*self.CLIMBS, *(f"{c}/{c}" for c in self.CLIMBS))
                 for secret in SECRETS[:2]]
        paths += ["/os/link", "/os/boot/link", "//install.key", "/install.key", "/os//../lock",
                  "/images/../install.key", "/os/.", "/os/", "/os/boot", "/images/" + "0" * 64]
        client = self.client_socket(socket.SOCK_STREAM)
        client.connect((SEED, 80))
        answers = client.makefile("rb")
        for path in paths:
            with self.subTest(path):
                client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                status, body, closed = self.read_answer(answers)
                self.assertIn(status, (400, 403, 404))
                self.assertNotIn(self.key, body)
                self.assertNotIn(b"SQLite", body)
            if closed:
                client = self.client_socket(socket.SOCK_STREAM)
                client.connect((SEED, 80))
                answers = client.makefile("rb")
        self.assertEqual(self.curl("/os/noble/casper/vmlinuz"), (200, "kernel"))

    @staticmethod
    def read_answer(answers):
        status = int(answers.readline().split()[1])
        length, closed = 0, False
        while (line := answers.readline().strip().lower()):
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            closed = closed or line == b"connection: close"
        return status, answers.read(length), closed

    def test_are_confined_by_curl(self):
        for path in ("/os/../install.key", "/os/%2e%2e/install.key", "/os/..%2finstall.key"):
            self.assertIn(self.curl(path)[0], (400, 403, 404))

    def test_are_confined_by_tftp(self):
        for climb in self.CLIMBS:
            for root in ("", "/", "os/", "/os/", "os/noble/", "\\"):
                for steps in (1, 2, 3):
                    path = root + f"{climb}/" * steps + "install.key"
                    with self.subTest(path):
                        self.assertEqual(self.tftp(path.encode())[0], 5)
        for path in (b"link", b"/etc/passwd", b"install.key", b"//install.key", b"os", b"os/", b"",
                     b"os/../install.key", str(self.state / "install.key").encode(), b"\xff\xfe"):
            with self.subTest(path):
                self.assertEqual(self.tftp(path)[0], 5)
        self.assertEqual(self.tftp(b"/os/noble/casper/vmlinuz"), (3, b"kernel"))
        self.assertEqual(self.tftp(b"snponly.efi"), (3, LOADER[:512]))

    def test_are_read_only_by_tftp(self):
        client = self.client_socket(socket.SOCK_DGRAM)
        client.sendto(b"\0\2new\0octet\0", (SEED, 69))
        self.assertEqual(client.recv(2048)[:2], b"\0\5")
        self.assertFalse((self.state / "os/boot/new").exists())


if __name__ == "__main__":
    unittest.main()
