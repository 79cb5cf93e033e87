#include "src/serve/node_answers.hpp"

#include "tests/serve/rack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rackseed::serve {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::VariantWith;
using namespace tests;

std::string agent_path(const Rack& rack, const std::string& word) {
  return "/api/v1/agent/" + rack.token() + "/" + word;
}

TEST(AgentCall, IsAskedToWait) {
  Rack rack;
  rack.arm();
  const auto answer = rack.ask(agent_path(rack, "next"));
  EXPECT_EQ(answer.text.type, "application/json");
  EXPECT_EQ(answer.text.body, "{\"do\": \"wait\", \"seconds\": 5}\n");
}

TEST(AgentCall, IsReported) {
  Rack rack;
  rack.arm();
  for (const std::string word : {"hello", "report", "progress"}) {
    const auto answer = rack.post(agent_path(rack, word), "{\"percent\": 5}\n");
    EXPECT_EQ(answer.text.status, 204);
    EXPECT_THAT(
        answer.facts,
        ElementsAre(AllOf(Field(&Fact::kind, FactKind::kAgentReported), Field(&Fact::bmc, kCtrl1),
                          Field(&Fact::text, HasSubstr("agent " + word + ": ")))));
    EXPECT_THAT(answer.effects, IsEmpty());
  }
}

TEST(AgentCall, LeavesItsLog) {
  Rack rack;
  rack.arm();
  const auto answer = rack.post(agent_path(rack, "log"), "a line\n");
  EXPECT_THAT(answer.effects,
              ElementsAre(VariantWith<LogReceived>(
                  AllOf(Field(&LogReceived::name, "agent"), Field(&LogReceived::attempt, 1),
                        Field(&LogReceived::content, "a line\n")))));
}

TEST(AgentCall, NeedsTheWordOfARunningInstallation) {
  Rack rack;
  const auto refused = [&](const std::string& token) {
    return rack.post("/api/v1/agent/" + token + "/hello").text.status;
  };
  EXPECT_EQ(refused(rack.token()), 403);  // not armed
  rack.arm();
  const std::string token = rack.token();
  EXPECT_EQ(refused(token), 204);
  EXPECT_EQ(refused(std::string(32, '0')), 403);
  rack.arm();
  EXPECT_EQ(refused(token), 403);  // of an earlier attempt
  rack.set(kCtrl1, inventory::NodeState::kInstalled);
  EXPECT_EQ(refused(rack.token()), 403);
}

TEST(AgentCall, IsKnownByItsWordAlone) {
  Rack rack;
  rack.arm(kCtrl1);
  rack.arm(kCtrl2);
  const auto answer = rack.post("/api/v1/agent/" + rack.token(kCtrl2) + "/hello");
  EXPECT_THAT(answer.facts, ElementsAre(Field(&Fact::bmc, kCtrl2)));
}

http::Request from_switch(const std::string& field, const std::string& serial) {
  return {.client = ip("172.30.2.150"), .switch_fields = {{field, serial}}};
}

TEST(SwitchFile, IsTheGoldenOne) {
  Rack rack;
  rack.give_secrets();
  for (const plan::Switch& device : rack.plan().switches) {
    const auto answer =
        rack.ask("/ztp/eos/" + device.serial, from_switch("x-arista-serial", device.serial));
    EXPECT_EQ(answer.text.status, 200);
    EXPECT_EQ(answer.text.body,
              rackseed::tests::read_source("tests/golden/minipod/eos/" + device.name + ".cfg"));
    EXPECT_THAT(answer.facts,
                ElementsAre(AllOf(Field(&Fact::kind, FactKind::kSwitchServed),
                                  Field(&Fact::text, device.name + " got its configuration"))));
  }
}

TEST(SwitchFile, IsServedToFirmwareThatSaysNoSerial) {
  Rack rack;
  rack.give_secrets();
  EXPECT_EQ(rack.ask("/ztp/eos/JPE00001101").text.status, 200);
}

