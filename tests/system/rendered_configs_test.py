"""What `rackseed render` writes, read by the programs that will read it: nft, keepalived, sh, GRUB
and netplan. Debian packages: nftables, keepalived, grub-common, netplan.io, python3-yaml."""

import csv
import functools
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

try:
    import yaml
except ImportError:
    print("python3-yaml is not installed")
    sys.exit(77)

RACKSEED = pathlib.Path(os.environ["RACKSEED"])
EXAMPLES = pathlib.Path(os.environ["RACKSEED_SOURCE"], "examples")
UNIT_TESTS = RACKSEED.parent / "test_plan"
NAMES = ["minipod", "nanopod", "fabric"]
WRITERS = "RenderNft.*:RenderKeepalived.*:RenderBoot.*"  # the tests that call write_output

# What `netplan generate` starts after half a second of its own.
GENERATOR = pathlib.Path("/usr/libexec/netplan/generate")
NETPLAN = [GENERATOR] if GENERATOR.exists() else ["netplan", "generate"]

IPXE_COMMANDS = ["set", "kernel", "initrd", "boot", ":failed", "imgfree", "echo", "sleep", "chain"]


def run(*command, **options):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          check=False, **options)


@functools.cache
def namespace():
    """A command prefix that gives a network and a mount tree of its own, or nothing."""
    for options in (["-n", "-m"], ["-r", "-n", "-m"]):
        if shutil.which("unshare") and run("unshare", *options, "true").returncode == 0:
            return ["unshare", *options]
    return []


def needs(*programs, own_namespace=False):
    missing = [program for program in programs if not shutil.which(program)]
    if own_namespace and not namespace():
        missing.append("unshare with the right to use it")
    return unittest.skipIf(missing, f"missing: {', '.join(missing)}")


def setUpModule():
    """Renders all examples; the unit tests add plans to them that no check lets through."""
    root = pathlib.Path(unittest.enterModuleContext(tempfile.TemporaryDirectory()))
    for name in NAMES:
        done = run(RACKSEED, "render", EXAMPLES / f"{name}.yaml", "--out", root / name,
                   "--facts", EXAMPLES / f"{name}-facts.json")
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
    (root / "odd").mkdir()
    subprocess.run([UNIT_TESTS, f"--gtest_filter={WRITERS}", "--gtest_brief=1"], check=True,
                   env={**os.environ, "RACKSEED_TEST_OUTPUT": str(root / "odd")})
    Rendered.root = root


class Rendered(unittest.TestCase):
    root = pathlib.Path()

    def files(self, pattern, at_least=1):
        found = sorted(self.root.glob(pattern))
        self.assertGreaterEqual(len(found), at_least, pattern)
        return found

    def assert_done(self, done):
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Firewall(Rendered):
    @needs("nft", own_namespace=True)
    def test_nft_accepts_every_filter(self):
        for path in self.files("*/nft/*.nft", 3) + self.files("odd/*.nft", 20):
            with self.subTest(path.name):
                done = run(*namespace(), "nft", "-c", "-f", path)
                self.assert_done(done)
                self.assertEqual(done.stderr, "")

    @needs("nft", own_namespace=True)
    def test_nft_loads_it_twice_and_lists_what_it_understood(self):
        script = 'nft -f "$1" && nft list ruleset'
        for name in NAMES:
            done = run(*namespace(), "sh", "-c", script, "sh",
                       self.root / name / "nft/controller.nft")
            self.assert_done(done)
            for words in ["set controllers", "jump in_oob", "udp dport 123", 'oifname "oob0"']:
                self.assertIn(words, done.stdout)


# keepalived refuses a script that is not there, and an interface that does not exist.
KEEPALIVED = """set -e
mount -t tmpfs none /usr/local/sbin
cp "$1"/rackseed-* /usr/local/sbin
chmod 0755 /usr/local/sbin/*
shift
for interface in oob0 vlan20; do ip link add "$interface" type veth; done
for path; do keepalived -t -f "$path" || { echo "refused: $path"; exit 1; }; done
"""


