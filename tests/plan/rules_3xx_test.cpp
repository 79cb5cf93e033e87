#include "tests/plan/broken_plan.hpp"

namespace rackseed::plan {
namespace {

// Both stand first in role control and second in role compute.
constexpr std::string_view kBond0 =
    "bond0: {members: [a0, b0], networks: [management, api, "
    "migration]}";
constexpr std::string_view kBond1 = "bond1: {members: [a1, b1], networks: [storage, tunnel]}";

}  // namespace

// Interfaces, bonds, MTU.
const std::vector<BrokenPlan> kBroken3xx = {
    {.name = "E301UnknownNic",
     .edits = {{kBond0, "bond0: {members: [a0, b7], networks: [management, api, migration]}", 2}},
     .findings = {{"[a0, b7]",
                   "E-301: roles.compute.bond0: NIC b7 is not defined in hardware.srv-4x25"}}},
    {.name = "E302NicTwice",
     .edits = {{kBond1, "bond1: {members: [a0, b1], networks: [storage, tunnel]}"}},
     .findings = {{"interfaces:\n      # 'api'",
                   "E-302: roles.compute: NIC a0 is used by two interfaces"}}},
    {.name = "E303Speeds",  // nor does the management switch carry what the bond carries
     .edits = {{kBond0, "bond0: {members: [a0, lom0], networks: [management, api, migration]}", 2}},
     .findings = {{"[a0, lom0]",
                   "E-303: roles.compute.bond0: bond members have different speeds: a0=25G, "
                   "lom0=1G"},
                  {"  api:\n",
                   "E-416: networks.api: no link carries this network between tor-r11a (ctrl1.a0) "
                   "and mgmt-r11 (cmp1.lom0); add a link or list the network in one"},
                  {"  migration:\n",
                   "E-416: networks.migration: no link carries this network between tor-r11a "
                   "(ctrl1.a0) and mgmt-r11 (cmp1.lom0); add a link or list the network in one"}}},
    {.name = "E304OneSide",
     .edits = {{kBond0, "bond0: {members: [a0, a1], networks: [management, api, migration]}", 2},
               {kBond1, "bond1: {members: [b0, b1], networks: [storage, tunnel]}"}},
     .findings = {{"[a0, a1]",
                   "E-304: roles.compute.bond0: all members (a0, a1) are cabled to ToR A: one ToR "
                   "failure takes the bond down"},
                  {"[b0, b1]",
                   "E-304: roles.compute.bond1: all members (b0, b1) are cabled to ToR B: one ToR "
                   "failure takes the bond down"}}},
    {.name = "E305NoPair",
     .edits = {{.find = "{name: r11,", .whole_line = true}},
     .findings = {{"{name: R11,",
                   "E-305: racks.R11: tor-r11a and tor-r11b are not in one MLAG/ESI pair; an "
                   "802.3ad bond over both would split into two aggregators"}}},
    {.name = "W306OneMember",
     .edits = {{kBond0, "bond0: {members: [a0], networks: [management, api, migration]}", 2}},
     .findings = {{"members: [a0],", "W-306: roles.compute.bond0: bond with a single member"}}},
    {.name = "E307NetworkTwice",
     .edits = {{kBond1, "bond1: {members: [a1, b1], networks: [storage, tunnel, api]}"}},
     .findings = {{"tunnel, api]", "E-307: roles.compute: network api is attached twice"}}},
    {.name = "E308TwoUntagged",  // bmc on a controller's customer port is wrong in other ways too
     .edits = {{"networks: [oob]}", "networks: [oob, bmc]}"}},
     .findings = {{"[oob, bmc]",
                   "E-308: roles.control.oob0: two untagged networks on one interface: oob, bmc"},
                  {"name: ctrl1,",
                   "E-212: ctrl1: would get 172.30.2.10 in network bmc, which is its own BMC "
                   "address; set networks.bmc.host_offset"},
                  {"name: ctrl2,",
                   "E-212: ctrl2: would get 172.30.2.11 in network bmc, which is its own BMC "
                   "address; set networks.bmc.host_offset"},
                  {"name: ctrl3,",
                   "E-212: ctrl3: would get 172.30.2.12 in network bmc, which is its own BMC "
                   "address; set networks.bmc.host_offset"},
                  {"# server BMCs",
                   "E-416: networks.bmc: no link carries this network between mgmt-r11 (the seed) "
                   "and customer-oob (ctrl1.o0); add a link or list the network in one"}}},
    {.name = "E309BondMode",
     .edits = {{"{mode: 802.3ad,", "{mode: balance-rr,"}},
     .findings = {{"balance-rr",
                   "E-309: defaults.bond.mode: balance-rr: use 802.3ad (switch pair) or "
                   "active-backup"}}},
    {.name = "E310SwitchMtu",
     .edits = {{"subnet: 10.1.40.0/24, mtu: 9000", "subnet: 10.1.40.0/24, mtu: 9200"}},
     .findings =
         {{"mtu: 9200",
           "E-310: networks.storage.mtu: 9200 + 22 bytes of header and tag does not fit the "
           "switch MTU 9214"}}},
    {.name = "E310OneByteTooMuch",
     .edits = {{"subnet: 10.1.40.0/24, mtu: 9000", "subnet: 10.1.40.0/24, mtu: 9193"}},
     .findings =
         {{"mtu: 9193",
           "E-310: networks.storage.mtu: 9193 + 22 bytes of header and tag does not fit the "
           "switch MTU 9214"}}},
    {.name = "E311SmallMtu",
     .edits = {{"subnet: 10.1.20.0/24, mtu: 1500", "subnet: 10.1.20.0/24, mtu: 1279"}},
     .findings = {{"mtu: 1279", "E-311: networks.api.mtu: 1279 is below 1280"}}},
    {.name = "W312TenantMtu",
     .edits = {{"subnet: 10.1.50.0/24, mtu: 9000", "subnet: 10.1.50.0/24, mtu: 1500"}},
     .findings = {{"{zone: tunnel,",
                   "W-312: networks.tunnel.mtu: 1500 leaves tenants an MTU of 1442; 1558 is needed "
                   "for 1500"}}},
    {.name = "W312OneByteTooFew",
     .edits = {{"subnet: 10.1.50.0/24, mtu: 9000", "subnet: 10.1.50.0/24, mtu: 1557"}},
     .findings = {{"mtu: 1557",
                   "W-312: networks.tunnel.mtu: 1557 leaves tenants an MTU of 1499; 1558 is needed "
                   "for 1500"}}},
    {.name = "E313ThirdBond",
     .example = "nanopod",
     .edits = {{"      b0: {where",
                "      a2: {where: slot1/2, speed: 25G, switch: tor, side: A, "
                "lane: 2}\n"
                "      b2: {where: slot2/2, speed: 25G, switch: tor, side: B, "
                "lane: 2}\n"
                "      b0: {where"},
               {"      bond0: {members: [a0, b0, a1, b1], networks: []}\n",
                "      bond0: {members: [a0, b0], networks: []}\n"
                "      bond1: {members: [a1, b1], networks: []}\n"
                "      bond2: {members: [a2, b2], networks: []}\n"}},
     .findings = {{"bond2:",
                   "E-313: roles.baremetal.bond2: a third bond: the port-channel numbers of a node "
                   "have room for 2"}}},
    {.name = "W314LargeMtuLeaves",
     .edits = {{"subnet: 172.30.1.0/24,  mtu: 1500", "subnet: 172.30.1.0/24,  mtu: 9000"}},
     .findings = {{"{zone: oob-admin,",
                   "W-314: networks.oob.mtu: 9000 leaves the rack through customer-oob; the "
                   "customer side must carry it end to end"}}},
    {.name = "E315InterfaceName",
     .edits = {{"bond0: {members: [a0, b0], networks: [management, api,",
                "bond-mgmt: {members: [a0, b0], networks: [management, api,", 2}},
     .findings = {{"bond-mgmt",
                   "E-315: roles.compute.bond-mgmt: interface name must match "
                   "[a-z][a-z0-9_.]{0,14}: longer than 15 is refused by the kernel, and \"-\" "
                   "breaks the ansible_<interface> facts that OSISM reads"}}},
    {.name = "E315TooLong",
     .edits = {{"bond0: {members: [a0, b0], networks: [management, api,",
                "bond_of_manage01: {members: [a0, b0], networks: [management, api,", 2}},
     .findings = {{"bond_of_manage01",
                   "E-315: roles.compute.bond_of_manage01: interface name must match "
                   "[a-z][a-z0-9_.]{0,14}: longer than 15 is refused by the kernel, and \"-\" "
                   "breaks the ansible_<interface> facts that OSISM reads"}}},
    {.name = "E316TakenName",
     .edits = {{"bond0: {members: [a0, b0], networks: [management, api,",
                "br-ex: {members: [a0, b0], networks: [management, api,", 2}},
     .findings = {{"br-ex: {",
                   "E-316: roles.compute.br-ex: this interface name is used by the kernel, Docker, "
                   "Open vSwitch or OVN; choose another"}}},
    {.name = "E316TakenPrefix",
     .edits = {{"bond0: {members: [a0, b0], networks: [management, api,",
                "docker1: {members: [a0, b0], networks: [management, api,", 2}},
     .findings = {{"docker1",
                   "E-316: roles.compute.docker1: this interface name is used by the kernel, "
                   "Docker, Open vSwitch or OVN; choose another"}}},
    {.name = "E317NameOfAVlan",
     .edits = {{"bond1: {members: [a1, b1], networks: [storage, tunnel]}",
                "vlan20: {members: [a1, b1], networks: [storage, tunnel]}"}},
     .findings = {{"vlan20: {",
                   "E-317: roles.compute.vlan20: a bond member or a VLAN of this role has the same "
                   "interface name; choose another"}}},
    {.name = "E317NameOfAMember",
     .edits = {{"bond1: {members: [a1, b1], networks: [storage, tunnel]}",
                "b0: {members: [a1, b1], networks: [storage, tunnel]}"}},
     .findings = {{"b0: {members",
                   "E-317: roles.compute.b0: a bond member or a VLAN of this role has the same "
                   "interface name; choose another"}}},
    {.name = "W318Layer2Hash",
     .edits = {{"hash: layer3+4", "hash: layer2"}},
     .findings = {{"hash: layer2",
                   "W-318: defaults.bond.hash: layer2 sends all traffic to one gateway MAC over a "
                   "single link; use layer3+4"}}},
};

INSTANTIATE_TEST_SUITE_P(Rules3xx, BrokenPlanTest, testing::ValuesIn(kBroken3xx), name_of);

}  // namespace rackseed::plan
