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
using testing::Not;
using testing::VariantWith;
using namespace tests;

constexpr std::string_view kUserData = "/nocloud/172.30.2.10/user-data";

/// ctrl1 is being installed, and has its address.
class InstallTest : public testing::Test {
 protected:
  InstallTest() {
    rack_.arm();
    rack_.lease("10.1.8.10", kCtrl1Lom);
    rack_.lease("10.1.8.11", kCtrl2Lom);
    rack_.give_secrets();
  }
  [[nodiscard]] NodeAnswer call(std::string_view word, std::string body = "") const {
    return rack_.post("/api/v1/install/172.30.2.10/" + rack_.token() + "/" + std::string(word),
                      std::move(body));
  }
  [[nodiscard]] NodeAnswer first_boot() const {
    return rack_.post("/api/v1/firstboot/172.30.2.10/" + rack_.token(), "hello");
  }
  static void expect_refused(const NodeAnswer& answer, int status, const std::string& why) {
    EXPECT_EQ(answer.text.status, status);
    EXPECT_THAT(answer.text.body, HasSubstr(why));
    EXPECT_THAT(answer.effects, IsEmpty());
    EXPECT_THAT(answer.facts, ElementsAre(AllOf(Field(&Fact::kind, FactKind::kNodeRefused),
                                                Field(&Fact::text, HasSubstr(why)))));
  }
  Rack rack_;
};

TEST_F(InstallTest, SeedFilesAreTheGoldenOnes) {
  for (const std::string name : {"user-data", "meta-data", "vendor-data", "network-config"}) {
    const auto answer = rack_.ask("/nocloud/172.30.2.10/" + name);
    EXPECT_EQ(answer.text.status, 200) << name;
    EXPECT_EQ(answer.text.type, "text/yaml; charset=utf-8");
    EXPECT_EQ(answer.text.body, rack_.golden("minipod/nocloud/172.30.2.10/" + name)) << name;
    EXPECT_THAT(answer.facts, ElementsAre(AllOf(Field(&Fact::kind, FactKind::kSeedFileServed),
                                                Field(&Fact::bmc, kCtrl1),
                                                Field(&Fact::text, name + " served"))));
  }
}

TEST_F(InstallTest, SeedFilesAreServedDuringAnInstallationOnly) {
  for (const NodeState state : {NodeState::kPlanned, NodeState::kInstalled, NodeState::kHeld}) {
    rack_.set(kCtrl1, state);
    expect_refused(rack_.ask(kUserData), 403, "not to be installed");
  }
}

TEST_F(InstallTest, SeedFilesAreServedToTheirNodeOnly) {
  rack_.arm(kCtrl2);
  for (const char* client : {"10.1.8.11", "10.1.8.150", "172.30.2.10", "127.0.0.1"})
    expect_refused(rack_.ask(kUserData, {.client = ip(client)}), 403,
                   "only ctrl1 itself may have this");
  EXPECT_EQ(rack_.ask("/nocloud/172.30.2.11/user-data", {.client = ip("10.1.8.11")}).text.status,
            200);
}

TEST_F(InstallTest, SeedFilesOfNobodyAreNotThere) {
  expect_refused(rack_.ask("/nocloud/172.30.2.99/user-data"), 404, "no node has this BMC address");
}

TEST_F(InstallTest, MissingSecretsAreNotMadeUp) {
  rack_.secrets.ssh_keys.clear();
  expect_refused(rack_.ask(kUserData), 503, "the secret operator_public_key is not set");
  rack_.secrets.password_hash.reset();
  expect_refused(rack_.ask(kUserData), 503, "the secret install_user_password_hash is not set");
  EXPECT_EQ(rack_.ask("/nocloud/172.30.2.10/meta-data").text.status, 200);
}

TEST_F(InstallTest, MissingSecretsAreNamedForALookUp) {
  EXPECT_THAT(rack_.ask(kUserData).needs, IsEmpty());
  rack_.secrets = {};
  const auto answer = rack_.ask(kUserData);
  EXPECT_THAT(answer.needs, ElementsAre(Field(&NeededSecret::name, "install_user_password_hash"),
                                        Field(&NeededSecret::name, "operator_public_key")));
  EXPECT_THAT(rack_.ask(kUserData, {.client = ip("10.1.8.11")}).needs, IsEmpty())
      << "nobody else makes the seed look for them";
}

TEST_F(InstallTest, SecretsThatCannotBeUsedAreNotServed) {
  rack_.secrets.why = "the secret operator_public_key is a private key";
  expect_refused(rack_.ask(kUserData), 503, "the secret operator_public_key is a private key");
}

TEST_F(InstallTest, SecretsAreNeverInFacts) {
  const std::string hash = *rack_.secrets.password_hash;
  for (const auto& fact : rack_.ask(kUserData).facts)
    EXPECT_THAT(fact.text + to_json(fact.data), Not(HasSubstr(hash)));
}

TEST_F(InstallTest, AWrongWordOpensNothing) {
  const std::string stale = rack_.token();
  rack_.arm();  // another attempt
  for (const std::string& token : {stale, std::string(32, '0'), std::string("x"),
                                   InstallTokens(InstallTokens::Key{9}).token(kCtrl1, 2)})
    for (const char* word : {"event", "gate", "installed", "logs", "failed-logs"})
      expect_refused(rack_.post("/api/v1/install/172.30.2.10/" + token + "/" + word), 403,
                     "not the word of the present installation");
  expect_refused(rack_.ask("/api/v1/install/172.30.2.10/" + stale + "/netplan"), 403, "not the");
  expect_refused(rack_.post("/api/v1/firstboot/172.30.2.10/" + stale), 403, "not the word");
}

