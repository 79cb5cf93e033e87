"""The DHCP server behind a real relay, ISC dhcrelay, which stands between it and two racks. The
relay is not installed, so that it never starts by itself: ./test unpacks Debian's package."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from wire import Running, Wire, why_not

try:
    import packets
except ImportError:
    print("python3-scapy is not installed")
    sys.exit(77)

PROGRAM = pathlib.Path(os.environ["RACKSEED_PROGRAMS"], "dhcp_server")
UNPACKED = "build/peers/isc-dhcp-relay/usr/sbin/dhcrelay"
RELAY_PROGRAM = shutil.which("dhcrelay") or pathlib.Path(os.environ["RACKSEED_SOURCE"], UNPACKED)
LIMIT_S = 60
RACKS = (1, 2)

if reason := why_not():
    print(reason)
    sys.exit(77)
if missing := [program for program in (RELAY_PROGRAM, "udhcpc", "dhclient", "sysctl")
               if not shutil.which(program)]:
    print(f"missing: {', '.join(map(str, missing))}")
    sys.exit(77)


class RelayCase(unittest.TestCase):
    """Racks 1 and 2 have 10.98.1.0/24 and 10.98.2.0/24; the relay has .254 in each, and the
    client's end of the wire to the server."""

    def setUp(self):
        self.wire = self.enterContext(Wire())
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.ip("-n", self.wire.server, "route", "add", "10.98.0.0/16", "via", self.wire.CLIENT)
        self.run_here(self.wire.on_client("sysctl", "-qw", "net.ipv4.ip_forward=1"))
        for rack in RACKS:
            self.add_rack(rack)

    @staticmethod
    def run_here(command, check=True):
        return subprocess.run(list(map(str, command)), capture_output=True, text=True,
                              timeout=LIMIT_S, check=check)

    def ip(self, *words):
        self.run_here(["ip", *words])

    @staticmethod
    def name_of(rack):
        return f"rs-rack{rack}-{os.getpid()}"

    def add_rack(self, rack):
        name, port = self.name_of(rack), f"rack{rack}"
        self.ip("netns", "add", name)
        self.addCleanup(self.remove, name)
        self.ip("-n", self.wire.client, "link", "add", port, "type", "veth", "peer", "name", "eth0",
                "netns", name)
        self.ip("-n", self.wire.client, "address", "add", f"10.98.{rack}.254/24", "dev", port)
        self.ip("-n", self.wire.client, "link", "set", port, "up")
        self.ip("-n", name, "link", "set", "eth0", "up")

    def remove(self, name):
        for pid in self.run_here(["ip", "netns", "pids", name]).stdout.split():
            os.kill(int(pid), signal.SIGKILL)  # clients that went on in the background
        self.ip("netns", "delete", name)

    def serve(self, *options, relays=RACKS):
        command = [PROGRAM, self.folder / "leases.db", "--no-probe", *options]
        for rack in RACKS:
            net = f"10.98.{rack}"
            command += ["--subnet", f"{net}.0/24,{self.wire.SERVER},{net}.100,{net}.199",
                        "--gateway", f"{net}.254"]
        for rack in relays:
            command += ["--relay", f"10.98.{rack}.254"]
        server = self.enterContext(Running(self.wire.on_server(*command)))
        self.assertEqual(server.line(), "listening")
        return server

    def relay(self, *options):
        """Its clients repeat themselves until it listens."""
        ports = [word for rack in RACKS for word in ("-id", f"rack{rack}")]
        process = subprocess.Popen(
            self.wire.on_client(RELAY_PROGRAM, "-4", "-d", "--no-pid", *options, "-iu", "eth0",
                                *ports, self.wire.SERVER),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)

    def script(self, name):
        """What a client calls with its lease: writes it down and uses it."""
        path = self.folder / name
        path.write_text(f"#!/bin/sh\nenv >> {path}.env\n"
                        '[ -z "$new_ip_address" ] || ip address replace "$new_ip_address/24" dev '
                        '"$interface"\n'
                        '[ -z "$new_routers" ] || ip route replace default via "$new_routers"\n')
        path.chmod(0o755)
        return path

    def environment(self, script):
        lines = pathlib.Path(f"{script}.env").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def in_rack(self, rack, *command):
        return ["ip", "netns", "exec", self.name_of(rack), *map(str, command)]

    def udhcpc(self, rack):
        script = self.script(f"udhcpc{rack}")
        self.run_here(self.in_rack(rack, "udhcpc", "-i", "eth0", "-f", "-q", "-n", "-t", 20, "-T",
                                   1, "-s", script))
        return self.environment(script)

    def dhclient(self, rack):
        script = self.script(f"dhclient{rack}")
        self.run_here(self.in_rack(rack, "dhclient", "-1", "-sf", script, "-pf",
                                   self.folder / "pid", "-lf", self.folder / "dhclient.leases",
                                   "-cf", "/dev/null", "eth0"))
        return self.environment(script)


