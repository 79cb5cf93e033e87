#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "redfish/identity.hpp"
#include "redfish/reading.hpp"
#include "redfish/resources.hpp"
#include "src/rehearsal/simulated_machine.hpp"
#include "src/rehearsal/virtual_bmc.hpp"
#include "tests/redfish/rig.hpp"

namespace rackseed::redfish::tests {
namespace {

namespace fs = std::filesystem;
using testing::ContainerEq;

/// Where captures of real machines may be: beside the project. They are no part of it.
fs::path captures() {
  return fs::path(__FILE__).parent_path().parent_path().parent_path() / "../shared/bmc";
}

Json read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return parse_json(text).value();
}

/// A server that has nothing but such a tree, and what it takes to ask it.
struct StaticBmc : Rig {
  explicit StaticBmc(const fs::path& folder)
      : bmc({io, {boost::asio::ip::address_v4::loopback(), 0}}, state_of(folder), machine, {}),
        transport(curl, settings_of(bmc)),
        session(transport, Credentials("admin", "secret")),
        resources(session) {
    group.spawn("bmc", bmc.run());
  }
  StaticBmc(const StaticBmc&) = delete;
  StaticBmc& operator=(const StaticBmc&) = delete;
  StaticBmc(StaticBmc&&) = delete;
  StaticBmc& operator=(StaticBmc&&) = delete;
  ~StaticBmc() {
    run(session.close());
    group.stop();
    run(group.join());
  }

  rehearsal::SimulatedMachine machine{io.get_executor(), {}};
  TaskGroup group{io.get_executor(), [](std::string_view task, std::string_view why) {
                    ADD_FAILURE() << task << ": " << why;
                  }};
  rehearsal::VirtualBmc bmc;
  CurlTransport transport;
  Session session;
  Resources resources;

 private:
  static rehearsal::State state_of(const fs::path& folder) {
    auto state = rehearsal::new_state(rehearsal::profile_of("generic").value(),
                                      rehearsal::some_hardware(1), {});
    state.tree = std::make_shared<rehearsal::Tree>(rehearsal::Tree::load(folder).value());
    return state;
  }
  static TransportSettings settings_of(const rehearsal::VirtualBmc& bmc) {
    const std::string url = bmc.url();
    const auto port = std::stoi(url.substr(url.rfind(':') + 1));
    TransportSettings settings;
    settings.origin =
        Origin{.has_tls = false, .host = "127.0.0.1", .port = static_cast<std::uint16_t>(port)};
    return settings;
  }
};

/// A text of the expectations; "" where it is null.
std::string text(const Json& value) {
  return value.is_string() ? std::string(value.get_string()) : "";
}

std::vector<std::string> texts(const Json& list) {
  std::vector<std::string> all;
  for (const Json& item : list.as_array()) all.push_back(text(item));
  return all;
}

std::set<std::string> macs_of(const std::vector<BmcNic>& nics) {
  std::set<std::string> macs;
  for (const BmcNic& nic : nics) macs.insert(nic.mac.text());
  return macs;
}

std::set<std::string> macs_of(const std::vector<Mac>& known) {
  std::set<std::string> macs;
  for (const Mac& mac : known) macs.insert(mac.text());
  return macs;
}

/// What has to be found in one system of one tree.
class Expected {
 public:
  Expected(const Json& tree, const Json& system) : tree_(tree), system_(system) {}

  void check(const Host& host, const std::vector<std::string>& types) const {
    EXPECT_EQ(host.system.path, text(system_.at("uri")));
    EXPECT_EQ(host.system.power, parse_power(text(system_.at("power"))));
    EXPECT_EQ(types, texts(system_.at("reset_types")));
    EXPECT_EQ(host.system.boot.targets, texts(system_.at("boot_targets")));
    EXPECT_EQ(host.system.boot.has_override, system_.at("boot_settable").as_bool());
    EXPECT_EQ(host.system.boot.mode, text(system_.at("boot_mode")));
    EXPECT_EQ(host.system.settings, text(system_.at("settings")));
  }

  void check(Vendor vendor, const Identity& identity) const {
    EXPECT_EQ(identity.manufacturer, text(system_.at("manufacturer")));
    EXPECT_EQ(identity.model, text(system_.at("model")));
    EXPECT_EQ(identity.sku, text(system_.at("sku")));
    EXPECT_EQ(identity.serial, text(system_.at(vendor == Vendor::kDell ? "sku" : "serial")));
    EXPECT_EQ(identity.uuid, known_uuid(text(system_.at("uuid"))));
    EXPECT_EQ(identity.bios, text(system_.at("bios")));
  }