void expect_l804(const NodeAnswer& answer, const std::string& text) {
  EXPECT_EQ(answer.text.status, 404);
  EXPECT_THAT(answer.facts, ElementsAre(AllOf(Field(&Fact::kind, FactKind::kSwitchUnknown),
                                              Field(&Fact::text, HasSubstr(text)))));
}

TEST(SwitchFile, IsNotForASwitchOfNoPlan) {
  Rack rack;
  rack.give_secrets();
  expect_l804(rack.ask("/ztp/eos/JPE99999999", from_switch("x-arista-serial", "JPE99999999")),
              "L-804: 172.30.2.150 asks ZTP with serial JPE99999999, not in the plan");
  expect_l804(rack.ask("/ztp/sonic/JPE99999999.json"), "L-804");
}

TEST(SwitchFile, IsNotForASwitchThatSaysAnotherSerial) {
  Rack rack;
  rack.give_secrets();
  expect_l804(rack.ask("/ztp/eos/JPE00001101", from_switch("x-arista-serial", "JPE00001201")),
              "L-804: switch JPE00001201 asked for the config of JPE00001101");
  expect_l804(rack.ask("/ztp/sonic/JPE00001101.json", from_switch("serial-number", "\x1b[2J")),
              "L-804: switch __2J asked");
}

TEST(SwitchFile, IsNotServedWithoutAPassword) {
  const auto answer = Rack().ask("/ztp/eos/JPE00001101");
  EXPECT_EQ(answer.text.status, 503);
  EXPECT_THAT(answer.text.body, HasSubstr("mgmt-r11 gets no configuration: the secret "
                                          "switch_password_hash is not set"));
  EXPECT_THAT(answer.needs, ElementsAre(NeededSecret{.name = "switch_password_hash",
                                                     .use = SecretUse::kSwitchPassword}));
  EXPECT_THAT(answer.text.body, Not(HasSubstr("hostname")));
}

TEST(SwitchFile, IsNotServedForAnotherSystem) {
  Rack rack;
  rack.give_secrets();
  EXPECT_THAT(rack.ask("/ztp/sonic/JPE00001101.json").text.body,
              HasSubstr("mgmt-r11 runs eos: there is no configuration for sonic"));
  rack.plan().switches.at(0).os = "sonic";
  EXPECT_EQ(rack.ask("/ztp/sonic/JPE00001101.json").text.status, 404);
  EXPECT_EQ(rack.ask("/ztp/eos/JPE00001101").text.status, 404);
}

TEST(SwitchFile, IsNotForAnEmptySerial) {
  Rack rack;
  rack.give_secrets();
  rack.plan().switches.at(0).serial.clear();
  expect_l804(answer(rack.desk(), http::SwitchFile{.system = "eos"}, {}), "L-804");
}

TEST(NodeAnswers, KnowNothingElse) {
  const Rack rack;
  for (const char* path : {"/", "/nothing", "/api/v1/nodes", "/ipxe/nonsense", "/os/a", "/apt/b"}) {
    const auto answer = rack.ask(path);
    EXPECT_EQ(answer.text.status, 404) << path;
    EXPECT_THAT(answer.facts, IsEmpty());
  }
  EXPECT_EQ(rack.post("/ipxe/00-00-5e-00-53-02").text.status, 405);
}

TEST(NodeAnswers, QuoteNothingOfAStranger) {
  const Rack rack;
  const auto answer = rack.ask("/nocloud/172.30.2.10/user-data", {.client = ip("10.1.8.99")});
  EXPECT_THAT(answer.facts,
              ElementsAre(AllOf(Field(&Fact::client, "10.1.8.99"),
                                Field(&Fact::text,
                                      "10.1.8.99 was refused /nocloud/172.30.2.10/user-data: "
                                      "ctrl1 is planned, not to be installed"))));
}

}  // namespace
}  // namespace rackseed::serve
