#include "src/serve/boot_scripts.hpp"
#include "src/serve/node_answers.hpp"
#include "tests/serve/rack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rackseed::serve {
namespace {

using inventory::NodeState;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using testing::VariantWith;
using namespace tests;

constexpr std::string_view kCtrl1Script = "/ipxe/00-00-5e-00-53-02";

/// What a node does that has nothing to boot.
auto boots_locally(const std::string& why) {
  return AllOf(StartsWith("#!ipxe\necho rackseed: " + why), testing::EndsWith("\nexit 1\n"));
}

TEST(BootScript, OfAnArmedNodeIsTheGoldenOne) {
  Rack rack;
  for (const auto& [bmc, machine] : rack.machines().all()) {
    rack.arm(bmc);
    const std::string mac = machine.facts.mac("lom0")->text('-');
    EXPECT_EQ(rack.ask("/ipxe/" + mac).text.body,
              rack.golden("minipod/ipxe/" + machine.name() + ".ipxe", bmc));
    EXPECT_EQ(rack.ask("/grub/" + mac).text.body,
              rack.golden("minipod/grub/" + machine.name() + ".cfg", bmc));
  }
}

TEST(BootScript, IsToldAsAFactOfTheNode) {
  Rack rack;
  rack.arm();
  const auto answer = rack.ask(kCtrl1Script);
  EXPECT_EQ(answer.text.status, 200);
  EXPECT_THAT(answer.effects, IsEmpty());
  ASSERT_THAT(answer.facts,
              ElementsAre(AllOf(Field(&Fact::kind, FactKind::kBootScriptServed),
                                Field(&Fact::bmc, kCtrl1), Field(&Fact::client, "10.1.8.10"),
                                Field(&Fact::text, "iPXE script served"))));
  EXPECT_THAT(to_json(answer.facts[0].data), HasSubstr("\"boots\": true"));
}

TEST(BootScript, OfANodeThatIsNotArmedBootsFromItsDisk) {
  Rack rack;
  for (const NodeState state : {NodeState::kPlanned, NodeState::kInstalled, NodeState::kHeld}) {
    rack.set(kCtrl1, state);
    const auto answer = rack.ask(kCtrl1Script);
    EXPECT_THAT(answer.text.body,
                boots_locally("ctrl1 is " + std::string(to_string(state)) + ": it boots from"));
    EXPECT_EQ(rack.ask("/grub/00-00-5e-00-53-02").text.body,
              local_boot_grub("ctrl1 is " + std::string(to_string(state)) +
                              ": it boots from its own disk"));
    EXPECT_THAT(to_json(answer.facts.at(0).data), HasSubstr("\"boots\": false"));
  }
}

TEST(BootScript, IsOfTheNodeWhicheverOfItsNicsAsks) {
  Rack rack;
  rack.arm();
  EXPECT_EQ(rack.ask("/ipxe/00-00-5e-00-53-03").text.body, rack.ask(kCtrl1Script).text.body);
}

TEST(BootScript, SaysWhenTheNicToBootWithIsNotKnown) {
  Rack rack;
  std::erase_if(rack.facts().at(kCtrl1).macs, [](const auto& nic) { return nic.first == "lom0"; });
  rack.know();
  rack.arm();
  EXPECT_THAT(rack.ask("/ipxe/00-00-5e-00-53-03").text.body,
              boots_locally("ctrl1 has no boot script: its lom0 is not known"));
}

TEST(BootScript, AsksWhomeverNobodyKnows) {
  Rack rack;
  const auto answer = rack.ask("/ipxe/02-00-00-00-00-99");
  EXPECT_EQ(answer.text.body, identify_script("http://10.1.8.2", kStranger));
  EXPECT_THAT(answer.effects, IsEmpty());
}

TEST(BootScript, NamesThePortOfTheSeed) {
  Rack rack;
  rack.plan().seed.http_port = 8080;
  EXPECT_THAT(rack.ask("/ipxe/02-00-00-00-00-99").text.body,
              HasSubstr("http://10.1.8.2:8080/ipxe/unknown?"));
}

TEST(BootScript, OfGrubIsForKnownNodesOnly) {
  const auto answer = Rack().ask("/grub/02-00-00-00-00-99");
  EXPECT_EQ(answer.text.status, 404);
  EXPECT_THAT(answer.facts,
              ElementsAre(AllOf(Field(&Fact::kind, FactKind::kNodeRefused),
                                Field(&Fact::text, HasSubstr("02:00:00:00:00:99 is in no")))));
}

TEST(UnknownScript, TiesBySerial) {
  Rack rack;
  rack.facts().at(kCtrl1).macs.clear();
  rack.know();
  const auto answer = rack.ask("/ipxe/unknown?mac=02-00-00-00-00-99&uuid=" + std::string(kUuid) +
                               "&serial=SRV00010&asset=");
  EXPECT_EQ(answer.text.body, "#!ipxe\nchain --replace http://10.1.8.2/ipxe/02-00-00-00-00-99\n");
  EXPECT_THAT(answer.effects,
              ElementsAre(VariantWith<MacLearned>(AllOf(Field(&MacLearned::bmc, kCtrl1),
                                                        Field(&MacLearned::mac, kStranger),
                                                        Field(&MacLearned::nic, "lom0")))));
  EXPECT_THAT(answer.facts,
              ElementsAre(AllOf(Field(&Fact::kind, FactKind::kNicTied), Field(&Fact::bmc, kCtrl1),
                                Field(&Fact::text, HasSubstr("by its serial number")))));
}

TEST(UnknownScript, LeavesTheNicOpenWhenThePlannedOneHasAnotherAddress) {
  const auto answer = Rack().ask("/ipxe/unknown?mac=02-00-00-00-00-99&serial=SRV00010");
  EXPECT_THAT(answer.effects, ElementsAre(VariantWith<MacLearned>(Field(&MacLearned::nic, ""))));
}

TEST(UnknownScript, TakesNoMacFromItsNode) {
  Rack rack;
  rack.arm();
  const auto answer = rack.ask("/ipxe/unknown?mac=00-00-5e-00-53-02&serial=SRV00011");
  EXPECT_THAT(answer.effects, IsEmpty());
  EXPECT_EQ(answer.text.body, "#!ipxe\nchain --replace http://10.1.8.2/ipxe/00-00-5e-00-53-02\n");
}

TEST(UnknownScript, SaysWhyItTiesNobody) {
  const auto answer = Rack().ask("/ipxe/unknown?mac=02-00-00-00-00-99&serial=a%24%7Bb%7D&uuid=");
  EXPECT_THAT(answer.text.body, boots_locally("nobody knows this machine: no node of the plan"));
  EXPECT_THAT(answer.effects, IsEmpty());
  EXPECT_THAT(answer.facts,
              ElementsAre(AllOf(Field(&Fact::kind, FactKind::kIdentityUnclear),
                                Field(&Fact::bmc, std::nullopt),
                                Field(&Fact::text, StartsWith("02:00:00:00:00:99 (serial number "
                                                              "a__b_, UUID _) boots")))));
}

TEST(UnknownScript, BootsTheDiscoverySystemWhereItIs) {
  Rack rack;
  rack.has_discovery = true;
  EXPECT_EQ(rack.ask("/ipxe/unknown?mac=02-00-00-00-00-99").text.body,
            discovery_script("http://10.1.8.2", kStranger));
}

TEST(UnknownScript, NeedsAMac) {
  EXPECT_EQ(Rack().ask("/ipxe/unknown?serial=SRV00010").text.status, 400);
  EXPECT_EQ(Rack().ask("/ipxe/unknown?mac=nonsense&serial=SRV00010").text.status, 400);
}

TEST(GrubConfig, IsThatOfWhoeverLeasesTheAddress) {
  Rack rack;
  rack.arm();
  rack.lease("10.1.8.10", kCtrl1Lom);
  rack.lease("10.1.8.150", kStranger);
  const auto config = grub_config(rack.desk(), ip("10.1.8.10"));
  ASSERT_TRUE(config);
  EXPECT_THAT(config->text.body, HasSubstr("(tftp,10.1.8.2)/os/noble"));
  EXPECT_THAT(config->facts, ElementsAre(AllOf(Field(&Fact::kind, FactKind::kBootScriptServed),
                                               Field(&Fact::bmc, kCtrl1),
                                               Field(&Fact::text, "GRUB script served"))));
  EXPECT_FALSE(grub_config(rack.desk(), ip("10.1.8.150")));
  EXPECT_FALSE(grub_config(rack.desk(), ip("10.1.8.11")));
}

TEST(GrubConfig, OfANodeThatIsNotArmedBootsFromItsDisk) {
  Rack rack;
  rack.lease("10.1.8.10", kCtrl1Lom);
  const auto config = grub_config(rack.desk(), ip("10.1.8.10"));
  ASSERT_TRUE(config);
  EXPECT_EQ(config->text.body, local_boot_grub("ctrl1 is planned: it boots from its own disk"));
}

}  // namespace
}  // namespace rackseed::serve
