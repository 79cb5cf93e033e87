#include "src/plan/render/osism.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "src/plan/render/render.hpp"
#include "tests/plan/example.hpp"
#include "tests/plan/one_node_plan.hpp"

namespace rackseed::plan {
namespace {

using testing::HasSubstr;
using testing::Not;

class RenderOsism : public testing::Test {
 protected:
  Artefacts render() const { return render_osism(derive(plan_), facts_); }

  /// The content of a file; "(none)" when there is no such file.
  std::string render(const std::string& path) const {
    const Artefacts files = render();
    const auto it = std::ranges::find(files, "osism/" + path, &Artefact::path);
    return it == files.end() ? "(none)" : it->content;
  }

  void add_node(const std::string& name, const std::string& rack, const std::string& bmc) {
    Node node = plan_.nodes.front();
    node.name = name;
    node.rack = rack;
    node.bmc = tests::ip(bmc);
    plan_.nodes.push_back(node);
  }

  Plan plan_ = tests::one_node_plan();
  Facts facts_ = tests::one_node_facts();
};

TEST(RenderOsismGolden, EqualsTheContract) {
  const tests::Example minipod("minipod");
  const Artefacts files = render_osism(minipod.derive(), minipod.facts);
  EXPECT_EQ(files.size(), 19U);
  for (const Artefact& file : files) tests::expect_golden("minipod/" + file.path, file.content);
}

TEST(RenderOsismGolden, GivesTheDedicatedManagerOfTheFabricItsGroups) {
  const tests::Example fabric("fabric");
  const Artefacts files = render_osism(fabric.derive(), fabric.facts);
  const auto roles = std::ranges::find(files, "osism/inventory/20-roles", &Artefact::path);
  ASSERT_NE(roles, files.end());
  EXPECT_THAT(roles->content,
              HasSubstr("[manager]\nmgr1\n\n[monitoring]\nmgr1\n\n[control]\nctrl1\n"
                        "ctrl2\nctrl3\n\n[compute]\ncmp1\n"));
  EXPECT_EQ(
      std::ranges::count_if(files,
                            [](const Artefact& file) {
                              return file.path.starts_with("osism/environments/manager/host_vars/");
                            }),
      1);
}

TEST_F(RenderOsism, IsEmptyForAnyOtherHandOver) {
  plan_.handover.target = Target::kOpcp;
  EXPECT_TRUE(render().empty());
  plan_.handover.target = Target::kNone;
  EXPECT_TRUE(render().empty());
}

TEST_F(RenderOsism, ListsTheManagerOfTheHandOverAndTheRolesGroups) {
  plan_.roles[0].osism_groups = {"control", "own-group", "all", "bad\n[group]"};
  EXPECT_EQ(render("inventory/20-roles"),
            "[generic]\nctrl1\n\n[manager]\nctrl1\n\n[monitoring]\n\n[control]\nctrl1\n\n"
            "[compute]\n\n[network]\n\n[own-group]\nctrl1\n");
  EXPECT_EQ(render("environments/manager/hosts"), "[manager]\nctrl1\n");
}

TEST_F(RenderOsism, PutsTheGatewayOfObjectsOnTheCephControllers) {
  plan_.roles[0].osism_groups = {"ceph-control"};
  EXPECT_THAT(render("inventory/20-roles"),
              HasSubstr("[ceph-control]\nctrl1\n\n[ceph-rgw:children]\nceph-control\n"));
  EXPECT_THAT(render("inventory/host_vars/ctrl1.yml"),
              HasSubstr("monitor_address: 10.1.40.10\nradosgw_address: 10.1.40.10\n"));
}

TEST_F(RenderOsism, MakesAGroupNameOfEveryRack) {
  plan_.racks = {{.name = "R1"}, {.name = "Hall B/2"}, {.name = "empty"}};
  add_node("ctrl2", "Hall B/2", "172.30.2.11");
  EXPECT_EQ(render("inventory/10-custom"), "[rack_r1]\nctrl1\n\n[rack_hall_b_2]\nctrl2\n\n");
}

TEST_F(RenderOsism, LeavesOutNodesThatSomebodyElseInstalls) {
  add_node("srv1", "R1", "172.30.2.20");
  plan_.roles.push_back({.name = "bare", .hardware = "server"});
  plan_.nodes.back().role = "bare";
  EXPECT_THAT(render("inventory/20-roles"), Not(HasSubstr("srv1")));
}

TEST_F(RenderOsism, PutsNoNameIntoAPathOrALineThatWouldLeaveIt) {
  plan_.nodes[0].name = "../a\n[b]";
  for (const Artefact& file : render()) {
    EXPECT_EQ(file.path.find("/../"), std::string::npos);
    EXPECT_EQ(file.path.find('\n'), std::string::npos);
  }
  EXPECT_THAT(render("inventory/20-roles"), Not(HasSubstr("[b]")));
}

TEST_F(RenderOsism, LeavesOutHostVarsWhoseMacsAreUnknown) {
  facts_.begin()->second.macs.pop_back();
  EXPECT_EQ(render("inventory/host_vars/ctrl1.yml"), "(none)");
  EXPECT_EQ(render("environments/manager/host_vars/ctrl1.yml"), "(none)");
  EXPECT_THAT(render("inventory/20-roles"), HasSubstr("ctrl1"));
}

TEST_F(RenderOsism, NamesTheInterfacesByZone) {
  const std::string text = render("inventory/host_vars/ctrl1.yml");
  EXPECT_THAT(text, HasSubstr("internal_interface: vlan10\ninternal_address: 10.1.10.10\n"));
  EXPECT_THAT(text, HasSubstr("network_interface: vlan10\nstorage_interface: vlan40\n"
                              "neutron_external_interface: vlan100\nnetdata_host_type: server\n"));
}

TEST_F(RenderOsism, ReachesANodeWithoutManagementByItsFirstAddress) {
  plan_.roles[0].interfaces[1].networks = {"external", "storage"};
  EXPECT_THAT(render("inventory/host_vars/ctrl1.yml"),
              HasSubstr("ansible_host: 172.30.1.10\nnode_suffix: 10\n"));
}

TEST_F(RenderOsism, TakesTheRouterIdOfTheVipThatKollaManages) {
  EXPECT_THAT(render("environments/kolla/configuration.rackseed.yml"),
              HasSubstr("keepalived_virtual_router_id: '51'\n"));
  plan_.vips = {{.name = "internal",
                 .address = tests::ip("10.1.10.5"),
                 .network = "management",
                 .members_role = "control",
                 .manager = VipManager::kKolla,
                 .vrid = 77}};
  const std::string text = render("environments/kolla/configuration.rackseed.yml");
  EXPECT_THAT(text, HasSubstr("kolla_internal_vip_address: 10.1.10.5\n"));
  EXPECT_THAT(text, HasSubstr("keepalived_virtual_router_id: '77'\n"));
  EXPECT_THAT(text, Not(HasSubstr("kolla_external")));
}

TEST_F(RenderOsism, WritesNothingAboutCephWithoutCeph) {
  EXPECT_EQ(render("environments/ceph/configuration.rackseed.yml"), "(none)");
  EXPECT_THAT(render("cookiecutter.yml"), HasSubstr("  with_ceph: 0\n  domain: "));
}

TEST_F(RenderOsism, JoinsTheSubnetsOfANetworkThatEveryRackHasItsOwnOf) {
  plan_.handover.osism.ceph = true;
  Network& storage = plan_.networks[2];
  storage.per_rack = true;
  storage.subnets = {{"R1", tests::prefix("10.1.40.0/25")},
                     {"R2", tests::prefix("10.1.40.128/25")}};
  EXPECT_THAT(render("environments/ceph/configuration.rackseed.yml"),
              HasSubstr("public_network: 10.1.40.0/25,10.1.40.128/25\n"));
}

TEST_F(RenderOsism, KeepsAnsibleFromTemplatingThePlan) {
  plan_.identity.timezone = "{{ lookup('pipe', 'reboot') }}";
  plan_.identity.domain = "a{% b %}";
  plan_.handover.osism.operator_key = Secret{"operator_public_key"};
  EXPECT_THAT(render("inventory/group_vars/generic/rackseed.yml"),
              HasSubstr("timezone_name: !unsafe '{{ lookup(''pipe'', ''reboot'') }}'\n"));
  const std::string text = render("environments/configuration.rackseed.yml");
  EXPECT_THAT(text, HasSubstr("operator_public_key: '{{ FROM SECRET operator_public_key }}'\n"));
  EXPECT_THAT(text, HasSubstr("resolvconf_search: !unsafe a{% b %}\n"));
}

TEST_F(RenderOsism, TakesNoTemplateForAPlaceholder) {
  for (const char* name : {"a }} {{ lookup('pipe', 'reboot')", "", "a b"}) {
    plan_.handover.osism.operator_key = Secret{name};
    EXPECT_THAT(render("environments/configuration.rackseed.yml"),
                HasSubstr("operator_public_key: !unsafe '"))
        << name;
  }
}

}  // namespace
}  // namespace rackseed::plan
