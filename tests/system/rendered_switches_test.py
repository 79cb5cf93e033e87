"""The EOS configurations of all examples, read together: what one switch says of a cable, a bond or
a neighbour must be what the switch at the other end says."""

import collections
import csv
import ipaddress
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

try:
    import yaml
except ImportError:
    print("python3-yaml is not installed")
    sys.exit(77)

RACKSEED = os.environ["RACKSEED"]
EXAMPLES = pathlib.Path(os.environ["RACKSEED_SOURCE"], "examples")
NAMES = ["minipod", "nanopod", "fabric"]


def numbers(text):
    """The VLANs of "10,20-22"."""
    if text in ("", "none"):
        return set()
    parts = [part.split("-") for part in text.split(",")]
    return {vlan for part in parts for vlan in range(int(part[0]), int(part[-1]) + 1)}


class Section(list):
    """The lines of a section without their first indentation."""

    def all(self, pattern):
        return [match.group(1) for match in (re.fullmatch(pattern, line.strip()) for line in self)
                if match]

    def one(self, pattern, default=""):
        found = self.all(pattern)
        return found[0] if found else default


class Switch:
    def __init__(self, text):
        self.lines = text.splitlines()
        self.sections = collections.defaultdict(Section)
        self.twice = []
        header = ""
        for line in self.lines:
            if line.startswith("   "):
                self.sections[header].append(line[3:])
            elif line != "!":
                header = line
                self.twice += [line] if line in self.sections else []
                self.sections[header] = Section()

    def interface(self, name):
        return self.sections.get(f"interface {name}", Section())

    def interfaces(self, prefix):
        return {header[len("interface "):]: section for header, section in self.sections.items()
                if header.startswith(f"interface {prefix}")}

    def switching(self, name):
        """Native VLAN and all VLANs of a port, or of the port-channel that it is in."""
        port = self.interface(name)
        group = port.one(r"channel-group (\d+) mode active")
        if group:
            port = self.interface(f"Port-Channel{group}")
        tags = {int(tag) for sub in self.interfaces(f"{name}.").values()
                for tag in sub.all(r"encapsulation dot1q vlan (\d+)")}
        if tags:  # a routed port: what has an address on the port itself is untagged
            return bool(port.all(r"ip address (\S+)")), tags
        native = port.one(r"switchport trunk native vlan (\d+)")
        vlans = numbers(port.one(r"switchport trunk allowed vlan (\S+)"))
        return bool(native), vlans - {int(native or 0)}

    def mlags(self):
        return {number: channel for channel, lines in self.interfaces("Port-Channel").items()
                for number in lines.all(r"mlag (\d+)")}

    def as_number(self):
        return next((header.split()[-1] for header in self.sections
                     if header.startswith("router bgp ")), "")

    def bgp(self):
        return self.sections.get(f"router bgp {self.as_number()}", Section())

    def address(self, interface):
        return self.interface(interface).one(r"ip address (\S+)").split("/")[0]


def setUpModule():
    root = pathlib.Path(unittest.enterModuleContext(tempfile.TemporaryDirectory()))
    for name in NAMES:
        subprocess.run([RACKSEED, "render", EXAMPLES / f"{name}.yaml", "--out", root / name],
                       check=True, capture_output=True)
        Racks.plans[name] = yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text())
        Racks.racks[name] = {path.stem: Switch(path.read_text())
                             for path in (root / name / "eos").glob("*.cfg")}
        with (root / name / "lldp-expected.csv").open(newline="") as file:
            Racks.cables[name] = list(csv.DictReader(file))


class Racks(unittest.TestCase):
    racks, cables, plans = {}, {}, {}

    def switches(self):
        return [(name, switch, rack) for rack in self.racks.values()
                for name, switch in rack.items()]

    def cables_between_switches(self):
        return [(cable, rack[cable["node"]], rack[cable["switch"]])
                for example, rack in self.racks.items() for cable in self.cables[example]
                if cable["node"] in rack and cable["nic"] != "Management1"]