class Vip(Rendered):
    @needs("keepalived", "ip", "mount", own_namespace=True)
    def test_keepalived_accepts_every_configuration(self):
        paths = self.files("*/keepalived/*.conf", 6) + self.files("odd/*.conf", 20)
        done = run(*namespace(), "sh", "-c", KEEPALIVED, "sh", self.root / "minipod/keepalived",
                   *paths)
        self.assert_done(done)
        self.assertNotIn("WARNING", done.stderr)

    def test_scripts_are_executable_and_parse(self):
        for path in self.files("*/keepalived/rackseed-*", 4):
            self.assertTrue(path.stat().st_mode & 0o100, path)
            self.assert_done(run("sh", "-n", path))

    def test_the_notify_script_writes_json(self):
        text = (self.root / "minipod/keepalived/rackseed-vrrp-notify").read_text()
        log = self.root / "vrrp.jsonl"
        self.assertEqual(text.count("/var/log/rackseed-vrrp.jsonl"), 1)
        text = text.replace("/var/log/rackseed-vrrp.jsonl", str(log))
        self.assert_done(run("sh", "-c", text, "sh", "INSTANCE", "EXTERNAL", "MASTER", "150"))
        self.assert_done(run("sh", "-c", text, "sh", "INSTANCE", "EXTERNAL", "BACKUP"))
        first, second = map(json.loads, log.read_text().splitlines())
        self.assertEqual((first["state"], first["priority"]), ("MASTER", 150))
        self.assertEqual((second["state"], second["priority"]), ("BACKUP", 0))

    @needs("ip", own_namespace=True)
    def test_the_majority_script_needs_carrier_and_one_peer(self):
        text = (self.root / "minipod/keepalived/rackseed-majority").read_text()
        environment = self.root / "vip.env"
        environment.write_text('PEERS="172.30.1.11 172.30.1.12" IFACE=oob0\n')
        self.assertEqual(text.count("\n. /etc/rackseed/vip.env\n"), 1)
        text = text.replace("/etc/rackseed/vip.env", str(environment))
        (self.root / "ping").write_text("#!/bin/sh\n"
                                        'for peer; do :; done; [ "$peer" = "$ANSWERS" ]\n')
        (self.root / "ping").chmod(0o755)
        for carrier, answers, code in [("up", "172.30.1.12", 0), ("up", "", 1),
                                       ("down", "172.30.1.11", 1)]:
            script = (f"mount -t sysfs none /sys; ip link add oob0 type veth peer name other; "
                      f"ip link set other up; ip link set oob0 {carrier}; {text}")
            done = run(*namespace(), "sh", "-c", script,
                       env={**os.environ, "ANSWERS": answers,
                            "PATH": f"{self.root}:{os.environ['PATH']}"})
            self.assertEqual(done.returncode, code, f"{carrier} {answers}: {done.stderr}")


class Boot(Rendered):
    @needs("grub-script-check")
    def test_grub_accepts_every_script(self):
        for path in self.files("*/grub/*.cfg", 53) + self.files("odd/*.cfg", 20):
            with self.subTest(path.name):
                self.assert_done(run("grub-script-check", path))

    def test_both_loaders_start_the_same_kernel_with_the_same_words(self):
        for path in self.files("*/grub/*.cfg", 53):
            lines = [shlex.split(line) for line in path.read_text().splitlines()]
            linux = next(line for line in lines if line[0:1] == ["linux"])
            initrd = next(line for line in lines if line[0:1] == ["initrd"])
            script = path.parents[1] / "ipxe" / f"{path.stem}.ipxe"
            with self.subTest(script):
                kernel, other = self.read_ipxe(script)
                self.assertEqual(kernel[2:], linux[2:])
                self.assertEqual(kernel[0], self.url(linux[1]))
                self.assertEqual(kernel[1], "initrd=initrd")
                self.assertEqual(other, self.url(initrd[1]))

    def url(self, device):
        return re.sub(r"^\(http,([^)]+)\)", r"http://\1", device)

    def read_ipxe(self, path):
        """The words of the kernel command, and the address of the initrd."""
        lines = path.read_text().splitlines()
        self.assertEqual(lines[0], "#!ipxe")
        commands = [line.split() for line in lines if not line.startswith("#")]
        self.assertEqual([words[0] for words in commands], IPXE_COMMANDS)
        base = commands[0][2]
        expanded = [[word.replace("${base}", base) for word in words] for words in commands]
        self.assertNotIn("${", " ".join(sum(expanded, [])))
        return expanded[1][1:], expanded[2][-1]

    def test_the_nic_that_boots_is_the_one_of_the_cabling_table(self):
        for name, nic in [("minipod", "lom0"), ("fabric", "lom0"), ("nanopod", "a0")]:
            with (self.root / name / "lldp-expected.csv").open(newline="") as file:
                macs = {row["node"]: row["mac"] for row in csv.DictReader(file)
                        if row["nic"] == nic}
            for path in self.files(f"{name}/ipxe/*.ipxe", 4):
                self.assertIn(f" BOOTIF=01-{macs[path.stem].replace(':', '-')} ", path.read_text())


