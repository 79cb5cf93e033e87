"""What is learned from the wire before and while it is served, over a veth pair between network
namespaces: foreign DHCP servers, addresses in use, interfaces that come and go."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from wire import Running, Wire, why_not

PROGRAMS = pathlib.Path(os.environ["RACKSEED_PROGRAMS"])
PROGRAM = PROGRAMS / "segment_check"
LIMIT_S = 60
POOL = ("10.99.0.100", "10.99.0.119")

if reason := why_not():
    print(reason)
    sys.exit(77)


def has_udhcpd():
    if not shutil.which("busybox"):
        return False
    listed = subprocess.run(["busybox", "--list"], capture_output=True, text=True, check=True)
    return "udhcpd" in listed.stdout.split()


class WireCase(unittest.TestCase):
    def setUp(self):
        self.wire = self.enterContext(Wire())
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.mac = self.mac_of("eth0")

    def run_in(self, command):
        return subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S,
                              check=True).stdout

    def client(self, *command):
        return self.run_in(self.wire.on_client(*command))

    def server(self, *command):
        return self.run_in(self.wire.on_server(*command))

    def mac_of(self, interface):
        return self.client("cat", f"/sys/class/net/{interface}/address").strip()

    def check(self, *options, pool=POOL, wait_ms=0):
        """The lines that the check says, less the number of addresses."""
        subnet = ",".join(("prov", "10.99.0.0/24", self.wire.SERVER) + pool)
        lines = self.server(PROGRAM, "check", "eth0", "--subnet", subnet, "--wait-ms", wait_ms,
                            *options).splitlines()
        return [line for line in lines if not line.startswith("asked ")]

    def add_second_host(self, address):
        """Another MAC address at the client's end. Returns it."""
        self.client("ip", "link", "add", "other", "link", "eth0", "type", "macvlan")
        self.client("ip", "address", "add", f"{address}/24", "dev", "other")
        self.client("ip", "link", "set", "other", "up")
        self.client("sh", "-c", "echo 1 >/proc/sys/net/ipv4/conf/all/arp_ignore")
        return self.mac_of("other")

    @staticmethod
    def wait_for(program, text):
        """Throws queue.Empty when the program does not say it."""
        while text not in program.line():
            pass


@unittest.skipUnless(has_udhcpd(), "missing: busybox udhcpd")
class ForeignServers(WireCase):
    WAIT_MS = 2000

    def setUp(self):
        super().setUp()
        settings = self.folder / "udhcpd.conf"
        settings.write_text(f"start 10.99.0.77\nend 10.99.0.77\ninterface eth0\n"
                            f"lease_file {self.folder}/leases\npidfile {self.folder}/pid\n"
                            f"boot_file grubx64.efi\noption subnet 255.255.255.0\n")
        (self.folder / "leases").touch()
        server = self.enterContext(Running(self.wire.on_client(
            "sh", "-c", f"exec busybox udhcpd -f -a 100 {settings} 2>&1")))
        self.addCleanup(server.process.kill)
        self.wait_for(server, "started")

    def test_are_found_without_an_address_of_our_own(self):
        self.server("ip", "address", "flush", "dev", "eth0")
        self.assertEqual(self.check(wait_ms=self.WAIT_MS), [
            "L-801 error: prov: a foreign DHCP server 10.99.0.2 answers (offered 10.99.0.77, boot "
            "file grubx64.efi); find it or use dhcp.mode proxy", "refuse"])

    def test_are_found_while_port_68_is_in_use(self):
        client = self.enterContext(Running(self.wire.on_server(
            sys.executable, "-c", "import socket, sys; s = socket.socket(type=socket.SOCK_DGRAM); "
            "s.bind(('', 68)); print('bound', flush=True); sys.stdin.read()")))
        self.assertEqual(client.line(), "bound")
        self.assertEqual(self.check(wait_ms=self.WAIT_MS)[-1], "refuse")

    def test_are_served_beside_by_force(self):
        said = self.check("--force", wait_ms=self.WAIT_MS)
        self.assertIn("L-801 error", said[0])
        self.assertEqual(said[-1], "serve")

    def test_are_expected_by_a_proxy(self):
        self.assertEqual(self.check("--proxy", wait_ms=self.WAIT_MS), ["serve"])


