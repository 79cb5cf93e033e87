#include "tests/plan/broken_plan.hpp"

namespace rackseed::plan {

// Addressing and VIPs.
const std::vector<BrokenPlan> kBroken2xx = {
    {.name = "E201HostBits",
     .edits = {{"subnet: 10.1.20.0/24", "subnet: 10.1.20.1/24"}},
     .findings = {{"10.1.20.1/24",
                   "E-201: networks.api.subnet: 10.1.20.1/24 has host bits set; did you mean "
                   "10.1.20.0/24?"}}},
    {.name = "E202Overlap",
     .edits = {{"subnet: 10.1.20.0/24", "subnet: 10.1.10.0/25"},
               {"address: 10.1.20.5", "address: 10.1.10.5"}},
     .findings = {{"subnet: 10.1.10.0/24",
                   "E-202: networks.management: 10.1.10.0/24 overlaps networks.api "
                   "10.1.10.0/25"}}},
    {.name = "E202SameSubnet",
     .edits = {{"subnet: 10.1.8.0/24", "subnet: 10.1.10.0/24"}},
     .findings = {{"{zone: provisioning,",
                   "E-202: networks.prov: 10.1.10.0/24 overlaps networks.management "
                   "10.1.10.0/24"}}},
    {.name = "E202OverlapOfRacks",
     .example = "fabric",
     .edits = {{"R24: 10.2.36.0/24", "R24: 10.2.35.128/25"},
               {"mtu: 1500, gateway_host: 1, relay: {on: mgmt-r21}, pool: [200, 239],\n"
                "         subnets: {R21: 10.2",
                "mtu: 1500, gateway_host: 110, relay: {on: mgmt-r21}, pool: [111, 120],\n"
                "         subnets: {R21: 10.2"}},
     .findings = {{"R24: 10.2.35.128/25",
                   "E-202: networks.prov: 10.2.35.0/24 overlaps networks.prov 10.2.35.128/25"}}},
    {.name = "E203ContainerNetworks",
     .edits = {{"subnet: 10.1.40.0/24", "subnet: 172.31.101.0/24"}},
     .findings = {{"172.31.101.0/24",
                   "E-203: networks.storage: 172.31.101.0/24 overlaps 172.31.100.0/22, used by "
                   "OSISM container networks (docs/appendix/networks.md)"}}},
    {.name = "E203DockerBridge",
     .edits = {{"subnet: 10.1.40.0/24", "subnet: 172.17.8.0/24"}},
     .findings = {{"172.17.8.0/24",
                   "E-203: networks.storage: 172.17.8.0/24 overlaps 172.17.0.0/16, used by "
                   "Docker's default bridge"}}},
    {.name = "E204VlanTwice",
     .edits = {{"vlan: 20, ", "vlan: 10, "}},
     .findings = {{"{zone: api,",
                   "E-204: networks.api.vlan: VLAN 10 is already used by networks.management"}}},
    {.name = "E204AccessVlanTwice",
     .edits = {{"access_vlan: 2,", "access_vlan: 8,"}},
     .findings = {{"{zone: provisioning,",
                   "E-204: networks.prov.vlan: VLAN 8 is already used by networks.bmc"}}},
    {.name = "E205VlanRange",
     .edits = {{"vlan: 20, ", "vlan: 4095, "}},
     .findings = {{"4095", "E-205: networks.api.vlan: 4095 is outside 2..4094"}}},
    {.name = "E205DefaultVlan",
     .edits = {{"vlan: 20, ", "vlan: 1, "}},
     .findings = {{"{zone: api,", "E-205: networks.api.vlan: 1 is outside 2..4094"}}},
    {.name = "E206Gateway",
     .edits = {{"gateway: 172.30.1.254", "gateway: 172.30.9.254"}},
     .findings = {{"172.30.9.254",
                   "E-206: networks.oob.gateway: 172.30.9.254 is not a usable address of "
                   "172.30.1.0/24"}}},
    {.name = "E206Broadcast",
     .edits = {{"gateway: 172.30.1.254", "gateway: 172.30.1.255"}},
     .findings = {{"172.30.1.255",
                   "E-206: networks.oob.gateway: 172.30.1.255 is not a usable address of "
                   "172.30.1.0/24"}}},
    {.name = "E206GatewayHost",
     .example = "fabric",
     .edits = {{"gateway_host: 1,", "gateway_host: 254,", 2},
               {"10.2.36.0/24", "10.2.36.0/25"},
               {"pool: [200, 239]", "pool: [110, 120]", 2}},
     .findings = {{"gateway_host: 254",
                   "E-206: networks.prov.gateway_host: 254 is not a usable host number of "
                   "10.2.36.0/25"}}},
    {.name = "E207NoBmcNetwork",
     .edits = {{"{zone: bmc, ", "{zone: management, "}},
     .findings = {{"networks:\n", "E-207: networks: no network has zone bmc (or also: bmc)"}}},
    {.name = "E208BmcElsewhere",
     .edits = {{"bmc: 172.30.2.21,", "bmc: 172.30.3.21,"}},
     .findings = {{"172.30.3.21",
                   "E-208: cmp1: bmc 172.30.3.21 is not in networks.bmc (172.30.2.0/24) of rack "
                   "R11"}}},
    {.name = "E208BmcOfAnotherRack",
     .example = "fabric",
     .edits = {{"bmc: 172.30.34.41,", "bmc: 172.30.33.41,"}},
     .findings = {{"172.30.33.41",
                   "E-208: ctrl2: bmc 172.30.33.41 is not in networks.bmc (172.30.34.0/24) of rack "
                   "R22"}}},
    {.name = "E208SwitchElsewhere",
     .edits = {{"mgmt: 172.30.2.211", "mgmt: 172.30.3.211"}},
     .findings = {{"172.30.3.211",
                   "E-208: tor-r11a: mgmt 172.30.3.211 is not in networks.bmc (172.30.2.0/24) of "
                   "rack R11"}}},
    // The two nodes share every other address as well; that is said once.
    {.name = "E209BmcTwice",
     .edits = {{"bmc: 172.30.2.22,", "bmc: 172.30.2.21,"}},
     .findings = {{"name: cmp2,",
                   "E-209: the BMC of cmp2: 172.30.2.21 is already the BMC of cmp1"}}},
    {.name = "E210SuffixTwice",
     .example = "fabric",
     .edits = {{"bmc: 172.30.34.41,", "bmc: 172.30.34.12,"}},
     .findings = {{"name: ctrl2,", "E-210: ctrl2 in oob: 172.30.40.12 is already ctrl1 in oob"}}},
    {.name = "E210Gateway",
     .edits = {{"gateway: 10.1.10.1}", "gateway: 10.1.10.21}"}},
     .findings = {{"name: cmp1,",
                   "E-210: cmp1 in management: 10.1.10.21 is already the gateway of management"}}},
    {.name = "E210Switch",
     .edits = {{"bmc: 172.30.2.21,", "bmc: 172.30.2.201,"}},
     .findings = {{"name: cmp1,",
                   "E-210: the BMC of cmp1: 172.30.2.201 is already the switch mgmt-r11"}}},
    {.name = "E210Service",
     .edits = {{"ntp: [172.30.1.200,", "ntp: [172.30.1.10,"}},
     .findings = {{"ntp: [", "E-210: services.ntp: 172.30.1.10 is already ctrl1 in oob"}}},
    {.name = "E211OutsideTheSubnet",
     .edits = {{"subnet: 10.1.20.0/24", "subnet: 10.1.20.0/28"}},
     .findings = {{"name: cmp1,",
                   "E-211: cmp1: suffix 21 gives 10.1.20.21, which is not a host of networks.api "
                   "10.1.20.0/28"},
                  {"name: cmp2,",
                   "E-211: cmp2: suffix 22 gives 10.1.20.22, which is not a host of networks.api "
                   "10.1.20.0/28"},
                  {"name: cmp3,",
                   "E-211: cmp3: suffix 23 gives 10.1.20.23, which is not a host of networks.api "
                   "10.1.20.0/28"}}},
    {.name = "E212OwnBmc",
     .example = "nanopod",
     .edits = {{" host_offset: -100,", ""}},
     .findings = {{"{name: opcp-controller-0",
                   "E-212: opcp-controller-0: would get 172.30.7.110 in network oob, which is its "
                   "own BMC address; set networks.oob.host_offset"}}},
    {.name = "E213VipElsewhere",
     .edits = {{"address: 172.30.1.5", "address: 203.0.113.5"}},
     .findings = {{"203.0.113.5",
                   "E-213: vips.external: 203.0.113.5 is not in networks.oob 172.30.1.0/24"}}},
    {.name = "E214VipOfAHost",
     .edits = {{"address: 172.30.1.5", "address: 172.30.1.10"}},
     .findings = {{"address: 172.30.1.10",
                   "E-214: VIP external: 172.30.1.10 is already ctrl1 in oob"}}},
    {.name = "E214VipOfTheSeed",
     .edits = {{"address: 172.30.1.5", "address: 172.30.1.2"}},
     .findings = {{"address: 172.30.1.2",
                   "E-214: VIP external: 172.30.1.2 is already the seed in oob"}}},
    {.name = "E215VipInPool",
     .edits = {{"upstream: customer-oob}", "upstream: customer-oob, pool: [3, 9]}"}},
     .findings = {{"address: 172.30.1.5",
                   "E-215: VIP external: 172.30.1.5 lies inside the DHCP pool "
                   "172.30.1.3-172.30.1.9 of network oob"}}},
    {.name = "E216VipInNeutronPool",
     .edits = {{"address: 172.30.1.5\n    network: oob",
                "address: 203.0.113.100\n    network: external"}},
     .findings = {{"address: 203.0.113.100",
                   "E-216: VIP external: 203.0.113.100 lies inside the Neutron allocation pool "
                   "203.0.113.100-203.0.113.200; Neutron would give it to an instance"}}},
    {.name = "E217BmcsInPool",
     .edits = {{"subnet: 172.30.2.0/24,  mtu: 1500, pool: [150, 189]",
                "subnet: 172.30.2.0/24,  mtu: 1500, pool: [20, 40]"}},
     .findings = {{"name: cmp1,",
                   "E-217: the BMC of cmp1: 172.30.2.21 lies inside the DHCP pool "
                   "172.30.2.20-172.30.2.40 of network bmc"},
                  {"name: cmp2,",
                   "E-217: the BMC of cmp2: 172.30.2.22 lies inside the DHCP pool "
                   "172.30.2.20-172.30.2.40 of network bmc"},
                  {"name: cmp3,",
                   "E-217: the BMC of cmp3: 172.30.2.23 lies inside the DHCP pool "
                   "172.30.2.20-172.30.2.40 of network bmc"},
                  {"name: sto1,",
                   "E-217: the BMC of sto1: 172.30.2.31 lies inside the DHCP pool "
                   "172.30.2.20-172.30.2.40 of network bmc"},
                  {"name: sto2,",
                   "E-217: the BMC of sto2: 172.30.2.32 lies inside the DHCP pool "
                   "172.30.2.20-172.30.2.40 of network bmc"},
                  {"name: sto3,",
                   "E-217: the BMC of sto3: 172.30.2.33 lies inside the DHCP pool "
                   "172.30.2.20-172.30.2.40 of network bmc"}}},
    // The seed and ctrl1 collide in every network that both are in; that is said once.
    {.name = "E218SeedTakesABmc",
     .edits = {{"  host: 2 ", "  host: 10 "}},
     .findings = {{"name: ctrl1,",
                   "E-218: the BMC of ctrl1: 172.30.2.10 is already the seed in bmc"}}},
    {.name = "E219PoolBackwards",
     .edits = {{"pool: [150, 189]", "pool: [189, 150]", 1}},
     .findings = {{"pool: [189, 150]",
                   "E-219: networks.bmc.pool: 172.30.2.189-172.30.2.150 is not a range inside "
                   "172.30.2.0/24"}}},
    {.name = "E219PoolTooLarge",
     .edits = {{"pool: [150, 189]", "pool: [150, 255]", 1}},
     .findings = {{"pool: [150, 255]",
                   "E-219: networks.bmc.pool: 172.30.2.150-172.30.2.255 is not a range inside "
                   "172.30.2.0/24"}}},
    {.name = "E220VridRange",
     .edits = {{"    at_handover: release", "    vrid: 300\n    at_handover: release"}},
     .findings = {{"vrid: 300", "E-220: vips.external.vrid: 300 is outside 1..255"}}},
    {.name = "E220VridTwice",
     .edits = {{"address: 172.30.1.5\n    network: oob",
                "vrid: 51\n    address: 10.1.20.6\n    network: api"}},
     .findings = {{"- name: internal",
                   "E-220: vips.internal.vrid: 51 is already the VRID of vips.external on network "
                   "api; set another"}}},
    {.name = "W221LittleRoom",
     .edits = {{"mtu: 1500, pool: [150, 189]}\n  management",
                "mtu: 1500, pool: [34, 252]}\n  management"}},
     .findings = {{"pool: [34, 252]",
                   "W-221: networks.prov: 229 of 254 addresses of 10.1.8.0/24 are planned: little "
                   "room for growth, and a subnet cannot be widened later without readdressing"}}},
    {.name = "W222Unused",
     .edits = {{"  storage-cluster:\n",
                "  spare: {zone: migration, vlan: 60, subnet: "
                "10.1.60.0/24}\n  storage-cluster:\n"}},
     .findings = {{"10.1.60.0/24",
                   "W-222: networks.spare: defined but never attached to a role, the seed or the "
                   "BMCs"}}},
    {.name = "E223UnknownNetworkOfARole",
     .edits = {{"[management, api, migration]", "[management, api, migratoin]", 2}},
     .findings = {{"migratoin",
                   "E-223: roles.compute.bond0: network \"migratoin\" is not defined"}}},
    {.name = "E223UnknownNetworks",
     .edits = {{"{network: oob, ", "{network: bob, "},
               {"network: prov, firmware",
                "network: porv, "
                "firmware"},
               {"networks: [bmc, prov, management]", "networks: [bmc, prov, mgmt-net]"},
               {"untagged: oob}", "untagged: obb}"},
               {"network: api\n", "network: ipa\n"}},
     .findings = {{"{network: bob,", "E-223: seed.attach: network \"bob\" is not defined"},
                  {"porv", "E-223: defaults.boot.network: network \"porv\" is not defined"},
                  {"mgmt-net", "E-223: links[0]: network \"mgmt-net\" is not defined"},
                  {"obb", "E-223: upstream.customer-oob.untagged: network \"obb\" is not defined"},
                  {"network: ipa", "E-223: vips.internal: network \"ipa\" is not defined"}}},
    {.name = "E224VipWithoutInterface",
     .edits = {{.find = "oob0:  {nic: o0, networks: [oob]}", .whole_line = true},
               {"default_route: oob", "default_route: management"}},
     .findings = {{"network: oob\n",
                   "E-224: vips.external: the VIP is on network oob but ctrl1 has no interface in "
                   "it"}}},
    {.name = "E225NoApi",
     .edits = {{"[management, api, migration]", "[management, migration]", 2}},
     .findings = {{"  compute:\n",
                   "E-225: roles.compute: no interface in network api; kolla binds RabbitMQ, "
                   "MariaDB and the internal VIP to api_interface"}}},
    {.name = "E226NoGateway",
     .edits = {{"default_route: management", "default_route: api", 1}},
     .findings = {{"default_route: api",
                   "E-226: roles.compute.default_route: \"api\" must be an attached network that "
                   "has a gateway"}}},
    {.name = "E227InternalVip",
     .edits = {{"address: 10.1.20.5\n    network: api",
                "address: 10.1.10.5\n    network: management"}},
     .findings = {{"network: management\n",
                   "E-227: vips.internal: kolla's precheck wants the internal VIP inside the "
                   "api_interface network"}}},
    {.name = "E228ProviderNetwork",
     .edits = {{" addressing: none,", ""}},
     .findings = {{"  external: ",
                   "E-228: networks.external: a provider network handed to Neutron must have "
                   "addressing: none"}}},
    {.name = "E229OneTimeServer",
     .edits = {{"ntp: [172.30.1.200, 172.30.1.201]", "ntp: [172.30.1.200]"}},
     .findings = {{"ntp: [",
                   "E-229: services.ntp: one NTP server; the OSISM chrony role needs at least two "
                   "and its bootstrap fails otherwise"}}},
    {.name = "W231NotDedicated",
     .example = "fabric",
     .edits = {{"manager: mgr1", "manager: cmp30"}},
     .findings = {{"manager: cmp30",
                   "W-231: handover.osism.manager: cmp30 is not a dedicated manager; OSISM "
                   "\"production minimum\" expects one"}}},
    {.name = "W232TwoInOneRackOfFour",
     .example = "fabric",
     .edits = {{.find = "{name: ctrl2,",
                .replace = "  - {name: ctrl2, role: control, rack: R21, unit: 31, bmc: "
                           "172.30.33.13, tor: Ethernet9/1, mgmt: {bmc: Ethernet20, lom0: "
                           "Ethernet47}}\n",
                .whole_line = true}},
     .findings = {{"{name: R21,",
                   "W-232: racks.R21: holds 2 of 3 controllers: losing it loses the quorum (put "
                   "each controller in its own rack)"}}},
    {.name = "W232AllInOneRack",
     .edits = {{.find = "{name: ctrl3,",
                .replace = "  - {name: ctrl3, role: control, rack: R11, unit: 28, bmc: "
                           "172.30.2.12, tor: Ethernet5/1, mgmt: {bmc: Ethernet10, lom0: "
                           "Ethernet30}}\n",
                .whole_line = true}},
     .findings = {{"{name: R11,",
                   "W-232: racks.R11: holds 3 of 3 controllers: losing it loses the quorum (move "
                   "one to the other rack)"}}},
    {.name = "W233FourStorageNodes",
     .example = "fabric",
     .edits = {{.find = "\"sto[5-6]\"", .whole_line = true}},
     .findings = {{"nodes:\n",
                   "W-233: nodes: 4 storage nodes: no self-healing after losing two (5 "
                   "recommended)"}}},
    {.name = "E233TwoStorageNodes",
     .edits = {{.find = "{name: sto3,", .whole_line = true}},
     .findings = {{"nodes:\n",
                   "E-233: nodes: 2 storage nodes; the default Ceph replication needs 3"}}},
};

INSTANTIATE_TEST_SUITE_P(Rules2xx, BrokenPlanTest, testing::ValuesIn(kBroken2xx), name_of);

}  // namespace rackseed::plan