class Text(Racks):
    def test_sections_nest_by_three_spaces_and_stand_once(self):
        for name, switch, _ in self.switches():
            with self.subTest(name):
                self.assertEqual(switch.twice, [])
                self.assertEqual(switch.lines[-1], "end")
                depth = 0
                for line in switch.lines:
                    spaces = len(line) - len(line.lstrip())
                    self.assertEqual(spaces % 3, 0, line)
                    self.assertLessEqual(spaces // 3, depth + 1, line)
                    depth = spaces // 3

    def test_every_vlan_of_a_port_exists(self):
        for name, switch, _ in self.switches():
            with self.subTest(name):
                known = {int(header.split()[1]) for header in switch.sections
                         if re.fullmatch(r"vlan \d+", header)} | {1}
                for header, section in switch.sections.items():
                    for pattern in (r"switchport access vlan (\S+)", r"vxlan vlan (\d+) vni \d+",
                                    r"switchport trunk native vlan (\S+)",
                                    r"switchport trunk allowed vlan ([0-9,]+|none)"):
                        for text in section.all(pattern):
                            self.assertLessEqual(numbers(text), known, header)

    def test_every_port_channel_has_members_and_every_member_a_port_channel(self):
        for name, switch, _ in self.switches():
            with self.subTest(name):
                groups = {group for port in switch.interfaces("Ethernet").values()
                          for group in port.all(r"channel-group (\d+) mode active")}
                channels = {port[len("Port-Channel"):] for port in switch.interfaces("Port-Channel")
                            if "." not in port}
                self.assertEqual(groups, channels)


class Cables(Racks):
    def test_both_ends_name_each_other_and_carry_the_same(self):
        for cable, here, there in self.cables_between_switches():
            with self.subTest(str(cable)):
                self.assertEqual(here.interface(cable["nic"]).one(r"description (\S+)"),
                                 f"{cable['switch']}_{cable['port']}")
                self.assertEqual(there.interface(cable["port"]).one(r"description (\S+)"),
                                 f"{cable['node']}_{cable['nic']}")
                self.assertEqual(here.switching(cable["nic"]), there.switching(cable["port"]))

    def test_a_server_is_where_the_cabling_table_says(self):
        for example, rack in self.racks.items():
            for cable in self.cables[example]:
                if cable["node"] in rack or cable["switch"] not in rack or not cable["port"]:
                    continue
                with self.subTest(str(cable)):
                    port = rack[cable["switch"]].interface(cable["port"])
                    nic = cable["nic"].replace("bmc", "BMC")
                    self.assertEqual(port.one(r"description (\S+)"), f"{cable['node']}_{nic}")
                    self.assertEqual(port.one(r"channel-group (\d+) mode active"),
                                     cable["port_channel"])


class Pairs(Racks):
    def test_mlag_peers_agree(self):
        seen = 0
        for name, switch, rack in self.switches():
            with self.subTest(name):
                peer_name = switch.interface("Ethernet31/1").one(r"description PEER_(\S+)")
                if not peer_name:
                    continue
                seen += 1
                peer, mlag = rack[peer_name], switch.sections["mlag configuration"]
                vlan = mlag.one(r"local-interface (\S+)")
                self.assertIn(f"description PEER_{name}", peer.interface("Ethernet31/1"))
                self.assertEqual(mlag.one(r"peer-address ([0-9.]+)"), peer.address(vlan))
                self.assertEqual(mlag.one(r"domain-id (\S+)"),
                                 peer.sections["mlag configuration"].one(r"domain-id (\S+)"))
                self.assertTrue(switch.mlags())
                self.assertEqual(switch.mlags(), peer.mlags())
                for channel in switch.mlags().values():
                    self.assertEqual(switch.interface(channel), peer.interface(channel))
        self.assertEqual(seen, 6 + 2)

    def test_a_segment_is_the_same_text_on_exactly_two_switches(self):
        users = collections.defaultdict(list)
        for name, switch, _ in self.switches():
            with self.subTest(name):
                for port, section in switch.interfaces("").items():
                    for identifier in section.all(r"identifier (\S+)"):
                        users[identifier].append((name[:-1], port, section))
        self.assertEqual(len(users), 40 * 2 + 1)
        for identifier, found in users.items():
            self.assertEqual(len(found), 2, identifier)
            self.assertEqual(found[0], found[1])
            route_target = found[0][2].one(r"route-target import (\S+)").replace(":", "")
            self.assertEqual(identifier.replace(":", "")[8:], route_target)


class Fabric(Racks):
    def test_neighbours_on_a_link_know_each_others_number(self):
        seen = 0
        for cable, here, there in self.cables_between_switches():
            with self.subTest(str(cable)):
                for switch, port, other in ((here, cable["nic"], there),
                                            (there, cable["port"], here)):
                    found = switch.bgp().all(
                        rf"neighbor interface {port} peer-group UNDERLAY remote-as (\d+)")
                    if found:
                        seen += 1
                        self.assertEqual(found, [other.as_number()])
                        self.assertIn("ipv6 enable", switch.interface(port))
        self.assertEqual(seen, 2 * 20)

    def test_overlay_sessions_have_two_ends(self):
        sessions = set()
        for name, switch, rack in self.switches():
            with self.subTest(name):
                for address in switch.bgp().all(r"neighbor (\S+) peer group OVERLAY"):
                    peer = switch.bgp().one(rf"neighbor {address} description (\S+)")
                    sessions.add((name, peer))
                    self.assertEqual(rack[peer].address("Loopback0"), address)
                    self.assertEqual(rack[peer].bgp().one(r"router-id (\S+)"), address)
                    self.assertEqual(switch.bgp().one(rf"neighbor {address} remote-as (\d+)"),
                                     rack[peer].as_number())
        self.assertEqual(len(sessions), 2 * 2 * 10)
        self.assertEqual(sessions, {(peer, name) for name, peer in sessions})

    def test_a_vlan_is_the_same_tunnel_everywhere(self):
        plan = self.plans["fabric"]["networks"]
        planned = {str(network["vlan"]): str(network["stretch"]["vni"])
                   for network in plan.values() if "stretch" in network}
        distinguishers = []
        for name, switch, _ in self.switches():
            with self.subTest(name):
                for line in switch.interface("Vxlan1").all(r"vxlan vlan (\d+ vni \d+)"):
                    vlan, _, vni = line.split()
                    self.assertEqual(planned[vlan], vni)
                    self.assertIn(f"   route-target both {vlan}:{vni}", switch.bgp())
                distinguishers += switch.bgp().all(r"rd (\S+)")
        self.assertEqual(len(set(distinguishers)), len(distinguishers))

    def test_loopbacks_are_nobody_elses_addresses(self):
        found = [switch.address(interface) for _, switch, _ in self.switches()
                 for interface in switch.interfaces("Loopback")]
        self.assertEqual(len(set(found)), len(found))
        planned = re.findall(r"\d+\.\d+\.\d+\.\d+/\d+", (EXAMPLES / "fabric.yaml").read_text())
        for address in found:
            for subnet in planned:
                self.assertNotIn(ipaddress.ip_address(address), ipaddress.ip_network(subnet))

    def test_requests_are_relayed_from_the_addresses_that_the_seed_accepts(self):
        relays = {}
        for name, switch, _ in self.switches():
            with self.subTest(name):
                for section in switch.interfaces("").values():
                    for server in section.all(r"ip helper-address (\S+)"):
                        relays[section.one(r"ip address ([0-9.]+)/\d+")] = server
        accepted = self.plans["fabric"]["seed"]["dhcp"]["accept_relays"]
        self.assertEqual(sorted(relays), sorted(accepted))
        self.assertEqual(set(relays.values()), {"172.30.33.2", "10.2.33.2"})


if __name__ == "__main__":
    unittest.main()
