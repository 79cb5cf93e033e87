"""Finding BMCs: virtual ones and OpenIPMI's simulator on loopback; silent, refusing and announcing
networks in namespaces. Needs root for those, and the Debian package openipmi for IPMI."""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

from wire import Running, Wire, why_not

PROGRAM = os.environ["RACKSEED"]
VIRTUAL_BMC = pathlib.Path(os.environ["RACKSEED_PROGRAMS"], "rackseed-virtual-bmc")
LIMIT_S = 60  # a hang
NOBODY = "rackseed: no BMC in {}: nobody there answers as one at TCP port {} or UDP port {}\n"

# Answers a search as a BMC does: by SSDP (DSP0266), by mDNS (RFC 6762 section 6.7), or not. It says
# which questions it heard.
RESPONDER = r"""
import socket, struct, sys
own, ways = sys.argv[1], sys.argv[2].split(",")
UUID = "92384634-2938-2342-8820-489239905423"
TARGET = "urn:dmtf-org:service:redfish-rest:1"

def member(group, port):
    end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    end.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    end.bind(("", port))
    end.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                   socket.inet_aton(group) + socket.inet_aton(own))
    return end

def labels(name):
    return b"".join(bytes([len(part)]) + part.encode() for part in name.split(".")) + b"\0"

def record(name, kind, content):
    return labels(name) + struct.pack("!HHIH", kind, 1, 10, len(content)) + content

def mdns_answer(question):
    asked = labels("_obmc_redfish._tcp.local") + struct.pack("!HH", 12, 1)
    if asked not in question:
        return None
    instance, host = "bmc._obmc_redfish._tcp.local", "ast2600.local"
    return question[:2] + struct.pack("!HHHHH", 0x8400, 1, 1, 0, 3) + asked + b"".join([
        record("_obmc_redfish._tcp.local", 12, labels(instance)),
        record(instance, 33, struct.pack("!HHH", 0, 0, 443) + labels(host)),
        record(instance, 16, bytes([41]) + b"uuid=" + UUID.encode()),
        record(host, 1, socket.inet_aton(own))])

def ssdp_answer(question):
    lines = question.decode().split("\r\n")
    if lines[0] != "M-SEARCH * HTTP/1.1" or f"ST: {TARGET}" not in lines:
        return None
    return (f"HTTP/1.1 200 OK\r\nCACHE-CONTROL:max-age=1800\r\nST:{TARGET}:9\r\n"
            f"USN:uuid:{UUID}::{TARGET}:9\r\nAL:https://{own}/redfish/v1/\r\nEXT:\r\n\r\n").encode()

import selectors
chosen = selectors.DefaultSelector()
chosen.register(sys.stdin, selectors.EVENT_READ)
for way, group, port, answer in (("ssdp", "239.255.255.250", 1900, ssdp_answer),
                                 ("mdns", "224.0.0.251", 5353, mdns_answer)):
    if way in ways:
        chosen.register(member(group, port), selectors.EVENT_READ, (way, answer))
print("ready", flush=True)
while True:
    for key, _ in chosen.select():
        if key.fileobj is sys.stdin:
            sys.exit()
        way, answer = key.data
        question, client = key.fileobj.recvfrom(9000)
        if reply := answer(question):
            print(way, client[1] not in (1900, 5353), flush=True)
            key.fileobj.sendto(reply, client)
"""


def discover(*arguments, prefix=()):
    return subprocess.run([*prefix, PROGRAM, "discover", *map(str, arguments)],
                          capture_output=True, text=True, check=False, timeout=LIMIT_S)


def found_in(run):
    return json.loads(run.stdout)


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("0.0.0.0", 0))
        return probe.getsockname()[1]


