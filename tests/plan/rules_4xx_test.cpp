#include "tests/plan/broken_plan.hpp"

namespace rackseed::plan {

// Switches, cabling, reachability.
const std::vector<BrokenPlan> kBroken4xx = {
    {.name = "E401OneSide",
     .edits = {{"{name: tor-r11a, role: tor, side: A,", "{name: tor-r11a, role: tor, side: B,"}},
     .findings = {{"{name: R11,",
                   "E-401: racks.R11: needs one ToR on side A and one on side B, found ['B']"}}},
    // All four ports collide; it is said once for each cage of a pair of nodes.
    {.name = "E402PortTwice",
     .edits = {{"bmc: 172.30.2.21, tor: Ethernet2/1", "bmc: 172.30.2.21, tor: Ethernet1/3"}},
     .findings = {{"name: cmp1,",
                   "E-402: cmp1.a0: Ethernet1/3 on tor-r11a is already used by ctrl2.a0"}}},
    {.name = "E402HalfACage",
     .edits = {{"bmc: 172.30.2.21, tor: Ethernet2/1", "bmc: 172.30.2.21, tor: Ethernet1/2"}},
     .findings = {{"name: cmp1,",
                   "E-402: cmp1.a0: Ethernet1/2 on tor-r11a is already used by ctrl1.a1"},
                  {"name: cmp1,",
                   "E-402: cmp1.a1: Ethernet1/3 on tor-r11a is already used by ctrl2.a0"}}},
    {.name = "E402MgmtPort",
     .edits = {{"{bmc: Ethernet3, lom0: Ethernet27}}\n  - {name: cmp2",
                "{bmc: Ethernet1, lom0: Ethernet41}}\n  - {name: cmp2"}},
     .findings = {{"name: cmp1,",
                   "E-402: cmp1.bmc: Ethernet1 on mgmt-r11 is already used by ctrl1.bmc"},
                  {"name: cmp1,",
                   "E-402: cmp1.lom0: Ethernet41 on mgmt-r11 is already used by tor-r11a"}}},
    {.name = "E402Links",
     .edits = {{"ports: [Ethernet49],", "ports: [Ethernet48],"},
               {"to: edge-2, to_ports: [Ethernet4/1]", "to: edge-2, to_ports: [Ethernet31/1]"}},
     .findings = {{"eno1: {switch: mgmt-r11",
                   "E-402: seed: Ethernet48 on mgmt-r11 is already used by link mgmt-r11 - "
                   "tor-r11a"},
                  {"to_ports: [Ethernet31/1]",
                   "E-402: link tor-r12b - edge-2: Ethernet31/1 on edge-2 is already used by "
                   "pairs.edge"}}},
    {.name = "E403NoSuchCage",
     .edits = {{"bmc: 172.30.2.21, tor: Ethernet2/1", "bmc: 172.30.2.21, tor: Ethernet33/1"}},
     .findings = {{"name: cmp1,",
                   "E-403: cmp1.a0: tor-r11a (DCS-7050CX3-32S) has no port Ethernet33/1"}}},
    {.name = "E403NoSuchPort",
     .edits = {{"port: Ethernet48}", "port: Ethernet53}"},
               {"mgmt_port: Ethernet41}", "mgmt_port: Ethernet1/1}", 1},
               {"ports: [Ethernet27/1]", "ports: [Ethernet27]"}},
     .findings = {{"eno1: {switch: mgmt-r11",
                   "E-403: seed: mgmt-r11 (DCS-7010TX-48) has no port Ethernet53"},
                  {"{name: tor-r11a,",
                   "E-403: tor-r11a: mgmt-r11 (DCS-7010TX-48) has no port Ethernet1/1"},
                  {"customer-data:",
                   "E-403: upstream.customer-data: edge-1 (DCS-7050CX3-32S) has no port "
                   "Ethernet27"}}},
    {.name = "E404LeavesTheCage",
     .edits = {{"bmc: 172.30.2.21, tor: Ethernet2/1", "bmc: 172.30.2.21, tor: Ethernet4/4"}},
     .findings = {{"name: cmp1,",
                   "E-404: cmp1: tor Ethernet4/4 plus lane 1 leaves the cage (lanes 1..4)"}}},
    {.name = "E405NoTorPort",
     .edits = {{"bmc: 172.30.2.21, tor: Ethernet2/1", "bmc: 172.30.2.21"}},
     .findings = {{"name: cmp1,",
                   "E-405: cmp1: no tor port, but hardware.srv-4x25 has NICs on ToRs"}}},
    {.name = "E406NoSerial",
     .edits = {{" serial: JPE00001111,", ""}},
     .findings = {{"{name: tor-r11a,",
                   "E-406: tor-r11a: no serial: zero touch provisioning cannot tell this switch "
                   "from its twin"}}},
    {.name = "E407SerialTwice",
     .edits = {{"serial: JPE00001111", "serial: JPE00001112"}},
     .findings = {{"{name: tor-r11b,", "E-407: tor-r11b: serial JPE00001112 is also tor-r11a"}}},
    {.name = "E408PeerVlan",
     .edits = {{"vlan: 20, ", "vlan: 4094, "}},
     .findings = {{"{name: r11,", "E-408: pairs.r11: peer_vlan 4094 is also networks.api"},
                  {"{name: r12,", "E-408: pairs.r12: peer_vlan 4094 is also networks.api"},
                  {"{name: edge,", "E-408: pairs.edge: peer_vlan 4094 is also networks.api"}}},
    {.name = "E409UnitTwice",
     .edits = {{"unit: 20, bmc: 172.30.2.21", "unit: 30, bmc: 172.30.2.21"}},
     .findings = {{"name: cmp1,", "E-409: cmp1: unit 30 of rack R11 is already taken by ctrl1"}}},
    {.name = "E409UnitOfASwitch",
     .edits = {{"unit: 20, bmc: 172.30.2.21", "unit: 43, bmc: 172.30.2.21"}},
     .findings = {{"name: cmp1,",
                   "E-409: cmp1: unit 43 of rack R11 is already taken by tor-r11a"}}},
    {.name = "E410UnknownSwitch",
     .edits = {{"to: mgmt-r11, to_ports", "to: edge-9, to_ports"}},
     .findings = {{"edge-9", "E-410: mgmt-r12: link to unknown switch edge-9"}}},
    {.name = "E410UnknownSwitches",
     .edits = {{"{switch: mgmt-r11, port", "{switch: mgmt-r10, port"},
               {"pool: [150, 189]}\n  management",
                "pool: [150, 189], relay: {on: mgmt-r13}}\n"
                "  management"},
               {"members: [edge-1, edge-2]", "members: [edge-1, edge-3]"},
               {"from: mgmt-r12", "from: mgmt-r14"},
               {"{attach: customer, untagged", "{attach: mgmt, switch: mgmt-r15, untagged"}},
     .findings = {{"mgmt-r10", "E-410: seed.cables.eno1: cable to unknown switch mgmt-r10"},
                  {"mgmt-r13", "E-410: networks.prov.relay: relay on unknown switch mgmt-r13"},
                  {"edge-3", "E-410: pairs.edge: unknown switch edge-3"},
                  {"mgmt-r14", "E-410: links[0]: link from unknown switch mgmt-r14"},
                  {"mgmt-r15", "E-410: upstream.customer-oob.switch: unknown switch mgmt-r15"}}},
    {.name = "E411UnknownRack",
     .edits = {{"rack: R11, unit: 20,", "rack: R13, unit: 20,"}},
     .findings = {{"rack: R13", "E-411: cmp1: unknown rack R13"}}},
    {.name = "E411UnknownRacks",
     .example = "fabric",
     .edits = {{"  rack: R21\n", "  rack: R20\n"},
               {"R24: 10.2.36.0/24", "R25: 10.2.36.0/24"},
               {"side: A, rack: R21, unit: 41", "side: A, rack: R26, unit: 41"},
               {"racks: [R21, R22, R23]", "racks: [R21, R22, R27]"}},
     .findings = {{"rack: R20", "E-411: seed.rack: unknown rack R20"},
                  {"R25: 10.2.36.0/24", "E-411: networks.prov.subnets: unknown rack R25"},
                  {"rack: R26", "E-411: edge-1: unknown rack R26"},
                  {"R27]", "E-411: upstream.customer-oob.racks: unknown rack R27"}}},
    {.name = "E412LaneSpeeds",
     .edits = {{"  ctl-4x25-oob: ",
                "  srv-4x10:\n"
                "    nics:\n"
                "      lom0: {where: lom/0,   speed: 1G,  switch: mgmt}\n"
                "      a0:   {where: slot1/0, speed: 10G, switch: tor, side: A, lane: 0}\n"
                "      a1:   {where: slot1/1, speed: 10G, switch: tor, side: A, lane: 1}\n"
                "      b0:   {where: slot2/0, speed: 10G, switch: tor, side: B, lane: 0}\n"
                "      b1:   {where: slot2/1, speed: 10G, switch: tor, side: B, lane: 1}\n"
                "  ctl-4x25-oob: "},
               {"    short: sto\n    hardware: srv-4x25", "    short: sto\n    hardware: srv-4x10"},
               {"bmc: 172.30.2.21, tor: Ethernet2/1", "bmc: 172.30.2.21, tor: Ethernet4/1"},
               {"bmc: 172.30.2.31, tor: Ethernet3/1", "bmc: 172.30.2.31, tor: Ethernet4/3"}},
     .findings =
         {{"name: sto1,",
           "E-412: tor-r11a: cage Ethernet4 would run two lane speeds: cmp1.a0 25G, sto1.a0 "
           "10G"}}},
    {.name = "E413OutsideTheRack",
     .edits = {{"unit: 20, bmc: 172.30.2.21", "unit: 48, bmc: 172.30.2.21"}},
     .findings = {{"name: cmp1,", "E-413: cmp1: unit 48 is outside 1..47 of rack R11"}}},
    {.name = "E414NativeVlan",
     .example = "nanopod",
     .edits = {{"prov: {zone: provisioning, vlan: 8,",
                "prov: {zone: provisioning, vlan: "
                "untagged,"}},
     .findings = {{"boot: {path: bond-native",
                   "E-414: defaults.boot: boot path bond-native: network prov needs a VLAN number "
                   "the ToR can use as native VLAN; set vlan or access_vlan"}}},
    {.name = "E415BootNic",
     .edits = {{"mgmt: {bmc: Ethernet1, lom0: Ethernet25}}\n  - {name: ctrl2",
                "mgmt: {bmc: Ethernet1, lom0: Ethernet25}, boot: {nic: eno9}}\n  - {name: ctrl2"}},
     .findings = {{"eno9", "E-415: ctrl1: boot.nic eno9 is not defined in hardware.ctl-4x25-oob"}}},
    {.name = "E416NoLink",
     .edits = {{.find = "{from: mgmt-r11, ports: [Ethernet49]", .whole_line = true},
               {.find = "{from: mgmt-r11, ports: [Ethernet50]", .whole_line = true}},
     .findings = {{"  management:\n",
                   "E-416: networks.management: no link carries this network between mgmt-r11 (the "
                   "seed) and tor-r11a (ctrl1.a0); add a link or list the network in one"}}},
    // ToRs of an ESI pair have no peer link: without uplinks the second one is an island.
    {.name = "E416EsiPair",
     .example = "fabric",
     .edits = {{.find = "\"tor-r2[1-4]b\", ports: [Ethernet29/1]", .whole_line = true},
               {.find = "\"tor-r2[1-4]b\", ports: [Ethernet30/1]", .whole_line = true}},
     .findings = {{"  management:      {zone",
                   "E-416: networks.management: no link carries this network between mgmt-r21 (the "
                   "seed) and tor-r21b (mgr1.b0); add a link or list the network in one"},
                  {"  api:             {zone",
                   "E-416: networks.api: no link carries this network between tor-r21a (mgr1.a0) "
                   "and tor-r21b (mgr1.b0); add a link or list the network in one"},
                  {"  migration:       {zone",
                   "E-416: networks.migration: no link carries this network between tor-r21a "
                   "(ctrl1.a0) and tor-r21b (ctrl1.b0); add a link or list the network in one"},
                  {"  storage:         {zone",
                   "E-416: networks.storage: no link carries this network between tor-r21a "
                   "(mgr1.a1) and tor-r21b (mgr1.b1); add a link or list the network in one"},
                  {"  storage-cluster: {zone",
                   "E-416: networks.storage-cluster: no link carries this network between tor-r21a "
                   "(sto1.a1) and tor-r21b (sto1.b1); add a link or list the network in one"},
                  {"  tunnel:          {zone",
                   "E-416: networks.tunnel: no link carries this network between tor-r21a "
                   "(ctrl1.a1) and tor-r21b (ctrl1.b1); add a link or list the network in one"},
                  {"  external:        {zone",
                   "E-416: networks.external: no link carries this network between tor-r21a "
                   "(ctrl1.a1) and tor-r21b (ctrl1.b1); add a link or list the network in one"}}},
    {.name = "E417PeerLinkId",
     .example = "nanopod",
     .edits = {{"subnet: 10.7.8.0/24", "subnet: 10.7.0.0/16"},
               {"bmc: 172.30.7.121-124,", "bmc: 172.30.7.121-124, suffix: 447-450,"}},
     .findings = {{"srv[1-4]",
                   "E-417: srv4: suffix 450 gives MLAG id 1000: 1000 is the peer link and 2000 the "
                   "last one; set another suffix"}}},
    {.name = "E417LastMlagId",
     .example = "nanopod",
     .edits = {{"subnet: 10.7.8.0/24", "subnet: 10.7.0.0/16"},
               {"bmc: 172.30.7.121-124,", "bmc: 172.30.7.121-124, suffix: 948-951,"},
               {"      bond0: {members: [a0, b0, a1, b1], networks: []}\n",
                "      bond0: {members: [a0, b0], networks: []}\n"
                "      bond1: {members: [a1, b1], networks: []}\n"}},
     .findings = {{"srv[1-4]",
                   "E-417: srv3: suffix 950 gives MLAG id 2001: 1000 is the peer link and 2000 the "
                   "last one; set another suffix"},
                  {"srv[1-4]",
                   "E-417: srv4: suffix 951 gives MLAG id 2002: 1000 is the peer link and 2000 the "
                   "last one; set another suffix"}}},
    {.name = "E417SegmentIdentifier",
     .example = "nanopod",
     .edits = {{"subnet: 10.7.8.0/24", "subnet: 10.7.0.0/16"},
               {"bmc: 172.30.7.121-124,", "bmc: 172.30.7.121-124, suffix: 9997-10000,"},
               {"type: mlag, members: [tor-a, tor-b], peer_link: [Ethernet31/1, Ethernet32/1], "
                "peer_vlan: 4094, peer_net: 169.254.1.0/31",
                "type: esi, members: [tor-a, tor-b]"}},
     .findings =
         {{"srv[1-4]",
           "E-417: srv4: suffix 10000 does not fit an ethernet segment identifier (0..9999); "
           "set another suffix"}}},
};

INSTANTIATE_TEST_SUITE_P(Rules4xx, BrokenPlanTest, testing::ValuesIn(kBroken4xx), name_of);

}  // namespace rackseed::plan
