#include "redfish/reading.hpp"

#include <fmt/core.h>

#include "tests/redfish/documents.hpp"

namespace rackseed::redfish::tests {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using Tree = std::map<std::string, std::string>;

const std::string kRoot = "/redfish/v1/";

std::string collection(const std::vector<std::string>& links) {
  std::string text;
  for (const std::string& link : links)
    text += fmt::format(R"({}{{"@odata.id": "{}"}})", text.empty() ? "" : ", ", link);
  return "{\"Members\": [" + text + "]}";
}

/// The least that a walk gets through.
Tree tree() {
  return {{kRoot, R"({"Systems": {"@odata.id": "/s"}, "Managers": {"@odata.id": "/m"},
                      "Chassis": {"@odata.id": "/c"}, "Vendor": "Contoso"})"},
          {"/s", collection({"/s/1"})},
          {"/s/1", R"({"@odata.id": "/s/1", "Id": "1", "SerialNumber": "S1",
                       "EthernetInterfaces": {"@odata.id": "/s/1/e"},
                       "Links": {"Chassis": [{"@odata.id": "/c/1"}], "ManagedBy": [{"@odata.id": "/m/1"}]}})"},
          {"/m", collection({"/m/1"})},
          {"/m/1", R"({"Id": "1", "ManagerType": "BMC", "FirmwareVersion": "1.2"})"},
          {"/c", collection({"/c/1"})},
          {"/c/1", R"({"Id": "1", "NetworkAdapters": {"@odata.id": "/c/1/n"}})"},
          {"/c/1/n", collection({})},
          {"/s/1/e", collection({})}};
}

Inventory inventory(Tree tree, WalkLimits limits = {}) {
  TreeGetter getter(std::move(tree));
  return wait_for(read_inventory(getter, "", limits)).value();
}

std::vector<std::string> macs(const Inventory& inventory) {
  std::vector<std::string> texts;
  for (const BmcNic& nic : inventory.nics) texts.push_back(nic.mac.text());
  return texts;
}

/// An adapter with a port and a function of one address each.
void add_adapter(Tree& tree) {
  tree["/c/1/n"] = collection({"/c/1/n/9"});
  tree["/c/1/n/9"] = R"({"Id": "9", "Ports": {"@odata.id": "/c/1/n/9/p"},
                         "NetworkDeviceFunctions": {"@odata.id": "/c/1/n/9/f"}})";
  tree["/c/1/n/9/p"] = collection({"/c/1/n/9/p/1"});
  tree["/c/1/n/9/p/1"] = R"({"Id": "1", "LinkStatus": "LinkUp", "CurrentSpeedGbps": 25,
                             "Ethernet": {"AssociatedMACAddresses": ["7C:C2:55:79:3F:8E"]}})";
  tree["/c/1/n/9/f"] = collection({"/c/1/n/9/f/1"});
  tree["/c/1/n/9/f/1"] = R"({"Id": "1", "Ethernet": {"MACAddress": "7C:C2:55:79:3F:8F"},
      "Links": {"PhysicalNetworkPortAssignment": {"@odata.id": "/C/1/n/9/p/1/"}}})";
}

TEST(RedfishReading, ReadsTheLeast) {
  const Inventory read = inventory(tree());
  EXPECT_EQ(read.identity.serial, "S1");
  EXPECT_EQ(read.identity.bmc_vendor, "Contoso");
  EXPECT_EQ(read.identity.bmc_firmware, "1.2");
  EXPECT_THAT(read.nics, IsEmpty());
}

TEST(RedfishReading, FailsWithoutARoot) {
  TreeGetter getter({});
  EXPECT_EQ(wait_for(read_inventory(getter, "")).error().code, BmcErrc::kNotFound);
}

TEST(RedfishReading, NotesWhatDoesNotCome) {
  Tree bare = tree();
  bare.erase("/s/1/e");
  bare.erase("/m/1");
  const Inventory read = inventory(bare);
  EXPECT_THAT(read.notes, Contains("s/1/e: not there"));
  EXPECT_EQ(read.identity.serial, "S1");
}

TEST(RedfishReading, NotesWhatIsNoJson) {
  Tree odd = tree();
  odd["/s/1/e"] = "<html>502</html>";
  EXPECT_THAT(inventory(odd).notes, Contains(HasSubstr("s/1/e: the body is no JSON")));
}