class LoopbackTest(unittest.TestCase):
    def start(self, first, *arguments):
        """BMCs from that address on, all at one port."""
        for _ in range(5):  # somebody else may take the port
            self.port = free_port()
            bmcs = self.enterContext(Running(
                [VIRTUAL_BMC, "--tls", "--listen", f"{first}:{self.port}", *arguments]))
            with contextlib.suppress(Exception):
                urls = bmcs.line().split()[1:]
                return urls, dict(bmcs.line().split()[1:] for _ in urls)
        return self.fail("no free port")

    def test_finds_exactly_the_bmcs_of_a_network(self):
        urls, keys = self.start("127.0.7.3", "--count", "5", "--profile", "idrac")
        run = discover("127.0.7.0/28", "--https-port", self.port, "--ipmi-port", 1, "--json")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        found = found_in(run)
        self.assertEqual([f"https://{bmc['address']}:{self.port}" for bmc in found], urls)
        self.assertEqual([bmc["spki_sha256"] for bmc in found], [keys[url] for url in urls])
        self.assertEqual(len({bmc["uuid"] for bmc in found}), 5)
        for bmc in found:
            self.assertEqual(bmc["found_by"], ["scan"])
            self.assertEqual((bmc["vendor"], bmc["redfish"], bmc["ipmi"]), ("Dell", True, False))
            self.assertEqual((bmc["notes"], bmc["node"]), ([], None))

    def test_one_address_and_part_of_a_network(self):
        urls, _ = self.start("127.0.7.30", "--count", "4")
        ports = ("--https-port", self.port, "--ipmi-port", 1, "--json")
        self.assertEqual([bmc["address"] for bmc in found_in(discover("127.0.7.31", *ports))],
                         ["127.0.7.31"])
        self.assertEqual([bmc["address"] for bmc in found_in(discover("127.0.7.32/31", *ports))],
                         ["127.0.7.32", "127.0.7.33"])

    def test_shows_a_table(self):
        self.start("127.0.7.50", "--profile", "ilo", "--fault", "tls-old")
        run = discover("127.0.7.48/29", "--https-port", self.port, "--ipmi-port", 1)
        self.assertEqual(run.returncode, 0)
        head, row, note = run.stdout.splitlines()
        self.assertEqual(head.split(), ["ADDRESS", "VENDOR", "PRODUCT", "REDFISH", "IPMI", "UUID",
                                        "BY", "NODE"])
        self.assertRegex(row, r"^127\.0\.7\.50  HPE     ProLiant DL360 Gen10 Plus  1\.6\.0    -     "
                              r"[0-9a-f-]{36}  scan  -$")
        self.assertEqual(note, "127.0.7.50: its TLS is older than 1.2")

    def test_says_that_nobody_is_there(self):
        port = free_port()
        run = discover("127.0.7.96/28", "--https-port", port, "--ipmi-port", 1)
        self.assertEqual((run.returncode, run.stdout), (0, ""))
        self.assertEqual(run.stderr, NOBODY.format("127.0.7.96/28", port, 1))
        run = discover("127.0.7.96/28", "--https-port", port, "--ipmi-port", 1, "--json")
        self.assertEqual((run.returncode, run.stdout), (0, "[]\n"))

    def test_a_bmc_that_never_answers_has_its_time(self):
        self.start("127.0.7.70", "--fault", "silent")
        run = discover("127.0.7.70", "--https-port", self.port, "--ipmi-port", 1, "--timeout", 1)
        self.assertEqual((run.returncode, run.stdout), (0, ""))

    def test_refuses_what_it_cannot_ask(self):
        for arguments, says in (
                (["10.0.0.0/15"], "10.0.0.0/15 has 131070 hosts; at most a /16"),
                (["10.0.0"], '"10.0.0" is no IPv4 network; write one like'),
                (["10.0.0.0/33"], "is no IPv4 network"), (["fe80::/64"], "is no IPv4 network"),
                (["127.0.0.1", "--timeout", "0"], "--timeout"),
                (["127.0.0.1", "--https-port", "65536"], "--https-port"),
                (["127.0.0.1", "--ipmi-port", "x"], "--ipmi-port")):
            with self.subTest(arguments):
                run = discover(*arguments)
                self.assertEqual((run.returncode, run.stdout), (2, ""))
                self.assertIn(says, run.stderr)
                self.assertEqual(len(run.stderr.splitlines()), 1)

    def test_saves_to_the_inventory(self):
        state = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.start("127.0.7.81", "--count", "2")
        ports = ("--https-port", self.port, "--ipmi-port", 1, "--json")
        run = discover("127.0.7.80/30", *ports, "--state", state / "none")
        self.assertEqual((run.returncode, run.stdout), (3, ""))
        subprocess.run([PROGRAM, "secret", "set", "any", "--state", state], input="any\n",
                       text=True, check=True, capture_output=True, timeout=LIMIT_S)
        for _ in range(2):  # the second time it is known
            run = discover("127.0.7.80/30", *ports, "--state", state)
            self.assertEqual((run.returncode, run.stderr), (0, ""))
            self.assertEqual(len(found_in(run)), 2)
        with contextlib.closing(sqlite3.connect(state / "rackseed.db")) as database:
            rows = database.execute("SELECT address, vendor, found_by, spki = '', has_redfish, "
                                    "has_ipmi FROM candidate ORDER BY address").fetchall()
        self.assertEqual(rows, [(f"127.0.7.{last}", "Contoso", "scan", 0, 1, 0)
                                for last in (81, 82)])

    @unittest.skipUnless(shutil.which("ipmi_sim"), "no ipmi_sim")
    def test_finds_a_bmc_that_has_ipmi_alone(self):
        import ipmi_test
        simulator = self.enterContext(ipmi_test.Simulator())
        host, port = simulator.address
        run = discover(host, "--https-port", 1, "--ipmi-port", port, "--json")
        [bmc] = found_in(run)
        self.assertEqual((bmc["address"], bmc["redfish"], bmc["ipmi"]), (host, False, True))
        self.assertTrue(bmc["ipmi_2_0"])
        self.assertIn(3, bmc["cipher_suites"])
        self.assertEqual(bmc["found_by"], ["scan"])