class Tables(Rendered):
    def test_json_and_csv_parse(self):
        for path in self.files("*/*.json", 6):
            json.loads(path.read_text())
        for path in self.files("*/lldp-expected.csv", 3):
            with path.open(newline="") as file:
                rows = list(csv.reader(file, strict=True))
            self.assertEqual({len(row) for row in rows}, {6})
            self.assertEqual(len({(row[0], row[1]) for row in rows}), len(rows), "cabled twice")

    def test_columns_of_the_address_table_line_up(self):
        for path in self.files("*/addresses.txt", 3):
            lines = path.read_text().splitlines()
            starts = [match.start() for match in re.finditer(r"\S+", lines[0])]
            for line in lines:
                self.assertEqual([match.start() for match in re.finditer(r"\S+", line)], starts)


class Networkd:
    """The systemd-networkd files that netplan makes of one file of ours."""

    def __init__(self, path, folder):
        text = path.read_text()
        # netplan of Debian 12 does not know this section, which Ubuntu 24.04 does.
        section = "  dummy-devices:\n    {}\n"
        if section not in text:
            raise AssertionError(f"{path}: no {section!r}")
        target = folder / "etc/netplan/01-osism.yaml"
        target.parent.mkdir(parents=True)
        target.touch(0o600)
        target.write_text(text.replace(section, ""))
        self.done = run(*NETPLAN, "--root-dir", folder)
        self.folder = folder / "run/systemd/network"
        self.plan = yaml.safe_load(text)["network"]

    def read(self, name, kind):
        path = self.folder / f"10-netplan-{name}.{kind}"
        return path.read_text().splitlines() if path.exists() else []


@needs("netplan")
class Netplan(Rendered):
    def assert_lines(self, lines, *expected):
        for line in expected:
            self.assertIn(line, lines)

    def test_generate_makes_every_bond_vlan_and_nic(self):
        for path in self.files("*/netplan/*.yaml", 49):
            with self.subTest(path), tempfile.TemporaryDirectory() as folder:
                networkd = Networkd(path, pathlib.Path(folder))
                self.assert_done(networkd.done)
                self.assertEqual(networkd.done.stderr, "")
                self.check_bonds(networkd)
                self.check_vlans(networkd)
                self.check_nics(networkd)
                self.check_addresses(path, networkd)

    def check_bonds(self, networkd):
        self.assertTrue(networkd.plan["bonds"])
        for name, bond in networkd.plan["bonds"].items():
            self.assert_lines(networkd.read(name, "netdev"), "Kind=bond", "Mode=802.3ad",
                              "LACPTransmitRate=fast", "MIIMonitorSec=100ms", "MinLinks=1",
                              "TransmitHashPolicy=layer3+4", f"MTUBytes={bond['mtu']}")
            for member in bond["interfaces"]:
                self.assert_lines(networkd.read(member, "network"), f"Bond={name}",
                                  f"MTUBytes={bond['mtu']}", "RequiredForOnline=no")

    def check_vlans(self, networkd):
        for name, vlan in networkd.plan["vlans"].items():
            self.assertEqual(name, f"vlan{vlan['id']}")
            self.assert_lines(networkd.read(name, "netdev"), "Kind=vlan", f"Id={vlan['id']}",
                              f"MTUBytes={vlan['mtu']}")
            self.assert_lines(networkd.read(vlan["link"], "network"), f"VLAN={name}")
            below = {**networkd.plan["bonds"], **networkd.plan["ethernets"]}[vlan["link"]]
            self.assertLessEqual(vlan["mtu"], below["mtu"])

    def check_nics(self, networkd):
        for name, nic in networkd.plan["ethernets"].items():
            self.assert_lines(networkd.read(name, "link"), f"Name={name}",
                              f"PermanentMACAddress={nic['match']['macaddress']}")

    def check_addresses(self, path, networkd):
        """Exactly those of the address table, but that of the network it only boots in."""
        header, *rows = [line.split()
                         for line in (path.parents[1] / "addresses.txt").read_text().splitlines()]
        row = next(row for row in rows if row[0] == path.stem)
        expected = {address for name, address in zip(header[5:], row[5:])
                    if address != "-" and name != "prov"}
        lines = [line for file in networkd.folder.glob("*.network")
                 for line in file.read_text().splitlines()]
        addresses = [line[len("Address="):] for line in lines if line.startswith("Address=")]
        self.assertEqual(sorted(address.split("/")[0] for address in addresses), sorted(expected))
        self.assertEqual(sum(line == "Destination=0.0.0.0/0" for line in lines), 1)


if __name__ == "__main__":
    result = unittest.main(exit=False).result
    for test, reason in result.skipped:
        print(f"skipped: {test}: {reason}")
    sys.exit(0 if result.wasSuccessful() else 1)