TEST(Row46, FollowsPages) {
  Tree paged = tree();
  paged["/s/1/e"] =
      R"({"Members": [{"@odata.id": "/e/1"}], "Members@odata.nextLink": "/s/1/e?$skip=1"})";
  paged["/s/1/e?$skip=1"] = collection({"/e/2"});
  paged["/e/1"] = R"({"Id": "1", "MACAddress": "02:00:00:00:00:01"})";
  paged["/e/2"] = R"({"Id": "2", "MACAddress": "02:00:00:00:00:02"})";
  EXPECT_THAT(macs(inventory(paged)), ElementsAre("02:00:00:00:00:01", "02:00:00:00:00:02"));
}

TEST(Row46, SeesPagesThatGoRound) {
  Tree round = tree();
  round["/s/1/e"] = R"({"Members": [{"@odata.id": "/e/1"}], "Members@odata.nextLink": "/S/1/e/"})";
  round["/e/1"] = R"({"Id": "1", "MACAddress": "02:00:00:00:00:01"})";
  const Inventory read = inventory(round);
  EXPECT_THAT(read.nics, SizeIs(1));
  EXPECT_THAT(read.notes, Contains("s/1/e: stopped after 1 pages"));
}

TEST(Row46, BoundsPagesAndMembers) {
  Tree endless = tree();
  for (int page = 0; page < 50; ++page)
    endless["/s/1/e" + (page == 0 ? "" : "?" + std::to_string(page))] =
        R"({"Members": [{"Id": "x"}, {"Id": "y"}], "Members@odata.nextLink": "/s/1/e?)" +
        std::to_string(page + 1) + "\"}";
  EXPECT_THAT(inventory(endless, {.pages = 5}).notes, Contains("s/1/e: stopped after 5 pages"));
  EXPECT_THAT(inventory(endless, {.members = 3}).notes, Contains("s/1/e: only 3 members are read"));
}

TEST(RedfishReading, BoundsItsRequests) {
  TreeGetter getter(tree());
  const auto read = wait_for(read_inventory(getter, "", {.requests = 5}));
  EXPECT_LE(getter.asked.size(), 5U);
  EXPECT_THAT(read->notes, Contains(HasSubstr("after 5 requests")));
}

TEST(RedfishReading, TakesMembersThatCameWhole) {
  Tree whole = tree();
  whole["/s/1/e"] =
      R"({"Members": [{"@odata.id": "/e/1", "Id": "1", "MACAddress": "02:00:00:00:00:01"}]})";
  EXPECT_THAT(macs(inventory(whole)), ElementsAre("02:00:00:00:00:01"));
}

TEST(Row48, TakesAllManagersWhereNoneIsNamed) {
  Tree huawei = tree();
  huawei["/s/1"] = R"({"Id": "1", "SerialNumber": "S1"})";
  huawei["/m/1"] = R"({"ManagerType": "BMC", "FirmwareVersion": "6.0",
                       "EthernetInterfaces": {"@odata.id": "/m/1/e"}})";
  huawei["/m/1/e"] = collection({"/m/1/e/1"});
  huawei["/m/1/e/1"] = R"({"MACAddress": "02:00:00:00:00:0A"})";
  const Inventory read = inventory(huawei);
  EXPECT_EQ(read.identity.bmc_firmware, "6.0");
  EXPECT_THAT(read.bmc_macs, SizeIs(1));
}

TEST(Row49, LooksForMediaInBothPlaces) {
  Tree both = tree();
  both["/s/1"] = R"({"Id": "1", "VirtualMedia": {"@odata.id": "/v"},
                     "Links": {"ManagedBy": [{"@odata.id": "/m/1"}]}})";
  both["/m/1"] = R"({"VirtualMedia": {"@odata.id": "/m/1/v"}})";
  both["/v"] = collection({"/v/1"});
  both["/v/1"] = R"({"Id": "1"})";
  both["/m/1/v"] = collection({"/m/1/v/CD"});
  both["/m/1/v/CD"] = R"({"Id": "CD"})";
  TreeGetter getter(both);
  Walk walk(getter);
  const Host host = wait_for(find_host(walk, "")).value();
  const auto slots = wait_for(find_media(walk, host));
  ASSERT_THAT(slots, SizeIs(2));
  EXPECT_EQ(slots[1].path, "/m/1/v/CD");
}