  void check(const Inventory& inventory) const {
    EXPECT_THAT(macs_of(inventory.nics), ContainerEq(macs_of_host()));
    EXPECT_EQ(inventory.processor_count, system_.at("cpu_summary").to_number<int>());
    EXPECT_EQ(inventory.processors.size(), system_.at("cpus").as_array().size());
    EXPECT_EQ(inventory.memory_gib, system_.at("mem_summary_gib").to_number<double>());
    EXPECT_THAT(drives_of(inventory), ContainerEq(drives()));
  }

  void check_bmc(const Host& host, const Inventory& inventory) const {
    std::set<std::string> macs;
    for (const Json& manager : tree_.at("managers").as_array())
      for (const Manager& found : host.managers)
        if (is_same_link(found.path, text(manager.at("uri"))))
          for (const Json& mac : manager.at("macs").as_array()) macs.insert(text(mac));
    EXPECT_FALSE(macs.empty());
    EXPECT_THAT(macs_of(inventory.bmc_macs), ContainerEq(macs));
  }

 private:
  [[nodiscard]] std::set<std::string> macs_of_host() const {
    std::set<std::string> macs;
    for (const auto& entry : system_.at("eth_macs").as_object()) macs.emplace(entry.key());
    for (const Json& mac : tree_.at("adapter_macs").as_array()) macs.insert(text(mac));
    return macs;
  }

  /// Name, size and serial number of those whose size is known: empty bays have none.
  [[nodiscard]] std::multiset<std::string> drives() const {
    std::multiset<std::string> all;
    for (const Json& drive : system_.at("drives").as_array())
      if (drive.at("bytes").is_number())
        all.insert(text(drive.at("name")) + " " +
                   std::to_string(drive.at("bytes").to_number<std::uint64_t>()) + " " +
                   text(drive.at("serial")) + text(drive.at("type")) + text(drive.at("proto")));
    return all;
  }

  [[nodiscard]] static std::multiset<std::string> drives_of(const Inventory& inventory) {
    std::multiset<std::string> all;
    for (const BmcDisk& disk : inventory.disks)
      if (disk.bytes > 0)
        all.insert(disk.name + " " + std::to_string(disk.bytes) + " " + disk.serial + disk.medium +
                   disk.protocol);
    return all;
  }

  const Json& tree_;
  const Json& system_;
};

void check_system(const fs::path& folder, const Json& tree, const Json& system) {
  const Expected expected(tree, system);
  const std::string uri = text(system.at("uri"));
  const bool is_only = tree.at("host_systems").as_array().size() == 1;
  StaticBmc bmc(folder);
  Walk walk(bmc.resources);
  const BmcResult<Host> host = bmc.run(find_host(walk, is_only ? "" : uri));
  ASSERT_TRUE(host) << host.error().detail;
  expected.check(*host, bmc.run(find_reset_types(walk, host->system.reset)));
  const Inventory inventory = bmc.run(read_inventory_of(walk, *host));
  expected.check(host->vendor, inventory.identity);
  expected.check(inventory);
  expected.check_bmc(*host, inventory);
  EXPECT_LE(walk.requests(), 250U);
  EXPECT_LE(inventory.notes.size(), 10U);
}

void check_tree(const std::string& name) {
  const fs::path expectations = captures() / "EXPECTED.json";
  if (!fs::exists(expectations)) GTEST_SKIP() << "no captures of BMCs in " << captures();
  const Json all = read_file(expectations);
  const Json& tree = all.at(name);
  for (const Json& system : tree.at("systems").as_array()) {
    const std::string uri = text(system.at("uri"));
    const auto hosts = texts(tree.at("host_systems"));
    SCOPED_TRACE(testing::Message() << name << " " << uri);
    if (std::ranges::find(hosts, uri) != hosts.end()) check_system(captures() / name, tree, system);
  }
}

TEST(RedfishTrees, ReadsDell) { check_tree("dell-idrac9-r750-fw6.00"); }
TEST(RedfishTrees, ReadsBlades) { check_tree("dmtf-public-bladed"); }
TEST(RedfishTrees, ReadsDmtf) { check_tree("dmtf-public-rackmount1"); }
TEST(RedfishTrees, ReadsHpe) { check_tree("hpe-ilo5-dl360gen10plus-fw3.11"); }
TEST(RedfishTrees, ReadsLenovo) { check_tree("lenovo-xcc-sr670v2-fw2.83"); }
TEST(RedfishTrees, ReadsOpenBmc) { check_tree("openbmc-stock-2.15"); }
TEST(RedfishTrees, ReadsSupermicro) { check_tree("supermicro-x13-821ge"); }

}  // namespace
}  // namespace rackseed::redfish::tests
