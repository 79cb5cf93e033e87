#include "http/routes.hpp"

#include <gtest/gtest.h>

namespace rackseed::http {
namespace {

Route of(std::string_view target, Method method = Method::kGet) {
  return route({.method = method, .target = parse_target(target).value()});
}

template <class Expected>
void expect(std::string_view target, const Expected& expected, Method method = Method::kGet) {
  const Route found = of(target, method);
  ASSERT_TRUE(std::holds_alternative<Expected>(found)) << target;
  EXPECT_EQ(std::get<Expected>(found), expected) << target;
}

int refused(std::string_view target, Method method = Method::kGet) {
  const Route found = of(target, method);
  const auto* none = std::get_if<NoRoute>(&found);
  return none == nullptr ? 0 : none->status;
}

const Mac kMac = *Mac::parse("00:00:5e:00:53:01");
const Ipv4 kBmc = *Ipv4::parse("172.30.2.10");

TEST(Routes, LeadToBootScripts) {
  expect("/ipxe/00:00:5e:00:53:01", BootScript{.kind = BootScript::Kind::kIpxe, .mac = kMac});
  expect("/grub/00:00:5e:00:53:01", BootScript{.kind = BootScript::Kind::kGrub, .mac = kMac});
  expect("/ipxe/unknown?uuid=u&serial=s%20t&mac=m&asset=",
         UnknownScript{.uuid = "u", .serial = "s t", .mac = "m"});
  EXPECT_EQ(refused("/ipxe/none"), 404);
  EXPECT_EQ(refused("/grub/unknown"), 404);
  EXPECT_EQ(refused("/ipxe"), 404);
  EXPECT_EQ(refused("/ipxe/00:00:5e:00:53:01/x"), 404);
  EXPECT_EQ(refused("/ipxe/00:00:5e:00:53:01", Method::kPost), 405);
}

TEST(Routes, LeadToFiles) {
  expect("/os/noble/casper/vmlinuz",
         StaticFile{.area = StaticFile::Area::kOs, .path = {"noble", "casper", "vmlinuz"}});
  expect("/apt/ubuntu-noble/dists/Release",
         StaticFile{.area = StaticFile::Area::kApt, .path = {"ubuntu-noble", "dists", "Release"}},
         Method::kHead);
  const std::string digest(64, 'a');
  expect("/images/" + digest, ImageFile{.sha256 = digest});
  EXPECT_EQ(refused("/images/" + std::string(64, 'A')), 404);
  EXPECT_EQ(refused("/images/" + std::string(63, 'a')), 404);
  EXPECT_EQ(refused("/os"), 404);
  EXPECT_EQ(refused("/os/x", Method::kPut), 405);
}

TEST(Routes, LeadToSeedFiles) {
  for (const auto* name : {"user-data", "meta-data", "vendor-data", "network-config"})
    expect(std::string("/nocloud/172.30.2.10/") + name, SeedFile{.bmc = kBmc, .name = name});
  EXPECT_EQ(refused("/nocloud/172.30.2.10/passwd"), 404);
  EXPECT_EQ(refused("/nocloud/172.30.2.010/user-data"), 404);
  EXPECT_EQ(refused("/nocloud/172.30.2.10"), 404);
}

TEST(Routes, LeadToTheInstaller) {
  const auto call = [](InstallWord word) {
    return InstallCall{.bmc = kBmc, .token = "T0", .word = word};
  };
  const std::string base = "/api/v1/install/172.30.2.10/T0/";
  expect(base + "event", call(InstallWord::kEvent), Method::kPost);
  expect(base + "gate", call(InstallWord::kGate));
  expect(base + "gate", call(InstallWord::kGate), Method::kPost);
  expect(base + "netplan", call(InstallWord::kNetplan));
  expect(base + "installed", call(InstallWord::kInstalled), Method::kPut);
  expect(base + "logs", call(InstallWord::kLogs), Method::kPost);
  expect(base + "failed-logs", call(InstallWord::kFailedLogs), Method::kPost);
  expect("/api/v1/firstboot/172.30.2.10/T0", call(InstallWord::kFirstBoot), Method::kPost);
  EXPECT_EQ(refused(base + "event"), 405);
  EXPECT_EQ(refused(base + "netplan", Method::kPost), 405);
  EXPECT_EQ(refused(base + "nothing", Method::kPost), 404);
  EXPECT_EQ(refused("/api/v1/install/x/T0/event", Method::kPost), 404);
}

TEST(Routes, LeadToTheAgent) {
  expect("/api/v1/agent/T0/hello", AgentCall{.token = "T0", .word = AgentWord::kHello},
         Method::kPost);
  expect("/api/v1/agent/T0/next", AgentCall{.token = "T0", .word = AgentWord::kNext});
  EXPECT_EQ(refused("/api/v1/agent/T0/hello"), 405);
  EXPECT_EQ(refused("/api/v1/agent/T0"), 404);
  EXPECT_EQ(refused("/api/v2/agent/T0/next"), 404);
}

TEST(Routes, LeadToSwitchConfigurations) {
  expect("/ztp/eos/JPE00001111", SwitchFile{.system = "eos", .serial = "JPE00001111"});
  expect("/ztp/sonic/SN123.json", SwitchFile{.system = "sonic", .serial = "SN123"});
  expect("/ztp/sonic/SN123/config_db.json",
         SwitchFile{.system = "sonic", .serial = "SN123", .file = "config_db.json"});
  EXPECT_EQ(refused("/ztp/sonic/SN123"), 404);
  EXPECT_EQ(refused("/ztp/nxos/SN123"), 404);
  EXPECT_EQ(refused("/ztp/eos/a/b"), 404);
}

TEST(Routes, AreNotGuessed) {
  for (const auto* target : {"/", "/favicon.ico", "/api", "/api/v1", "/api/v1/nodes", "/IPXE/x"})
    EXPECT_EQ(refused(target), 404) << target;
}

}  // namespace
}  // namespace rackseed::http