@unittest.skipIf(why_not(), why_not())
class NamespaceTest(unittest.TestCase):
    """The seed is the client of the wire; the out-of-band network its other end."""

    NETWORK = "10.99.0.0/24"

    def setUp(self):
        self.wire = self.enterContext(Wire())

    def scan(self, network=NETWORK, *arguments):
        begun = time.monotonic()
        run = discover(network, *arguments, prefix=self.wire.on_client())
        self.seconds = time.monotonic() - begun
        return run

    def on_server(self, *command):
        subprocess.run(self.wire.on_server(*command), check=True, capture_output=True)

    def client_counter(self, name):
        text = subprocess.run(self.wire.on_client("cat", "/proc/net/snmp"), check=True,
                              capture_output=True, text=True).stdout
        names, values = [line.split() for line in text.splitlines() if line.startswith("Tcp:")]
        return int(values[names.index(name)])

    def test_a_dead_network_is_soon_known_to_be_dead(self):
        run = self.scan()
        self.assertEqual((run.returncode, run.stdout), (0, ""))
        self.assertEqual(run.stderr, NOBODY.format(self.NETWORK, 443, 623))
        self.assertEqual(self.client_counter("ActiveOpens"), 254)  # each host once
        self.assertLess(self.seconds, 20)  # 1.5 s, where nobody else wants the processor
        print(f"a dead /24: {self.seconds:.2f} s", file=sys.stderr)

    def test_a_network_that_refuses_is_too(self):
        network = "10.98.0.0/24"  # all of it is the server's
        self.on_server("ip", "route", "add", "local", network, "dev", "lo")
        self.on_server("sysctl", "-qw", "net.ipv4.icmp_ratelimit=0")
        subprocess.run(self.wire.on_client("ip", "route", "add", network, "via", self.wire.SERVER),
                       check=True)
        run = self.scan(network)
        self.assertEqual((run.returncode, run.stdout), (0, ""))
        self.assertEqual(self.client_counter("ActiveOpens"), 254)
        self.assertEqual(self.client_counter("AttemptFails"), 254)
        self.assertLess(self.seconds, 20)
        print(f"a refusing /24: {self.seconds:.2f} s", file=sys.stderr)

    def test_a_network_out_of_reach_is_an_error(self):
        run = self.scan("192.0.2.0/24")
        self.assertEqual((run.returncode, run.stdout), (3, ""))
        self.assertIn("192.0.2.0/24: nothing can be sent there: Network is unreachable", run.stderr)
        self.assertIn("a route to it", run.stderr)

    def announced(self, ways, *arguments):
        """What is found of a BMC that only announces itself, and which questions it heard."""
        responder = self.enterContext(Running(
            self.wire.on_server(sys.executable, "-c", RESPONDER, self.wire.SERVER, ways)))
        self.assertEqual(responder.line(), "ready")
        run = self.scan(*arguments)
        self.assertEqual(run.returncode, 0, run.stderr)
        heard = [responder.line()]
        while not responder.lines.empty():
            heard.append(responder.line())
        return found_in(run), set(heard)

    def check_announced(self, way, bmc, heard):
        self.assertEqual(heard, {f"{way} True"})
        self.assertEqual((bmc["address"], bmc["found_by"]), (self.wire.SERVER, [way]))
        self.assertEqual(bmc["uuid"], "92384634-2938-2342-8820-489239905423")
        self.assertTrue(bmc["redfish"])

    def test_hears_what_announces_itself_by_ssdp(self):
        [bmc], heard = self.announced("ssdp", self.NETWORK, "--json")
        self.check_announced("ssdp", bmc, heard)
        self.assertEqual(bmc["redfish_version"], "1.9")

    def test_hears_what_announces_itself_by_mdns(self):
        [bmc], heard = self.announced("mdns", self.NETWORK, "--json")
        self.check_announced("mdns", bmc, heard)

    def test_hears_beside_the_part_of_the_network_that_it_asks(self):
        [bmc], _ = self.announced("ssdp,mdns", "10.99.0.128/25", "--json")
        self.assertEqual((bmc["address"], bmc["found_by"]), (self.wire.SERVER, ["mdns", "ssdp"]))

    def test_asks_for_announcements_only_where_the_network_is(self):
        responder = self.enterContext(Running(
            self.wire.on_server(sys.executable, "-c", RESPONDER, self.wire.SERVER, "ssdp,mdns")))
        self.assertEqual(responder.line(), "ready")
        run = self.scan("127.0.0.0/28", "--json")
        self.assertEqual((run.returncode, run.stdout), (0, "[]\n"))
        self.assertTrue(responder.lines.empty())


if __name__ == "__main__":
    unittest.main()