class Clients(RelayCase):
    def test_get_an_address_of_their_rack(self):
        server = self.serve()
        self.relay("-a")
        for rack in reversed(RACKS):
            got = self.udhcpc(rack)
            self.assertRegex(got["ip"], rf"^10\.98\.{rack}\.1\d\d$")
            self.assertEqual((got["router"], got["serverid"]),
                             (f"10.98.{rack}.254", self.wire.SERVER))
            self.wait_for(server, f'via relay 10.98.{rack}.254, port "rack{rack}"', "ACK")

    @staticmethod
    def wait_for(server, *texts):
        """For a line that has all of them. Throws queue.Empty when the server falls silent."""
        while line := server.line():
            if all(text in line for text in texts):
                return

    def test_renew_past_the_relay(self):
        server = self.serve("--lease", "4")
        self.relay("-a")
        got = self.dhclient(1)
        address = got["new_ip_address"]
        self.assertRegex(address, r"^10\.98\.1\.1\d\d$")
        self.wait_for(server, "REQUEST", "via relay", f"ACK {address}")
        self.wait_for(server, "REQUEST", "on eth0", f"ACK {address}")

    def test_of_a_relay_that_is_not_in_the_plan_get_nothing(self):
        server = self.serve(relays=[1])
        self.relay("-a")
        asking = subprocess.Popen(
            self.in_rack(2, "udhcpc", "-i", "eth0", "-f", "-t", 100, "-T", 1, "-s",
                         self.script("udhcpc2")),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(asking.wait)
        self.addCleanup(asking.kill)
        self.wait_for(server, "silence: relay 10.98.2.254 is not in the plan")
        self.assertRegex(self.udhcpc(1)["ip"], r"^10\.98\.1\.1\d\d$")
        self.assertIsNone(asking.poll())
        said = (self.folder / "udhcpc2.env").read_text()
        self.assertNotIn("\nip=", said)  # deconfig is all that it was told


class AgentInformation(RelayCase):
    def test_comes_back_byte_for_byte(self):
        self.serve()
        self.relay("-a")
        frames = packets.tap(self.wire.client)
        self.addCleanup(frames.close)
        self.udhcpc(2)
        infos = {}
        for answer in self.dhcp_packets(frames, 4):  # DISCOVER, OFFER, REQUEST, ACK
            self.assertEqual(answer.order[-1][0], 82)
            infos.setdefault(answer.kind, answer.options[82])
        self.assertEqual(set(infos), {packets.DISCOVER, packets.OFFER, packets.REQUEST,
                                      packets.ACK})
        self.assertEqual(set(infos.values()), {b"\x01\x05rack2"})

    @staticmethod
    def dhcp_packets(frames, kinds):
        """All between server and relay until so many kinds have come."""
        found = []
        until = time.monotonic() + LIMIT_S
        while len({packet.kind for packet in found}) < kinds:
            frames.settimeout(max(0.001, until - time.monotonic()))
            if packet := packets.read(frames.recv(packets.FRAME_BYTES)):
                found.append(packet)
        return found

    def test_is_not_needed(self):
        self.serve()
        self.relay()
        self.assertRegex(self.udhcpc(1)["ip"], r"^10\.98\.1\.1\d\d$")


if __name__ == "__main__":
    unittest.main()
