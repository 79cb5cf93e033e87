#include "src/plan/render/render.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/plan/example.hpp"
#include "tests/plan/one_node_plan.hpp"

namespace rackseed::plan {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::set<std::string> paths(const Rendering& rendering) {
  std::set<std::string> result;
  for (const Artefact& file : rendering.files) EXPECT_TRUE(result.insert(file.path).second);
  return result;
}

/// The paths of all files under tests/golden/NAME.
std::set<std::string> golden_paths(const std::string& name) {
  const auto root = tests::source_root() / "tests" / "golden" / name;
  std::set<std::string> result;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root))
    if (entry.is_regular_file()) result.insert(std::filesystem::relative(entry, root).string());
  return result;
}

Rendering render_all(const tests::Example& example) {
  return render(example.derive(), example.facts);
}

std::string content(const Rendering& rendering, const std::string& path) {
  const auto it = std::ranges::find(rendering.files, path, &Artefact::path);
  return it == rendering.files.end() ? "(none)" : it->content;
}

TEST(Render, WritesTheGoldenFilesOfTheMinipodAndNoOthers) {
  const Rendering rendering = render_all(tests::Example("minipod"));
  EXPECT_EQ(paths(rendering), golden_paths("minipod"));
  for (const Artefact& file : rendering.files)
    tests::expect_golden("minipod/" + file.path, file.content);
  EXPECT_THAT(rendering.notes, IsEmpty());
}

TEST(Render, WritesTheGoldenFilesOfTheNanopodAndNoOthers) {
  const Rendering rendering = render_all(tests::Example("nanopod"));
  for (const Artefact& file : rendering.files)
    tests::expect_golden("nanopod/" + file.path, file.content);
  EXPECT_EQ(paths(rendering), golden_paths("nanopod"));
  EXPECT_THAT(rendering.notes, IsEmpty());
}

/// All that is about the plan as a whole but OSISM's, and of the 40 nodes one of each role, each in
/// another rack.
TEST(Render, WritesTheGoldenFilesOfTheFabric) {
  const tests::Example example("fabric");
  const Rendering rendering = render_all(example);
  EXPECT_THAT(rendering.notes, IsEmpty());
  for (const std::string name : {"mgr1", "ctrl2", "sto5", "cmp30"})
    for (const std::string& path : std::vector<std::string>{
             "netplan/" + name + ".yaml", "ipxe/" + name + ".ipxe", "grub/" + name + ".cfg",
             "nocloud/" + example.derive().node(name)->node->bmc.text() + "/user-data"})
      tests::expect_golden("fabric/" + path, content(rendering, path));
  const auto written = paths(rendering);
  for (const std::string& path : golden_paths("fabric")) EXPECT_THAT(written, Contains(path));
  const auto count = [&](std::string_view folder) {
    return std::ranges::count_if(written, [&](const auto& p) { return p.starts_with(folder); });
  };
  EXPECT_EQ(count("eos/"), 16);
  EXPECT_EQ(count("nocloud/"), 4 * 40);
  for (const std::string_view folder : {"netplan/", "ipxe/", "grub/"}) EXPECT_EQ(count(folder), 40);
}

TEST(Render, MarksScriptsAsExecutable) {
  std::set<std::string> executable;
  for (const Artefact& file : render_all(tests::Example("minipod")).files)
    if (file.executable) executable.insert(file.path);
  EXPECT_THAT(executable,
              ElementsAre("keepalived/rackseed-majority", "keepalived/rackseed-vrrp-notify"));
}

TEST(Render, LeavesOutWhatNeedsAMacAndSaysSo) {
  tests::Example example("minipod");
  example.facts.erase(tests::ip("172.30.2.21"));
  example.facts.at(tests::ip("172.30.2.22")).macs.pop_back();
  const Rendering rendering = render_all(example);
  EXPECT_THAT(rendering.notes,
              ElementsAre("cmp1: the MAC of a0, b0, a1, b1, lom0 is not known: netplan, nocloud, "
                          "host_vars, ipxe and grub are left out",
                          "cmp2: the MAC of b1 is not known: netplan, nocloud, host_vars, ipxe and "
                          "grub are left out"));
  EXPECT_THAT(paths(rendering),
              AllOf(Not(Contains("netplan/cmp1.yaml")),
                    Not(Contains("nocloud/172.30.2.22/meta-data")), Contains("netplan/cmp3.yaml")));
}