class NoForeignServer(WireCase):
    def test_is_as_it_should_be(self):
        self.assertEqual(self.check(wait_ms=200), ["serve"])

    def test_is_missed_by_a_proxy(self):
        self.assertEqual(self.check("--proxy", wait_ms=200), [
            "L-801 warning: prov: no DHCP server answers; with dhcp.mode proxy another one has to "
            "give the addresses", "serve"])

    def test_is_not_believed_where_nobody_can_ask(self):
        self.server("ip", "link", "set", "eth0", "down")
        self.assertEqual(self.check(wait_ms=200), ["error: eth0: Network is down"])


class ForeignProxy(WireCase):
    def test_is_found(self):
        proxy = self.enterContext(Running(self.wire.on_client(
            PROGRAMS / "dhcp_server", self.folder / "leases.db", "--proxy", "--subnet",
            f"10.99.0.0/24,{self.wire.CLIENT},{POOL[0]},{POOL[1]},eth0")))
        self.assertEqual(proxy.line(), "listening")
        said = self.check(wait_ms=500)
        self.assertRegex(said[0], r"^L-801 error: prov: a foreign ProxyDHCP server 10\.99\.0\.2 "
                         r"answers \(boot file snponly\.efi\); find it, or clients boot from it$")
        self.assertEqual(said[1:], ["refuse"])


class Addresses(WireCase):
    def test_of_the_pool_that_somebody_has_are_quarantined(self):
        self.client("ip", "address", "add", f"{POOL[1]}/24", "dev", "eth0")
        self.assertEqual(self.check(), [
            f"L-805 warning: prov: address {POOL[1]} of the pool is in use by {self.mac}; nobody "
            "is given it", f"quarantine prov {POOL[1]}", "serve"])

    def test_may_be_used_by_those_who_have_a_lease(self):
        self.client("ip", "address", "add", f"{POOL[1]}/24", "dev", "eth0")
        self.assertEqual(self.check("--lease", f"{POOL[1]},{self.mac}"), ["serve"])

    def test_may_be_used_by_those_for_whom_they_are_reserved(self):
        self.assertEqual(self.check("--reserve", f"{self.mac},cmp1,{self.wire.CLIENT}"), ["serve"])

    def test_that_are_reserved_for_another(self):
        self.assertEqual(self.check("--reserve", f"00:00:5e:00:53:01,cmp1,{self.wire.CLIENT}"), [
            f"L-805 warning: prov: address {self.wire.CLIENT} of cmp1 lom0 is answered by "
            f"{self.mac}, which is not its MAC: duplicate address", "serve"])

    def test_that_two_hosts_have(self):
        other = self.add_second_host(self.wire.CLIENT)
        said = self.check("--reserve", f"{self.mac},cmp1,{self.wire.CLIENT}")
        self.assertRegex(said[0], rf"address {self.wire.CLIENT} is answered by two MACs "
                         rf"\(({self.mac}, {other}|{other}, {self.mac})\): duplicate address$")
        self.assertEqual(said[1:], ["serve"])

    def test_of_this_seed_are_nobody_elses(self):
        self.client("ip", "address", "add", f"{self.wire.SERVER}/24", "dev", "eth0")
        self.assertEqual(self.check(), [
            f"L-805 error: prov: address {self.wire.SERVER} of this seed is answered by "
            f"{self.mac}: duplicate address", "refuse"])

    def test_of_a_large_pool_are_all_asked_soon(self):
        self.client("ip", "address", "add", "10.99.3.254/22", "dev", "eth0")
        begin = time.monotonic()
        said = self.server(PROGRAM, "check", "eth0", "--wait-ms", "0", "--subnet",
                           "prov,10.99.0.0/22,10.99.0.1,10.99.0.3,10.99.3.254").splitlines()
        self.assertLess(time.monotonic() - begin, 6)  # 2.1 s where nothing else runs
        self.assertEqual(said[1:], ["quarantine prov 10.99.3.254", "asked 1021", "serve"])


