"""The DHCP server with the clients that Debian has, over a veth pair between network namespaces."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

from wire import Running, Wire, why_not

PROGRAM = pathlib.Path(os.environ["RACKSEED_PROGRAMS"], "dhcp_server")
LIMIT_S = 60
POOL = ("10.99.0.100", "10.99.0.199")

if reason := why_not():
    print(reason)
    sys.exit(77)


def needs(*programs):
    missing = [program for program in programs if not shutil.which(program)]
    return unittest.skipIf(missing, f"missing: {', '.join(missing)}")


class DhcpCase(unittest.TestCase):
    def setUp(self):
        self.wire = self.enterContext(Wire())
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.client("ip", "address", "flush", "dev", "eth0")  # it has none yet
        text = self.client("cat", "/sys/class/net/eth0/address").stdout
        self.mac = text.strip()
        self.addCleanup(self.end_clients)

    def client(self, *command, check=True):
        return subprocess.run(self.wire.on_client(*command), capture_output=True, text=True,
                              timeout=LIMIT_S, check=check)

    def command(self, *options, pool=POOL):
        subnet = f"10.99.0.0/24,{self.wire.SERVER},{pool[0]},{pool[1]},eth0"
        return self.wire.on_server(PROGRAM, self.folder / "leases.db", "--subnet", subnet, *options)

    def serve(self, *options, **more):
        server = self.enterContext(Running(self.command(*options, **more)))
        self.assertEqual(server.line(), "listening")
        return server

    def script(self):
        """What a client calls with its lease: writes the address down."""
        path = self.folder / "script"
        path.write_text(f"#!/bin/sh\nenv >> {self.folder}/env\n")
        path.chmod(0o755)
        return path

    def environment(self):
        return dict(line.split("=", 1) for line in (self.folder / "env").read_text().splitlines()
                    if "=" in line)

    def dhclient(self, *options):
        return self.client("dhclient", "-1", "-v", "-sf", self.script(), "-pf",
                           self.folder / "pid", "-lf", self.folder / "dhclient.leases", "-cf",
                           "/dev/null", *options, "eth0")

    def end_clients(self):
        """Those that went on in the background, whether they have written their pid or not."""
        pids = subprocess.run(["ip", "netns", "pids", self.wire.client], capture_output=True,
                              text=True, check=True).stdout.split()
        for pid in map(int, pids):
            os.kill(pid, signal.SIGKILL)

    @staticmethod
    def wait_for(server, text):
        """Throws queue.Empty when the server does not say it."""
        while text not in server.line():
            pass

    def assert_in_pool(self, address):
        self.assertRegex(address, r"^10\.99\.0\.1\d\d$")


class Clients(DhcpCase):
    @needs("dhclient")
    def test_dhclient_gets_an_address(self):
        server = self.serve()
        self.dhclient()
        address = self.environment()["new_ip_address"]
        self.assert_in_pool(address)
        self.assertEqual(self.environment()["new_subnet_mask"], "255.255.255.0")
        self.assertEqual(self.environment()["new_dhcp_server_identifier"], self.wire.SERVER)
        self.assertIn(f"probe {POOL[0]}", server.line())
        self.wait_for(server, f"OFFER {address}")
        self.wait_for(server, f"ACK {address}")

    @needs("udhcpc", "dhclient")
    def test_all_clients_of_a_nic_get_one_address(self):
        self.serve()
        self.dhclient()
        first = self.environment()["new_ip_address"]
        for client_id in ("01:" + self.mac, "ff:00:11:22:33:44:55:66:77"):
            self.client("udhcpc", "-i", "eth0", "-f", "-q", "-n", "-s", self.script(), "-x",
                        "0x3d:" + client_id.replace(":", ""))
            self.assertEqual(self.environment()["ip"], first)

    @needs("udhcpc")
    def test_udhcpc_gets_its_reserved_address(self):
        self.serve("--reserve", f"{self.mac},cmp1,10.99.0.21")
        self.client("udhcpc", "-i", "eth0", "-f", "-q", "-n", "-s", self.script())
        self.assertEqual(self.environment()["ip"], "10.99.0.21")
        self.assertEqual(self.environment()["serverid"], self.wire.SERVER)

    @needs("dhcpcd")
    def test_dhcpcd_gets_an_address(self):
        server = self.serve()
        self.client("dhcpcd", "-4", "-1", "-B", "-L", "-f", "/dev/null", "-c", self.script(),
                    "eth0", check=False)
        self.wait_for(server, "ACK 10.99.0.100")


class Addresses(DhcpCase):
    @needs("udhcpc")
    def test_that_somebody_has_are_not_given(self):
        self.client("ip", "link", "add", "other", "link", "eth0", "type", "macvlan")
        self.client("ip", "link", "set", "eth0", "promisc", "on")
        self.client("ip", "address", "add", f"{POOL[0]}/24", "dev", "other")
        self.client("ip", "link", "set", "other", "up")
        self.serve()
        self.client("udhcpc", "-i", "eth0", "-f", "-q", "-n", "-s", self.script())
        self.assertEqual(self.environment()["ip"], "10.99.0.101")

    @needs("udhcpc")
    def test_survive_a_kill(self):
        with Running(self.command()) as server:
            server.line()
            self.client("udhcpc", "-i", "eth0", "-f", "-q", "-n", "-s", self.script())
            server.process.kill()
        first = self.environment()["ip"]
        again = self.serve()
        self.client("udhcpc", "-i", "eth0", "-f", "-q", "-n", "-s", self.script())
        self.assertEqual(self.environment()["ip"], first)
        self.assertIn(f"OFFER {first}", again.line())


class Load(DhcpCase):
    def perfdhcp(self, *options):
        self.client("ip", "address", "add", f"{self.wire.CLIENT}/24", "dev", "eth0")
        return self.client("perfdhcp", "-4", "-l", "eth0", *options, check=False).stdout

    @needs("perfdhcp")
    def test_perfdhcp_drops_nothing(self):
        self.serve("--quiet", "--no-probe", "--relay", self.wire.CLIENT)
        said = self.perfdhcp("-r", "100", "-R", "90", "-n", "200", "-W", "3000000",
                             self.wire.SERVER)
        drops = [int(number) for number in re.findall(r"drops: (\d+)", said)]
        self.assertEqual(drops, [0, 0], said)


if __name__ == "__main__":
    unittest.main()