TEST(Render, WritesWhatNeedsNoFactsBeforeDiscovery) {
  tests::Example example("nanopod");
  example.facts.clear();
  const Rendering rendering = render_all(example);
  EXPECT_EQ(rendering.notes.size(), 4U);
  EXPECT_THAT(rendering.notes[0], HasSubstr("srv1: the MAC of a0 is not known: ipxe and grub"));
  EXPECT_THAT(paths(rendering),
              ElementsAre("addresses.txt", "answers/opcp-controller-0.txt", "eos/mgmt-r01.cfg",
                          "eos/tor-a.cfg", "eos/tor-b.cfg", "lldp-expected.csv",
                          "nft/controller.nft", "vips.json"));
  EXPECT_THAT(content(rendering, "answers/opcp-controller-0.txt"),
              AllOf(HasSubstr("disks:      the 2 smallest disks of 800 GiB or more\n"),
                    HasSubstr("interface:  o0 (lom/0)\n")));
}

TEST(Render, SaysWhichDisksAreMissing) {
  tests::Example example("minipod");
  example.facts.at(tests::ip("172.30.2.10")).os_disks.pop_back();
  EXPECT_THAT(render_all(example).notes,
              ElementsAre("ctrl1: 1 of 2 OS disks are known: user-data fits no disk yet"));
}

TEST(Render, SaysThatTheSeedIsNotWhereANodeBoots) {
  tests::Example example("nanopod");
  example.plan.seed.attach.pop_back();
  const Rendering rendering = render_all(example);
  ASSERT_EQ(rendering.notes.size(), 4U);
  EXPECT_EQ(rendering.notes[0],
            "srv1: the seed has no address in prov: ipxe and grub are left out");
  EXPECT_THAT(paths(rendering), Not(Contains("grub/srv1.cfg")));
}

TEST(Render, LeavesSwitchesOfOtherMakersToTheirOwners) {
  tests::Example example("minipod");
  example.plan.switches[1].os = "sonic";
  const Rendering rendering = render_all(example);
  EXPECT_THAT(rendering.notes,
              ElementsAre("mgmt-r12: runs sonic: its configuration is not rendered"));
  EXPECT_THAT(paths(rendering), Not(Contains("eos/mgmt-r12.cfg")));
}

TEST(Render, GivesAPreseededNodeNoSeedForCloudInit) {
  tests::Example example("minipod");
  example.plan.os_profiles[0].method = Method::kPreseed;
  const auto written = paths(render_all(example));
  EXPECT_THAT(written, AllOf(Contains("netplan/ctrl1.yaml"), Contains("ipxe/ctrl1.ipxe"),
                             Not(Contains("nocloud/172.30.2.10/meta-data"))));
}

TEST(Render, ResolvesTheAnswersForAVendorsInstaller) {
  tests::Example example("nanopod");
  OsProfile& os = example.plan.os_profiles[0];
  os.answers = {{"interface", "x9"},    {"address", "derived"},  {"hostname", "derived"},
                {"vlan", "derived"},    {"ntp", "services.ntp"}, {"note", "a\nb"},
                {"nonsense", "derived"}};
  EXPECT_THAT(content(render_all(example), "answers/opcp-controller-0.txt"),
              HasSubstr("interface:  x9\naddress:    172.30.7.10\n"
                        "hostname:   opcp-controller-0\nvlan:       ?\nntp:        172.30.7.200\n"
                        "note:       a_b\nnonsense:   ?\n"));
}

TEST(Render, NeverLeavesItsFolder) {
  for (const std::string& text : tests::hostile_texts()) {
    tests::Example example("minipod");
    example.plan.nodes[0].name = text;
    example.plan.switches[0].name = text;
    for (const Artefact& file : render_all(example).files) {
      if (file.path.starts_with("osism/")) continue;
      EXPECT_FALSE(file.path.starts_with("/"));
      EXPECT_EQ(("/" + file.path + "/").find("/../"), std::string::npos) << file.path;
      EXPECT_EQ(file.path.find_first_of("\n\\ \"'"), std::string::npos) << file.path;
    }
  }
}

}  // namespace
}  // namespace rackseed::plan