class Probes(WireCase):
    FREE = [f"10.99.0.{host}" for host in range(20, 220)]

    def probe(self, *options, addresses=()):
        command = self.wire.on_server(*options, PROGRAM, "probe", "--wait-ms", "600")
        return sorted(self.run_in([*command, *addresses]).splitlines())

    def expected(self, *others):
        return sorted([*(f"{address} free" for address in self.FREE), *others])

    def test_by_arp_share_a_socket(self):
        self.assertEqual(
            self.probe(addresses=["--interface", "eth0", *self.FREE, self.wire.CLIENT]),
            self.expected(f"{self.wire.CLIENT} in use"))

    def test_by_ping_share_a_socket(self):
        self.assertEqual(self.probe(addresses=[*self.FREE, self.wire.CLIENT]),
                         self.expected(f"{self.wire.CLIENT} in use"))

    def test_by_ping_need_no_right_where_the_kernel_lets_everybody(self):
        self.server("sh", "-c", "echo 0 2147483647 >/proc/sys/net/ipv4/ping_group_range")
        self.assertEqual(self.probe("setpriv", "--bounding-set", "-net_raw",
                                    addresses=[self.wire.CLIENT, "10.99.0.20"]),
                         [f"{self.wire.CLIENT} in use", "10.99.0.20 free"])

    def test_say_when_they_cannot_ask(self):
        for options, what in (([], "ping"), (["--interface", "eth0"], "eth0"),
                              (["--interface", "gone"], "gone")):
            with self.subTest(what):
                said = self.probe("setpriv", "--bounding-set", "-net_raw",
                                  addresses=[*options, self.wire.CLIENT])
                self.assertEqual(said[0], f"{self.wire.CLIENT} free")
                self.assertIn(f"trouble probe: {what}: ", said[1])


class Interfaces(WireCase):
    def test_that_come_and_go_are_told(self):
        watcher = self.enterContext(Running(self.wire.on_server(PROGRAM, "watch")))
        self.assertEqual(watcher.line(), "watching")
        self.wire.cut()
        self.assertEqual(watcher.line(), "eth0 vanished")
        self.wire.join()
        self.assertEqual(watcher.line(), "eth0 is back with 10.99.0.1/24")
        self.wait_for(watcher, "eth0 has a carrier again")
        self.server("ip", "address", "add", "10.99.1.1/24", "dev", "eth0")
        self.wait_for(watcher, "eth0 has 10.99.0.1/24, 10.99.1.1/24 instead of 10.99.0.1/24")
        self.server("ip", "address", "flush", "dev", "eth0")
        self.wait_for(watcher, "eth0 lost ")
        self.server("ip", "address", "add", "10.99.0.1/24", "dev", "eth0")
        self.wait_for(watcher, "eth0 is back with 10.99.0.1/24")
        self.server("ip", "link", "set", "eth0", "down")
        self.wait_for(watcher, "eth0 was set down")
        self.server("ip", "link", "set", "eth0", "up")
        self.wait_for(watcher, "eth0 has a carrier again")
        self.client("ip", "link", "set", "eth0", "down")
        self.wait_for(watcher, "eth0 has no carrier")

    @unittest.skipUnless(shutil.which("udhcpc"), "missing: udhcpc")
    def test_that_come_back_are_served_again(self):
        server = self.enterContext(Running(self.wire.on_server(
            PROGRAMS / "dhcp_server", self.folder / "leases.db", "--subnet",
            f"10.99.0.0/24,{self.wire.SERVER},{POOL[0]},{POOL[1]},eth0")))
        self.assertEqual(server.line(), "listening")
        self.get_address()
        self.wait_for(server, f"ACK {POOL[0]}")
        for taken, address in (("10.99.0.101", "10.99.0.102"), ("10.99.0.103", "10.99.0.104")):
            self.wire.cut()
            self.wire.join()  # its MAC address is another now
            self.add_second_host(taken)
            self.get_address()
            self.wait_for(server, f"probe {taken}")
            self.wait_for(server, f"ACK {address}")

    def get_address(self):
        self.client("ip", "address", "flush", "dev", "eth0")
        self.client("udhcpc", "-i", "eth0", "-f", "-q", "-n", "-s", "/bin/true")


if __name__ == "__main__":
    unittest.main()
