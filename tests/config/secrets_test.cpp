#include "src/config/secrets.hpp"

#include <gtest/gtest.h>

#include "src/config/document.hpp"
#include "tests/config/plan_text.hpp"

namespace rackseed::config {
namespace {

const std::string kText =
    ": plain text secret; write {secret: NAME} and put the value in the secret store";

Lines secrets_in(std::string_view text) {
  const auto document = parse_document(text);
  plan::SourceMap source;
  Notes notes(source);
  if (document.root) find_plain_secrets(*document.root, notes);
  return lines_of(notes.take());
}

TEST(Secrets, AreFoundByTheirKeys) {
  for (const auto* key : {"password", "bmc_password", "Passwd", "passphrase", "psk", "api-token",
                          "client_secret", "private_key", "snmp_community", "api_key", "apikey",
                          "aws_access_key", "credentials", "operator_key", "password_hash"})
    EXPECT_EQ(secrets_in(fmt::format("{}: hunter2\n", key)),
              Lines{fmt::format("1:{} E-113 {}{}", std::string_view(key).size() + 3, key, kText)});
}

TEST(Secrets, AreFoundAnywhere) {
  EXPECT_EQ(secrets_in("defaults:\n  bmc:\n    password: x\n"),
            Lines{"3:15 E-113 defaults.bmc.password" + kText});
  EXPECT_EQ(
      secrets_in("nodes:\n  - {name: n1, bmc_password: x}\n  - {token: y}\n"),
      (Lines{"2:30 E-113 nodes.n1.bmc_password" + kText, "3:13 E-113 nodes[1].token" + kText}));
  EXPECT_EQ(secrets_in("a: [[{psk: x}]]\n"), Lines{"1:12 E-113 a[0][0].psk" + kText});
  EXPECT_EQ(secrets_in("tokens: [a, b]\n"), Lines{"1:1 E-113 tokens" + kText});
}

TEST(Secrets, AreNeverRepeated) {
  for (const auto& line : secrets_in("password: hunter2\npsk: |\n  hunter2\n"))
    EXPECT_EQ(line.find("hunter2"), std::string::npos);
}

TEST(Secrets, ReferencesAreNone) {
  EXPECT_EQ(secrets_in("password: {secret: bmc_admin}\n"), Lines{});
  EXPECT_EQ(secrets_in("ssh_keys: [{secret: a}, {secret: b}]\n"), Lines{});
  EXPECT_EQ(secrets_in("s3: {bucket: b, secret: hunter2}\n"), Lines{"1:25 E-113 s3.secret" + kText})
      << "a key of its own";
}

TEST(Secrets, FlagsAndNothingAreNone) {
  EXPECT_EQ(secrets_in("rotate_bmc_password: true\nshred_seed_secrets_at_handover: no\n"), Lines{});
  EXPECT_EQ(secrets_in("password:\ntoken: ~\npsk: \"\"\n"), Lines{});
  EXPECT_EQ(secrets_in("password: \"true\"\n").size(), 1U) << "a bad one, but a password";
}

TEST(Secrets, OtherKeysAreNone) {
  EXPECT_EQ(secrets_in("name: a\nsecure_boot: true\nkeys: [a]\nssh_keys: [a]\npass: b\n"), Lines{});
}

TEST(Secrets, AreFoundBelowKnownAndUnknownKeysOnce) {
  EXPECT_EQ(said("defaults: {bmc: {password: x}}\n"),
            Lines{"5:28 E-113 defaults.bmc.password" + kText});
  EXPECT_EQ(said("defaults: {bmc: {credentials: x}}\n"),
            Lines{"5:31 E-113 defaults.bmc.credentials" + kText});
  EXPECT_EQ(said("services: {ipsec: {psk: x}}\nhandover: {osism: {operator_key: y}}\n"),
            (Lines{"5:25 E-113 services.ipsec.psk" + kText,
                   "6:34 E-113 handover.osism.operator_key" + kText}));
  EXPECT_EQ(said("foo: {bar: {token: x}}\n"),
            (Lines{"5:1 E-101 foo: unknown key", "5:20 E-113 foo.bar.token" + kText}));
  EXPECT_EQ(said("os_profiles: {o: {password_hash: $6$x}}\n"),
            Lines{"5:34 E-113 os_profiles.o.password_hash" + kText});
}

TEST(Secrets, HideInUrlsAndKeysToo) {
  const auto url =
      said("services: {s3: {backup: {endpoint: \"https://me:hunter2@a\", bucket: b}}}\n");
  EXPECT_EQ(url, Lines{"5:36 E-113 services.s3.backup.endpoint" + kText});
  const auto key =
      said("os_profiles: {o: {ssh_keys: [\"-----BEGIN OPENSSH PRIVATE KEY-----\"]}}\n");
  EXPECT_EQ(key, Lines{"5:30 E-113 os_profiles.o.ssh_keys[0]" + kText});
}

}  // namespace
}  // namespace rackseed::config
