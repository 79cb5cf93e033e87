#include "src/serve/machines.hpp"

#include "tests/serve/rack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rackseed::serve {
namespace {

using inventory::NodeState;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::Field;
using testing::IsEmpty;
using testing::Pair;
using namespace tests;

TEST(Machines, AreFoundByAddressMacAndName) {
  Rack rack;
  const Machine* machine = rack.machines().find(kCtrl1);
  ASSERT_NE(machine, nullptr);
  EXPECT_EQ(machine->name(), "ctrl1");
  EXPECT_EQ(rack.machines().find(kCtrl1Lom), machine);
  EXPECT_EQ(rack.machines().find(std::string_view("ctrl1")), machine);
  EXPECT_EQ(machine->nic_of(kCtrl1Lom), "lom0");
  EXPECT_EQ(machine->nic_of(kStranger), "");
}

TEST(Machines, AreOnlyThoseOfThePlan) {
  Rack rack;
  rack.know({.nodes = {{.bmc = ip("172.30.2.99"), .name = "gone"}},
             .nics = {{.mac = kStranger, .bmc = ip("172.30.2.99"), .name = "lom0"}}});
  EXPECT_EQ(rack.machines().all().size(), rack.derived().nodes.size());
  EXPECT_EQ(rack.machines().find(ip("172.30.2.99")), nullptr);
  EXPECT_EQ(rack.machines().find(kStranger), nullptr);
  EXPECT_EQ(rack.machines().find(std::string_view("gone")), nullptr);
}

TEST(Machines, RememberTheirStateAndAttempt) {
  Rack rack;
  rack.know({.nodes = {{.bmc = kCtrl1,
                        .name = "old name",
                        .system_uuid = std::string(kUuid),
                        .state = NodeState::kHeld,
                        .attempt = 4}}});
  const Machine& machine = *rack.machines().find(kCtrl1);
  EXPECT_EQ(machine.row.name, "ctrl1");
  EXPECT_EQ(machine.row.role, "control");
  EXPECT_EQ(machine.row.state, NodeState::kHeld);
  EXPECT_EQ(machine.row.attempt, 4);
  EXPECT_EQ(machine.row.system_uuid, kUuid);
}

TEST(Machines, BelieveTheFactsFileBeforeTheStore) {
  Rack rack;
  rack.know({.nodes = {{.bmc = kCtrl1, .serial = "OLD"}},
             .nics = {{.mac = kCtrl1Lom, .bmc = kCtrl2, .name = "lom0"},
                      {.mac = kStranger, .bmc = kCtrl1, .name = "lom0"}}});
  EXPECT_EQ(rack.machines().find(kCtrl1)->row.serial, "SRV00010");
  EXPECT_EQ(rack.machines().find(kCtrl1Lom)->name(), "ctrl1");
  EXPECT_EQ(rack.machines().find(kCtrl1)->facts.mac("lom0"), kCtrl1Lom);
  EXPECT_EQ(rack.machines().find(kCtrl2)->facts.mac("lom0"), kCtrl2Lom);
}

TEST(Machines, TakeFromTheStoreWhatNoFileSays) {
  Rack rack;
  rack.facts().clear();
  rack.know({.nodes = {{.bmc = kCtrl1, .serial = "S1"}},
             .nics = {{.mac = kStranger, .bmc = kCtrl1, .name = "lom0"}}});
  const Machine& machine = *rack.machines().find(kStranger);
  EXPECT_EQ(machine.name(), "ctrl1");
  EXPECT_EQ(machine.facts.serial, "S1");
  EXPECT_EQ(machine.facts.node, "ctrl1");
  EXPECT_EQ(machine.facts.mac("lom0"), kStranger);
}

TEST(Machines, CountAnAttemptWheneverAnInstallationBegins) {
  Rack rack;
  const auto set = [&](NodeState state, int second) {
    return rack.machines().set_state(kCtrl1, state, at(second));
  };
  EXPECT_THAT(set(NodeState::kInstall, 10),
              AllOf(Field(&inventory::Node::attempt, 1), Field(&inventory::Node::since, at(10)),
                    Field(&inventory::Node::state, NodeState::kInstall)));
  EXPECT_TRUE(rack.machines().find(kCtrl1)->may_install());
  EXPECT_EQ(set(NodeState::kInstalled, 20).attempt, 1);
  EXPECT_FALSE(rack.machines().find(kCtrl1)->may_install());
  EXPECT_EQ(set(NodeState::kHeld, 25).attempt, 1);
  EXPECT_EQ(set(NodeState::kInstall, 30).attempt, 2);
  EXPECT_EQ(rack.machines().find(kCtrl2)->row.attempt, 0);
}

TEST(Machines, LearnAMac) {
  Rack rack;
  const inventory::Nic row = rack.machines().learn_mac(kCtrl1, kStranger, "lom0");
  EXPECT_EQ(row, (inventory::Nic{.mac = kStranger, .bmc = kCtrl1, .name = "lom0"}));
  EXPECT_EQ(rack.machines().find(kStranger)->name(), "ctrl1");
  EXPECT_EQ(rack.machines().find(kCtrl1)->facts.mac("lom0"), kStranger);
}

TEST(Machines, LearnSeveralMacsOfWhichNobodyKnowsTheNic) {
  const Mac other = mac("02:00:00:00:00:98");
  Rack rack;
  rack.machines().learn_mac(kCtrl1, kStranger, "");
  rack.machines().learn_mac(kCtrl1, other, "");
  const auto& macs = rack.machines().find(kCtrl1)->facts.macs;
  EXPECT_THAT(macs, Contains(Pair("", kStranger)));
  EXPECT_THAT(macs, Contains(Pair("", other)));
  rack.know(rack.machines().rows());  // as after a restart
  const auto& again = rack.machines().find(kCtrl1)->facts.macs;
  EXPECT_THAT(again, Contains(Pair("", kStranger)));
  EXPECT_THAT(again, Contains(Pair("", other)));
}

TEST(Machines, LearnAUuid) {
  Rack rack;
  EXPECT_EQ(rack.machines().learn_uuid(kCtrl1, std::string(kUuid)).system_uuid, kUuid);
  EXPECT_EQ(rack.machines().find(kCtrl1)->row.system_uuid, kUuid);
}

TEST(Machines, YieldAllThatAStoreNeeds) {
  Rack rack;
  const Inventory rows = rack.machines().rows();
  EXPECT_EQ(rows.nodes.size(), 9U);
  EXPECT_EQ(rows.nics.size(), 3U * 7 + 6U * 6);
  EXPECT_THAT(rows.nodes, Each(Field(&inventory::Node::state, NodeState::kPlanned)));
  rack.facts().clear();
  rack.know(rows);
  EXPECT_EQ(rack.machines().rows().nics, rows.nics);
}

TEST(Machines, NeedNoFacts) {
  Rack rack;
  rack.facts().clear();
  rack.know();
  EXPECT_THAT(rack.machines().rows().nics, IsEmpty());
  EXPECT_NE(rack.machines().find(kCtrl1), nullptr);
}

}  // namespace
}  // namespace rackseed::serve