TEST_F(InstallTest, TheWordOfAnotherNodeOpensNothing) {
  rack_.arm(kCtrl2);
  expect_refused(rack_.post("/api/v1/install/172.30.2.11/" + rack_.token() + "/gate"), 403, "word");
  expect_refused(rack_.post("/api/v1/install/172.30.2.99/" + rack_.token() + "/gate"), 403, "word");
}

TEST_F(InstallTest, NoWordIsEverTold) {
  rack_.arm(kCtrl2);
  const std::string token = rack_.token(kCtrl2);
  const auto answer = rack_.post("/api/v1/install/172.30.2.10/" + token + "/gate");
  EXPECT_THAT(answer.facts.at(0).text, Not(HasSubstr(token)));
  EXPECT_THAT(answer.facts.at(0).text, HasSubstr("10.1.8.10 was refused a call-back"));
  for (const auto& fact : call("event", "x").facts)
    EXPECT_THAT(fact.text + to_json(fact.data), Not(HasSubstr(rack_.token())));
}

TEST_F(InstallTest, EventsAreReported) {
  const auto answer = call("event", "{\"name\": \"partitioning\",\n\"x\": \"\x1b[2J\"}");
  EXPECT_EQ(answer.text.status, 204);
  EXPECT_THAT(answer.facts, ElementsAre(AllOf(Field(&Fact::kind, FactKind::kInstallerReported),
                                              Field(&Fact::bmc, kCtrl1),
                                              Field(&Fact::text, HasSubstr("partitioning")))));
  EXPECT_THAT(answer.facts[0].text, Not(HasSubstr("\n")));
  EXPECT_THAT(answer.facts[0].text, Not(HasSubstr("\x1b")));
  EXPECT_LE(call("event", std::string(100'000, 'a')).facts.at(0).text.size(), 400U);
}

TEST_F(InstallTest, TheGateOpens) {
  const auto answer = call("gate");
  EXPECT_EQ(answer.text.status, 200);
  EXPECT_EQ(answer.text.body, "go\n");
  EXPECT_THAT(answer.facts, ElementsAre(Field(&Fact::kind, FactKind::kInstallerReported)));
  EXPECT_EQ(rack_.ask("/api/v1/install/172.30.2.10/" + rack_.token() + "/gate").text.status, 200);
}

TEST_F(InstallTest, TheNetplanIsTheGoldenOne) {
  const auto answer = rack_.ask("/api/v1/install/172.30.2.10/" + rack_.token() + "/netplan");
  EXPECT_EQ(answer.text.body, rack_.golden("minipod/netplan/ctrl1.yaml"));
}

TEST_F(InstallTest, LogsAreKept) {
  for (const std::string name : {"logs", "failed-logs"}) {
    const auto answer = call(name, "all\nof it");
    EXPECT_EQ(answer.text.status, 204);
    EXPECT_THAT(answer.effects,
                ElementsAre(VariantWith<LogReceived>(AllOf(
                    Field(&LogReceived::bmc, kCtrl1), Field(&LogReceived::attempt, 1),
                    Field(&LogReceived::name, name), Field(&LogReceived::content, "all\nof it")))));
    EXPECT_THAT(answer.facts, ElementsAre(Field(&Fact::text, name + " received, 9 bytes")));
  }
}

TEST_F(InstallTest, TheEndChangesTheState) {
  const auto answer = call("installed");
  EXPECT_EQ(answer.text.status, 204);
  EXPECT_THAT(
      answer.effects,
      ElementsAre(VariantWith<StateChange>(AllOf(
          Field(&StateChange::bmc, kCtrl1), Field(&StateChange::state, NodeState::kInstalled)))));
  EXPECT_THAT(answer.facts, ElementsAre(Field(&Fact::kind, FactKind::kInstalled)));
}

TEST_F(InstallTest, TheFirstBootIsHeardAfterTheEnd) {
  rack_.set(kCtrl1, NodeState::kInstalled);
  const auto answer = first_boot();
  EXPECT_EQ(answer.text.status, 204);
  EXPECT_THAT(answer.facts, ElementsAre(Field(&Fact::kind, FactKind::kFirstBoot)));
  EXPECT_EQ(call("event", "x").text.status, 204);
  EXPECT_EQ(call("logs", "x").text.status, 204);
}

TEST_F(InstallTest, TheGateIsShutAfterTheEnd) {
  rack_.set(kCtrl1, NodeState::kInstalled);
  expect_refused(call("gate"), 409, "ctrl1 is installed");
  expect_refused(rack_.ask("/api/v1/install/172.30.2.10/" + rack_.token() + "/netplan"), 409,
                 "ctrl1 is installed");
}

TEST_F(InstallTest, TheEndComesOnce) {
  rack_.set(kCtrl1, NodeState::kInstalled);
  const auto answer = call("installed");
  EXPECT_EQ(answer.text.status, 204);  // it repeats what it heard no answer to
  EXPECT_THAT(answer.effects, IsEmpty());
  EXPECT_THAT(answer.facts, IsEmpty());
}

TEST_F(InstallTest, NothingIsHeardOfANodeThatIsHeld) {
  for (const NodeState state : {NodeState::kHeld, NodeState::kPlanned}) {
    rack_.set(kCtrl1, state);
    for (const char* word : {"event", "gate", "installed", "logs", "failed-logs"})
      expect_refused(call(word), 409, "ctrl1 is " + std::string(to_string(state)));
    expect_refused(first_boot(), 409, "ctrl1 is ");
  }
}

}  // namespace
}  // namespace rackseed::serve