TEST(Row60, JoinsInterfacesAndAdapters) {
  Tree joined = tree();
  add_adapter(joined);
  joined["/s/1/e"] = collection({"/e/1"});
  joined["/e/1"] = R"({"Id": "NIC1", "MACAddress": "7c:c2:55:79:3f:8e"})";
  const Inventory read = inventory(joined);
  EXPECT_THAT(macs(read), ElementsAre("7c:c2:55:79:3f:8e", "7c:c2:55:79:3f:8f"));
  EXPECT_EQ(read.nics[0].id, "NIC1");
  EXPECT_EQ(read.nics[0].adapter, "9");
  EXPECT_EQ(read.nics[0].has_link, true);
  EXPECT_EQ(read.nics[1].id, "9/1");
  EXPECT_EQ(read.nics[1].speed_mbps, 25000);
}

TEST(Row60, FindsCardsInAdaptersAlone) {
  Tree lenovo = tree();
  add_adapter(lenovo);
  EXPECT_THAT(macs(inventory(lenovo)), SizeIs(2));
}

TEST(Row61, GoesOnWithoutEthernetInterfaces) {
  Tree without = tree();
  add_adapter(without);
  without["/s/1"] = R"({"Id": "1"})";
  const Inventory read = inventory(without);
  EXPECT_THAT(read.nics, SizeIs(2));
  EXPECT_THAT(read.notes, Contains("s/1: has no EthernetInterfaces"));
}

TEST(Row64, CountsModulesWhereThereIsNoSummary) {
  Tree odd = tree();
  odd["/s/1"] = R"({"Id": "1", "MemorySummary": {"TotalSystemMemoryGiB": "N/A"},
      "ProcessorSummary": {"Count": ""}, "Memory": {"@odata.id": "/d"}, "Processors": {"@odata.id": "/p"}})";
  odd["/d"] =
      R"({"Members": [{"Id": "1", "CapacityMiB": 32768}, {"Id": "2", "CapacityMiB": "32768"}]})";
  odd["/p"] =
      R"({"Members": [{"Id": "1", "ProcessorType": "CPU"}, {"Id": "2", "ProcessorType": "GPU"}]})";
  const Inventory read = inventory(odd);
  EXPECT_EQ(read.memory_gib, 64);
  EXPECT_EQ(read.processor_count, 1);
  EXPECT_THAT(read.notes,
              Contains("s/1: MemorySummary.TotalSystemMemoryGiB: \"N/A\" is no number"));
}

TEST(RedfishReading, ReadsDrivesOnce) {
  Tree disks = tree();
  disks["/s/1"] =
      R"({"Id": "1", "Storage": {"@odata.id": "/t"}, "SimpleStorage": {"@odata.id": "/u"}})";
  disks["/t"] = collection({"/t/1", "/t/2"});
  disks["/t/1"] = R"({"Drives": [{"@odata.id": "/d/1"}, {"@odata.id": "/d/2"}]})";
  disks["/t/2"] = R"({"Drives": [{"@odata.id": "/d/1/"}]})";
  disks["/d/1"] = R"({"Name": "Bay 1", "CapacityBytes": 1000, "Protocol": "NVMe"})";
  disks["/d/2"] = R"({"Name": "Bay 2", "Status": {"State": "Absent"}})";
  const Inventory read = inventory(disks);
  ASSERT_THAT(read.disks, SizeIs(1));
  EXPECT_EQ(read.disks[0].protocol, "NVMe");
}

TEST(RedfishReading, SumsUpWhatIsLostByTheDozen) {
  Tree lost = tree();
  lost["/s/1/e"] = collection({"/e/1", "/e/2", "/e/3", "/e/4", "/e/5"});
  EXPECT_THAT(inventory(lost).notes, Contains("e/5: and 2 more of this kind did not come"));
}

TEST(RedfishReading, ReadsTheNewestOfAllLogs) {
  Tree logs = tree();
  logs["/s/1"] = R"({"Id": "1", "LogServices": {"@odata.id": "/l"}})";
  logs["/l"] = collection({"/l/sel"});
  logs["/l/sel"] = R"({"Entries": {"@odata.id": "/l/sel/e"}})";
  logs["/l/sel/e"] =
      R"({"Members": [{"Id": "1", "Created": "2024-01-01T00:00:00Z", "Message": "old"},
      {"Id": "2", "Created": "2024-03-01T00:00:00Z", "Message": "new"},
      {"Id": "3", "Created": "2024-02-01T00:00:00Z", "Message": "middle"}]})";
  TreeGetter getter(logs);
  Walk walk(getter);
  const Host host = wait_for(find_host(walk, "")).value();
  const auto entries = wait_for(read_log(walk, host, 2));
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].text, "middle");
  EXPECT_EQ(entries[1].text, "new");
}

}  // namespace
}  // namespace rackseed::redfish::tests
