#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/plan/render/autoinstall.hpp"
#include "src/plan/render/install_seed.hpp"
#include "src/plan/render/render.hpp"
#include "tests/plan/example.hpp"
#include "tests/plan/one_node_plan.hpp"

namespace rackseed::plan {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class RenderUserData : public testing::Test {
 protected:
  std::string render() {
    const Derived derived = derive(plan_);
    return render_user_data(derived, derived.nodes.front(), facts(), secrets_);
  }
  NodeFacts& facts() { return facts_.begin()->second; }
  OsProfile& os() { return plan_.os_profiles.front(); }
  StorageProfile& storage() { return plan_.storage_profiles.front(); }
  Boot& boot() { return plan_.nodes.front().boot; }

  Plan plan_ = tests::one_node_plan();
  Facts facts_ = tests::one_node_facts();
  InstallSecrets secrets_{};
};

TEST(RenderUserDataGolden, EqualsTheContract) {
  const tests::Example minipod("minipod");
  const Derived derived = minipod.derive();
  for (const NodeView& node : derived.nodes) {
    const std::string folder = "minipod/nocloud/" + node.node->bmc.text();
    tests::expect_golden(folder + "/user-data",
                         render_user_data(derived, node, minipod.facts_of(node), {}));
    tests::expect_golden(folder + "/meta-data", render_meta_data(node));
  }
}

TEST_F(RenderUserData, CallsTheSeedInTheBootNetworkAndAfterwardsInManagement) {
  secrets_.token = "t0k3n";
  const std::string text = render();
  EXPECT_THAT(text, StartsWith("#cloud-config\nautoinstall:\n  version: 1\n"));
  EXPECT_THAT(text,
              HasSubstr("endpoint: http://10.1.8.2/api/v1/install/172.30.2.10/t0k3n/event\n"));
  EXPECT_THAT(text, HasSubstr("url: http://10.1.10.2/api/v1/firstboot/172.30.2.10/t0k3n\n"));
}

TEST_F(RenderUserData, NamesThePortUnlessItIsTheUsualOne) {
  plan_.seed.http_port = 8080;
  EXPECT_THAT(render(), HasSubstr("http://10.1.8.2:8080/api/v1/install/"));
}

TEST_F(RenderUserData, CallsHomeThroughTheBootNetworkWhereTheSeedHasNoManagementAddress) {
  plan_.seed.attach = {{.network = "prov"}};
  EXPECT_THAT(render(), HasSubstr("url: http://10.1.8.2/api/v1/firstboot/"));
}

TEST_F(RenderUserData, InstallsFromVirtualMediaOverAnUntaggedNic) {
  boot().path = BootPath::kVirtualMedia;
  const std::string text = render();
  EXPECT_THAT(text, HasSubstr("endpoint: http://172.30.1.2/api/"));
  EXPECT_THAT(text, HasSubstr("      pxe0:\n        match:\n"
                              "          macaddress: '10:20:30:40:50:55'\n        dhcp4: false\n"
                              "        dhcp6: false\n        addresses:\n"
                              "          - 172.30.1.10/24\n"));
}

TEST_F(RenderUserData, ReachesNothingWithoutAWayToTheSeed) {
  boot().path = BootPath::kVirtualMedia;
  plan_.seed.attach.clear();
  const std::string text = render();
  EXPECT_THAT(text, HasSubstr("endpoint: http://0.0.0.0/api/"));
  EXPECT_THAT(text, HasSubstr("    ethernets: {}\n"));
}

TEST_F(RenderUserData, UsesTheMirrorOfThePlan) {
  os().apt_mode = AptMode::kMirror;
  os().apt_uri = "http://{seed.prov}/apt/{seed.none}/x";
  os().packages = {"lldpd", "ipmitool"};
  const std::string text = render();
  EXPECT_THAT(text, HasSubstr("    fallback: offline-install\n"));
  EXPECT_THAT(text, HasSubstr("        - uri: http://10.1.8.2/apt/{seed.none}/x\n"));
  EXPECT_THAT(text, HasSubstr("  packages:\n    - lldpd\n    - ipmitool\n"));
  EXPECT_THAT(text, Not(HasSubstr("AllowUnauthenticated")));
}

TEST_F(RenderUserData, TrustsAnUnsignedMirrorOnlyWhileInstalling) {
  os().apt_mode = AptMode::kMirror;
  os().apt_trusted = true;
  const std::string text = render();
  EXPECT_THAT(text, HasSubstr("    conf: APT::Get::AllowUnauthenticated \"true\";"));
  EXPECT_THAT(text, HasSubstr("    - rm -f /target/etc/apt/apt.conf.d/94curtin-config\n"));
}

TEST_F(RenderUserData, PutsThePlansKeysAndTheSecretOnesInOrder) {
  os().ssh_keys = {"ssh-ed25519 AAAA first", Secret{"a"}, "ssh-ed25519 AAAA last", Secret{"b"}};
  secrets_.ssh_keys = {"ssh-ed25519 BBBB a", "ssh-ed25519 BBBB b"};
  EXPECT_THAT(render(), HasSubstr("    authorized-keys:\n"
                                  "      - ssh-ed25519 AAAA first\n"
                                  "      - ssh-ed25519 BBBB a\n"
                                  "      - ssh-ed25519 BBBB b\n"
                                  "      - ssh-ed25519 AAAA last\n"));
}

TEST_F(RenderUserData, LocksThePasswordThatThePlanDoesNotName) {
  os().password_hash.reset();
  EXPECT_THAT(render(), HasSubstr("    password: '!'\n"));
}

TEST_F(RenderUserData, ShellQuotesTheUser) {
  os().install_user = "o's; $(reboot)";
  EXPECT_THAT(render(),
              HasSubstr("- printf '%s\\n' 'o'\"'\"'s; $(reboot) ALL=(ALL) NOPASSWD:ALL' > "
                        "/target/etc/sudoers.d/90-o_s____reboot_ && chmod 0440 "
                        "/target/etc/sudoers.d/90-o_s____reboot_\n"));
}

TEST_F(RenderUserData, MountsParentsFirst) {
  storage().volumes = {{"swap", "8G"}, {"audit", "2G"}, {"docker", "1G"}, {"srv", "1G"},
                       {"../x", "1G"}, {"log", "2G"},   {"var", "3G"},    {"root", "5G"}};
  const std::string text = render();
  std::size_t at = 0;
  for (const char* mount :
       {"m-root", "m-swap", "m-boot", "m-srv", "m-var", "m-efi", "m-log", "m-docker", "m-audit"}) {
    const auto found = text.find(std::string("id: ") + mount + '\n');
    EXPECT_NE(found, std::string::npos) << mount;
    EXPECT_GT(found, at) << mount;
    at = found;
  }
  EXPECT_THAT(text, HasSubstr("id: lv-../x\n"));
  EXPECT_THAT(text, Not(HasSubstr("m-../x")));
}

TEST_F(RenderUserData, MatchesEachDiskByItsSerialAndNothingElse) {
  facts().os_disks = {{.serial = "A*[1]?"}};
  const std::string text = render();
  EXPECT_THAT(text, HasSubstr("          serial: A[*][[]1][?]*\n"));
  EXPECT_THAT(text, HasSubstr("          serial: rackseed-no-serial-of-os-disk-1\n"));
  facts().os_disks = {{.serial = ""}};
  EXPECT_THAT(render(), HasSubstr("          serial: rackseed-no-serial-of-os-disk-0\n"));
}

TEST_F(RenderUserData, PutsASingleDiskIntoLvmWithoutAMirror) {
  storage().layout = "single-lvm";
  const std::string text = render();
  EXPECT_THAT(text, Not(HasSubstr("type: raid")));
  EXPECT_THAT(text, Not(HasSubstr("NVME0010B")));
  EXPECT_THAT(text, HasSubstr("        id: f-boot\n        volume: d0p2\n"));
  EXPECT_THAT(text, HasSubstr("        name: system\n        devices:\n          - d0p3\n"));
}

TEST_F(RenderUserData, BootsBiosFromEveryDiskOfTheMirror) {
  boot().firmware = Firmware::kBios;
  const std::string text = render();
  EXPECT_THAT(text,
              HasSubstr("        grub_device: true\n      - type: partition\n        id: d1p1\n"
                        "        device: d1\n        number: 1\n        size: 1M\n"
                        "        flag: bios_grub\n"));
  EXPECT_THAT(text, Not(HasSubstr("fat32")));
}

TEST_F(RenderUserData, LeavesALayoutThatItDoesNotKnowToTheInstaller) {
  storage().layout = "vendor";
  EXPECT_THAT(render(), HasSubstr("  storage:\n    layout:\n      name: lvm\n      match:\n"
                                  "        serial: NVME0010A*\n  identity:\n"));
}

TEST_F(RenderUserData, ConfiguresAWrittenImageWithoutAnInstaller) {
  os().method = Method::kImage;
  const std::string text = render();
  EXPECT_THAT(text, StartsWith("#cloud-config\nhostname: ctrl1\nfqdn: ctrl1.small.example.com\n"));
  EXPECT_THAT(text, HasSubstr("users:\n  - name: osism\n"));
  EXPECT_THAT(text, HasSubstr("    lock_passwd: false\n"));
  EXPECT_THAT(text, HasSubstr("  url: http://10.1.10.2/api/v1/firstboot/172.30.2.10/TOKEN\n"));
  EXPECT_THAT(text, Not(HasSubstr("autoinstall")));
}

TEST_F(RenderUserData, IsEmptyWhereNoCloudIsNotRead) {
  for (const Method method : {Method::kPreseed, Method::kVendorIso}) {
    os().method = method;
    EXPECT_EQ(render(), "");
  }
  plan_.roles[0].os = "";
  EXPECT_EQ(render(), "");
}

TEST_F(RenderUserData, HasANewInstanceIdWithEachRevision) {
  EXPECT_EQ(render_meta_data(derive(plan_).nodes.front()),
            "instance-id: rackseed-small-ctrl1-r3\nlocal-hostname: ctrl1\n");
}

TEST(SeedAddresses, ReplaceOnlyWhatIsComplete) {
  const Plan plan = tests::one_node_plan();
  EXPECT_EQ(with_seed_addresses(plan, "{seed.prov}{seed.oob}"), "10.1.8.2172.30.1.2");
  for (const char* text : {"", "{seed.prov", "{seed.}", "{seed", "}{", "{seed.external}"})
    EXPECT_EQ(with_seed_addresses(plan, text), text);
}

}  // namespace
}  // namespace rackseed::plan
