"""Grows the FABRIC example to ten racks, the most that the mode allows, of any number of nodes: the
same networks, roles and services, with wider subnets, switches of a made-up model that has ports
enough, and each node written out."""

import pathlib
import sys

import yaml

EXAMPLE = pathlib.Path(__file__).resolve().parent.parent / "examples/fabric.yaml"
FIRST_RACK = 21
RACKS = 10
FIRST_SUFFIX = 11
HEIGHT_U = 240
SWITCH = {"os": "eos", "model": "LARGE"}


class Rack:
    def __init__(self, place, nodes):
        self.place = place
        self.nodes = nodes
        self.index = FIRST_RACK + place
        self.name = f"R{self.index}"
        self.low = self.name.lower()
        self.bmc_net = f"172.28.{self.index}"

    def switch(self, name, role, unit, host, **more):
        return {"name": name, "role": role, "rack": self.name, "unit": unit, **SWITCH,
                "serial": f"S-{name}", "mgmt": f"{self.bmc_net}.{host}", **more}

    def switches(self):
        return [self.switch(f"mgmt-{self.low}", "mgmt", 235, 241),
                self.switch(f"tor-{self.low}a", "tor", 233, 242, side="A"),
                self.switch(f"tor-{self.low}b", "tor", 232, 243, side="B")]

    def links(self):
        ports = {"a": 2 * self.place + 1, "b": 2 * self.place + 2}
        links = [{"from": f"tor-{self.low}{side}", "ports": [f"Ethernet90{spine}/1"],
                  "to": f"spine-{spine}", "to_ports": [f"Ethernet{port}/1"]}
                 for side, port in ports.items() for spine in (1, 2)]
        if self.place:
            links.append({"from": f"mgmt-{self.low}", "ports": ["Ethernet900"], "to": "mgmt-r21",
                          "to_ports": [f"Ethernet{910 + self.place}"], "networks": ["bmc", "prov"]})
        return links

    def node(self, number):
        role, short = self.role_of(number)
        suffix = FIRST_SUFFIX + self.place * self.nodes + number
        return {"name": "mgr1" if role == "manager" else f"{short}{suffix}", "role": role,
                "rack": self.name, "unit": number + 1, "suffix": suffix,
                "bmc": f"{self.bmc_net}.{3 + number}",
                "tor": f"Ethernet{number // 2 + 1}/{number % 2 * 2 + 1}",
                "mgmt": {"bmc": f"Ethernet{number + 1}", "lom0": f"Ethernet{number + 401}"}}

    def role_of(self, number):
        if number == 0 and self.place < 3:
            return "control", "ctrl"
        if number == 1:
            return "storage", "sto"
        return ("manager", "mgr") if number == 2 and self.place == 0 else ("compute", "cmp")


def widen(networks, racks):
    """Every network holds a suffix of 2,000 and more."""
    networks["bmc"]["subnets"] = {rack.name: f"{rack.bmc_net}.0/24" for rack in racks}
    networks["prov"]["subnets"] = {rack.name: f"10.{100 + rack.place}.0.0/20" for rack in racks}
    for name in ("bmc", "prov"):
        networks[name]["pool"] = [205, 230] if name == "bmc" else [3000, 3100]
        networks[name]["relay"] = {"on": "mgmt-r21"}  # PyYAML read the key as true
    networks["oob"] |= {"subnet": "172.29.240.0/20", "gateway": "172.29.255.254"}
    for network in networks.values():
        if network.get("subnet", "").startswith("10.20."):
            third = int(network["subnet"].split(".")[2])
            network["subnet"] = f"10.20.{third // 10 * 32 + third % 10 * 16}.0/20"
    networks["management"]["gateway"] = "10.20.47.254"


def core(first, second):
    """Spines, edges and their links."""
    switches, links = [], []
    for number, rack in ((1, first), (2, second)):
        switches.append(rack.switch(f"spine-{number}", "spine", 230, 244))
        switches.append(rack.switch(f"edge-{number}", "edge", 231, 245, side="AB"[number - 1]))
        links += [{"from": f"edge-{number}", "ports": [f"Ethernet90{spine}/1"],
                   "to": f"spine-{spine}", "to_ports": [f"Ethernet{200 + number}/1"]}
                  for spine in (1, 2)]
    links.append({"from": "mgmt-r21", "ports": ["Ethernet900"], "to": "tor-r21a",
                  "to_ports": ["Ethernet903/1"], "networks": ["management"]})
    return switches, links


def large_plan(nodes):
    plan = yaml.safe_load(EXAMPLE.read_text())
    racks = [Rack(place, nodes // RACKS) for place in range(RACKS)]
    widen(plan["networks"], racks)
    plan["vips"][0]["address"] = "172.29.240.5"
    plan["vips"][1]["address"] = "10.20.64.5"
    plan["seed"]["dhcp"]["accept_relays"] = [
        subnet.split("/")[0][:-1] + "1" for name in ("bmc", "prov")
        for subnet in plan["networks"][name]["subnets"].values()]
    plan["seed"]["cables"]["eno1"]["port"] = "Ethernet999"
    plan["racks"] = [{"name": rack.name, "height_u": HEIGHT_U, "index": rack.index} for rack in racks]
    switches, links = core(racks[0], racks[1])
    plan["switches"] = switches + [switch for rack in racks for switch in rack.switches()]
    plan["links"] = links + [link for rack in racks for link in rack.links()]
    plan["pairs"] = [{"name": "edge", "type": "esi", "members": ["edge-1", "edge-2"]}] + [
        {"name": rack.low, "type": "esi", "members": [f"tor-{rack.low}a", f"tor-{rack.low}b"]}
        for rack in racks]
    plan["nodes"] = [rack.node(number) for rack in racks for number in range(rack.nodes)]
    return yaml.safe_dump(plan, sort_keys=False, width=200)


if __name__ == "__main__":
    print(large_plan(int(sys.argv[1])), end="")
