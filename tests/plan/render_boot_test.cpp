#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/plan/render/boot_command.hpp"
#include "src/plan/render/render.hpp"
#include "tests/plan/example.hpp"
#include "tests/plan/one_node_plan.hpp"

namespace rackseed::plan {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// One node of an example, which must outlive it, and its boot scripts.
struct Booted {
  explicit Booted(const tests::Example& example, std::string_view name = "ctrl1")
      : derived(example.derive()), node(derived.node(name)), facts(example.facts_of(*node)) {}

  std::string ipxe() const { return render_ipxe(derived, *node, facts, secrets); }
  std::string grub() const { return render_grub(derived, *node, facts, secrets); }

  Derived derived;
  const NodeView* node;
  NodeFacts facts;
  InstallSecrets secrets{};
};

TEST(RenderBoot, EqualsTheGoldenFiles) {
  const tests::Example example("minipod");
  for (const Node& planned : example.plan.nodes) {
    const Booted node(example, planned.name);
    tests::expect_golden("minipod/ipxe/" + planned.name + ".ipxe", node.ipxe());
    tests::expect_golden("minipod/grub/" + planned.name + ".cfg", node.grub());
  }
}

TEST(RenderBoot, BootsTheAgentWhereSomebodyElseInstalls) {
  const tests::Example example("nanopod");
  const Booted node(example, "srv1");
  const auto command = boot_command(node.derived, *node.node, node.facts, {});
  ASSERT_TRUE(command);
  EXPECT_THAT(command->words,
              ElementsAre("ip=dhcp", "BOOTIF=01-02-00-5e-01-79-01", "rackseed.seed=http://10.7.8.2",
                          "rackseed.token=TOKEN", "console=tty0", "console=ttyS0,115200n8"));
  EXPECT_THAT(node.ipxe(), HasSubstr("set base http://10.7.8.2/os/agent\n"
                                     "kernel ${base}/vmlinuz initrd=initrd ip=dhcp BOOTIF=01-"));
  EXPECT_THAT(node.grub(), HasSubstr("  initrd (http,10.7.8.2)/os/agent/initrd\n"));
}

TEST(RenderBoot, BootsTheAgentToWriteAnImage) {
  tests::Example example("minipod");
  example.plan.os_profiles[0].method = Method::kImage;
  EXPECT_THAT(Booted(example).ipxe(), HasSubstr("set base http://10.1.8.2/os/agent\n"));
}

TEST(RenderBoot, StartsTheInstallerOfDebian) {
  tests::Example example("minipod");
  example.plan.os_profiles[0].method = Method::kPreseed;
  EXPECT_THAT(Booted(example).ipxe(),
              HasSubstr("kernel ${base}/linux initrd=initrd auto=true priority=critical "
                        "url=http://10.1.8.2/preseed/172.30.2.10.cfg interface=auto "
                        "BOOTIF=01-00-00-5e-00-53-02 hostname=ctrl1 domain=opcp01.example.com "));
}

TEST(RenderBoot, NamesTheSeedOfAnotherRack) {
  const tests::Example example("fabric");
  EXPECT_THAT(Booted(example, "cmp30").ipxe(), HasSubstr("set base http://10.2.33.2/os/noble\n"));
}

TEST(RenderBoot, NamesAPortOtherThan80) {
  tests::Example example("minipod");
  example.plan.seed.http_port = 8080;
  const Booted node(example);
  EXPECT_THAT(node.ipxe(), HasSubstr("set base http://10.1.8.2:8080/os/noble\n"));
  EXPECT_THAT(node.grub(), HasSubstr("(http,10.1.8.2,8080)/os/noble/casper/vmlinuz "));
  EXPECT_THAT(render_grub(node.derived, *node.node, node.facts, node.secrets, GrubSource::kTftp),
              HasSubstr("  initrd (tftp,10.1.8.2)/os/noble/casper/initrd\n"));
  EXPECT_THAT(node.grub(), HasSubstr(" \"ds=nocloud;s=http://10.1.8.2:8080/nocloud/"));
}

TEST(RenderBoot, IsNothingForANodeThatCannotBootOverTheNetwork) {
  const tests::Example nanopod("nanopod");
  EXPECT_EQ(Booted(nanopod, "opcp-controller-0").ipxe(), "");
  tests::Example example("minipod");
  Booted node(example);
  node.facts.macs.clear();
  EXPECT_EQ(node.ipxe(), "");
  EXPECT_EQ(node.grub(), "");
  example.plan.seed.attach.clear();
  EXPECT_EQ(Booted(example).grub(), "");
}

TEST(RenderBoot, QuotesForGrubWhatItsShellWouldSplit) {
  const tests::Example example("minipod");
  EXPECT_THAT(Booted(example).grub(),
              HasSubstr(" autoinstall \"ds=nocloud;s=http://10.1.8.2/nocloud/172.30.2.10/\" "
                        "fsck.mode=skip "));
}

TEST(RenderBoot, TakesNoWordFromAName) {
  const tests::Example minipod("minipod");
  const Booted harmless(minipod);
  const auto words = [](const std::string& text) { return std::ranges::count(text, ' '); };
  int number = 0;
  for (const std::string& text : tests::hostile_texts()) {
    tests::Example example("minipod");
    example.plan.os_profiles[0].name = text;
    example.plan.roles[0].os = text;
    example.plan.os_profiles[0].iso = text;
    example.plan.nodes[0].name = text;
    for (Role& role : example.plan.roles) role.os = text;
    Booted node(example, text);
    node.secrets.token = text;
    EXPECT_EQ(words(node.ipxe()), words(harmless.ipxe())) << node.ipxe();
    EXPECT_EQ(words(node.grub()), words(harmless.grub())) << node.grub();
    EXPECT_EQ(tests::lines_of(node.ipxe()).size(), tests::lines_of(harmless.ipxe()).size());
    EXPECT_EQ(tests::lines_of(node.grub()).size(), tests::lines_of(harmless.grub()).size());
    EXPECT_EQ(std::ranges::count(node.ipxe(), '$'), std::ranges::count(harmless.ipxe(), '$'));
    EXPECT_THAT(node.grub(), Not(HasSubstr("$")));
    // For GRUB itself, by tests/system/rendered_configs_test.py.
    tests::write_output(std::to_string(number++) + ".cfg", node.grub());
  }
}

}  // namespace
}  // namespace rackseed::plan
