#include "src/serve/node_secrets.hpp"
#include "tests/serve/rack.hpp"

#include <gmock/gmock.h>

namespace rackseed::serve {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using namespace tests;

const std::string kSha512Hash = "$6$4XvLmFOeIkHGGNpK$" + std::string(86, 'a');
const std::string kYescrypt = "$y$j9T$F5Jx5fExrKuPp53xLKQ..1$" + std::string(43, '/');
const std::string kBcrypt = "$2b$12$" + std::string(53, 'z');
constexpr std::string_view kKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLE operator@example";

NodeSecrets with(SecretUse use, std::string text) {
  NodeSecrets secrets;
  add_secret(secrets, {.name = "it", .use = use}, SecretText(std::move(text)));
  return secrets;
}

TEST(NodeSecrets, HoldAHashOfEachMethodThatIsSafe) {
  for (const std::string& hash :
       {kSha512Hash, kYescrypt, kBcrypt, "$6$rounds=656000$salt$" + std::string(86, '.'),
        "$5$salt$" + std::string(43, 'A')}) {
    const auto secrets = with(SecretUse::kPasswordHash, hash);
    EXPECT_EQ(secrets.password_hash, hash);
    EXPECT_EQ(secrets.why, "");
  }
}

TEST(NodeSecrets, HoldNoPasswordInThePlaceOfAHash) {
  for (const std::string& text :
       {std::string("pass word"), std::string("$ecret"), std::string("$6$"), std::string("$"),
        std::string("$6$salt"), std::string("$1$salt$") + std::string(22, 'a'),
        kSha512Hash.substr(0, kSha512Hash.size() - 1), kSha512Hash + "\n", kSha512Hash + "a",
        "$6$$" + std::string(86, 'a'), "$6$a b$" + std::string(86, 'a'),
        "$6$salt$" + std::string(85, 'a') + "'", "root:" + kSha512Hash}) {
    const auto secrets = with(SecretUse::kPasswordHash, text);
    EXPECT_EQ(secrets.password_hash, std::nullopt) << text;
    EXPECT_THAT(secrets.why, HasSubstr("the secret it is no password hash")) << text;
    EXPECT_THAT(secrets.why, AllOf(Not(HasSubstr("pass word")), Not(HasSubstr("salt"))));
  }
}

TEST(NodeSecrets, HoldWhatSwitchesCallSha512) {
  EXPECT_EQ(with(SecretUse::kSwitchPassword, kSha512Hash).switch_password_hash, kSha512Hash);
  EXPECT_THAT(with(SecretUse::kSwitchPassword, kYescrypt).why, HasSubstr("$6$"));
  EXPECT_EQ(with(SecretUse::kSwitchPassword, kYescrypt).switch_password_hash, std::nullopt);
}

TEST(NodeSecrets, HoldOneKeyALine) {
  const std::string key(kKey);
  const auto secrets = with(SecretUse::kSshKeys, "# both\n" + key + "\n\nssh-rsa AAAA b");
  EXPECT_THAT(secrets.ssh_keys, ElementsAre(key, "ssh-rsa AAAA b"));
  EXPECT_EQ(secrets.why, "");
}

TEST(NodeSecrets, HoldAllKeysOrNone) {
  const auto secrets = with(SecretUse::kSshKeys, std::string(kKey) + "\npass word\n");
  EXPECT_THAT(secrets.ssh_keys, IsEmpty());
  EXPECT_THAT(secrets.why, HasSubstr("line 2 of the secret it is not a public SSH key"));
  EXPECT_THAT(secrets.why, Not(HasSubstr("pass word")));
  EXPECT_THAT(with(SecretUse::kSshKeys, "\n# none\n").why, HasSubstr("holds no key"));
}

TEST(NodeSecrets, HoldNoPrivateKey) {
  const auto secrets = with(SecretUse::kSshKeys, "-----BEGIN OPENSSH PRIVATE KEY-----\nx\n");
  EXPECT_THAT(secrets.ssh_keys, IsEmpty());
  EXPECT_THAT(secrets.why, HasSubstr("is a private key; set the public one"));
}

TEST(NodeSecrets, SayWhyTheFirstIsNotThere) {
  NodeSecrets secrets;
  const Error error{.code = Errc::kUnavailable, .detail = "the secret a is not set"};
  add_secret(secrets, {.name = "a"}, error);
  add_secret(secrets, {.name = "b"}, SecretText(std::string("pass word")));
  EXPECT_EQ(secrets.why, "the secret a is not set");
}

TEST(NeededSecrets, AreThoseOfTheNodesAndOfTheSwitches) {
  const Rack rack;
  const NeededSecret hash{.name = "install_user_password_hash", .use = SecretUse::kPasswordHash};
  const NeededSecret keys{.name = "operator_public_key", .use = SecretUse::kSshKeys};
  const NeededSecret switches{.name = "switch_password_hash", .use = SecretUse::kSwitchPassword};
  EXPECT_THAT(needed_secrets(rack.derived()), ElementsAre(hash, keys, switches));
  EXPECT_THAT(needed_secrets(rack.derived().nodes.at(0)), ElementsAre(hash, keys));
}

TEST(NeededSecrets, AreNoneWhereNothingIsInstalled) {
  Rack rack;
  for (plan::NodeView& node : rack.nodes()) node.os = nullptr;
  rack.plan().switches.clear();
  EXPECT_THAT(needed_secrets(rack.derived()), IsEmpty());
}

}  // namespace
}  // namespace rackseed::serve
