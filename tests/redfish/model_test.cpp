#include "redfish/model.hpp"

#include "tests/redfish/documents.hpp"

namespace rackseed::redfish::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(RedfishSystem, ReadsWhatItSays) {
  Notes notes;
  const System system = read(R"({
      "@odata.id": "/redfish/v1/Systems/1", "@odata.etag": "W/\"DBFAAF9C\"", "Id": "1",
      "SystemType": "Physical", "Manufacturer": "HPE", "Model": "DL360", "SerialNumber": "MXQ2390RHW",
      "PowerState": "On", "ProcessorSummary": {"Count": 2, "Model": "Xeon"},
      "MemorySummary": {"TotalSystemMemoryGiB": 192}, "Links": {"Chassis": [{"@odata.id": "/c"}],
      "ManagedBy": [{"@odata.id": "/m"}]}, "IndicatorLED": null,
      "Actions": {"#ComputerSystem.Reset": {"target": "/reset", "ResetType@Redfish.AllowableValues": ["On"]}},
      "Boot": {"BootSourceOverrideEnabled": "Once", "BootSourceOverrideTarget": "Pxe",
               "BootSourceOverrideMode": "UEFI", "HttpBootUri": null,
               "BootSourceOverrideTarget@Redfish.AllowableValues": ["None", "Pxe"]}})",
                             read_system, notes);
  EXPECT_EQ(system.path, "/redfish/v1/Systems/1");
  EXPECT_EQ(system.etag, "W/\"DBFAAF9C\"");
  EXPECT_EQ(system.power, PowerState::kOn);
  EXPECT_EQ(system.processor_count, 2U);
  EXPECT_EQ(system.memory_gib, 192);
  EXPECT_THAT(system.chassis, ElementsAre("/c"));
  EXPECT_EQ(system.reset.target, "/reset");
  EXPECT_THAT(system.boot.targets, ElementsAre("None", "Pxe"));
  EXPECT_TRUE(system.boot.has_http_uri);
  EXPECT_TRUE(system.has_indicator_led);
  EXPECT_FALSE(system.has_location_indicator);
  EXPECT_EQ(override_of(system.boot),
            (BootOverride{.target = BootTarget::kPxe, .mode = BootMode::kUefi}));
  EXPECT_THAT(notes.all(), IsEmpty());
}

TEST(RedfishSystem, ReadsOverrides) {
  EXPECT_EQ(override_of({.enabled = "Disabled", .target = "Pxe"}), BootOverride());
  EXPECT_EQ(override_of({.target = "Pxe"}), BootOverride());
  const BootOverride always = override_of({.enabled = "Continuous", .target = "UsbCd"});
  EXPECT_EQ(always.target, BootTarget::kCd);
  EXPECT_TRUE(always.is_persistent);
  EXPECT_EQ(
      override_of({.enabled = "Once", .target = "UefiHttp", .http_uri = "http://x/y"}).http_url,
      "http://x/y");
  EXPECT_EQ(override_of({.enabled = "Once", .target = "BiosSetup"}).target, BootTarget::kSetup);
}

TEST(Row12, SeesThatThereIsNoMode) {
  const System system = read(R"({"Boot": {"BootSourceOverrideTarget": "None"}})", read_system);
  EXPECT_TRUE(system.boot.has_override);
  EXPECT_FALSE(system.boot.has_mode);
}

TEST(Row24, SeesThatThereIsNoOverride) {
  EXPECT_FALSE(read(R"({"Boot": {"BootOrder": ["Boot0001"]}})", read_system).boot.has_override);
}

TEST(Row29, FindsTheTypesInTheActionInfo) {
  const System system = read(R"({"Actions": {"#ComputerSystem.Reset": {"target": "/reset",
      "@Redfish.ActionInfo": "/redfish/v1/Systems/1/ResetActionInfo"}}})",
                             read_system);
  EXPECT_THAT(system.reset.types, IsEmpty());
  EXPECT_EQ(system.reset.info, "/redfish/v1/Systems/1/ResetActionInfo");
  EXPECT_THAT(read(R"({"Parameters": [{"Name": "Other", "AllowableValues": ["x"]},
      {"Name": "ResetType", "AllowableValues": ["On", "ForceOff"]}]})",
                   read_reset_types),
              ElementsAre("On", "ForceOff"));
}

TEST(Row34, TakesAMissingPowerStateForUnknown) {
  EXPECT_EQ(read(R"({"PowerState": null})", read_system).power, PowerState::kUnknown);
  EXPECT_EQ(read(R"({"PowerState": "PoweringOn"})", read_system).power, PowerState::kPoweringOn);
  EXPECT_EQ(parse_power("Paused"), PowerState::kUnknown);
}

TEST(Row41, KnowsWhereToLogIn) {
  EXPECT_EQ(
      read(R"({"Links": {"Sessions": {"@odata.id": "/redfish/v1/SessionService/Sessions/"}}})",
           read_root)
          .sessions,
      "/redfish/v1/SessionService/Sessions/");
  EXPECT_EQ(read(R"({"SessionService": {"@odata.id": "/x"}})", read_root).sessions,
            "/redfish/v1/SessionService/Sessions");
  EXPECT_EQ(read("{}", read_root).sessions, "");
}

TEST(Row59, ReadsInterfaces) {
  const Mac mac({0xb8, 0x3f, 0xd2, 0x90, 0x97, 0xc4});
  EXPECT_EQ(
      read(R"({"PermanentMACAddress": "B8:3F:D2:90:97:C4", "MACAddress": "02:00:00:00:00:01"})",
           read_ethernet)
          .mac,
      mac);
  Notes notes;
  for (const std::string_view empty : {R"({"MACAddress": ""})", R"({"MACAddress": null})",
                                       R"({"MACAddress": "00:00:00:00:00:00"})", "{}"})
    EXPECT_EQ(read(empty, read_ethernet, notes).mac, std::nullopt) << empty;
  EXPECT_THAT(notes.all(), IsEmpty());
  EXPECT_EQ(read(R"({"MACAddress": "b8:3f"})", read_ethernet, notes).mac, std::nullopt);
  EXPECT_THAT(notes.all(), ElementsAre("Systems/1: MACAddress: \"b8:3f\" is no address of a card"));
}

TEST(RedfishNetwork, ReadsLinkAndSpeedOfEveryKind) {
  const auto interface = read(R"({"LinkStatus": "LinkUp", "SpeedMbps": 25000})", read_ethernet);
  EXPECT_EQ(interface.has_link, true);
  EXPECT_EQ(interface.speed_mbps, 25000);
  const auto port = read(R"({"LinkStatus": "LinkDown", "CurrentSpeedGbps": 25.0, "Ethernet":
      {"AssociatedMACAddresses": ["88:e9:a4:6b:a8:ac", "88:e9:a4:6b:a8:ae", ""]}})",
                         read_port);
  EXPECT_EQ(port.has_link, false);
  EXPECT_EQ(port.speed_mbps, 25000);
  EXPECT_EQ(port.macs.size(), 2U);
  const auto old = read(R"({"LinkStatus": "Up", "CurrentLinkSpeedMbps": "1000",
      "AssociatedNetworkAddresses": ["00620B4C284E"]})",
                        read_port);
  EXPECT_EQ(old.has_link, true);
  EXPECT_EQ(old.speed_mbps, 1000);
  EXPECT_EQ(old.macs.size(), 1U);
  EXPECT_EQ(read(R"({"LinkStatus": null, "SpeedMbps": -1})", read_ethernet).has_link, std::nullopt);
}

TEST(RedfishNetwork, FindsThePortOfAFunction) {
  for (const std::string_view text :
       {R"({"Links": {"PhysicalNetworkPortAssignment": {"@odata.id": "/p"}}})",
        R"({"Links": {"PhysicalPortAssignment": {"@odata.id": "/p"}}})",
        R"({"PhysicalPortAssignment": {"@odata.id": "/p"}})"})
    EXPECT_EQ(read(text, read_function).port, "/p");
}

TEST(RedfishHardware, LeavesOutWhatIsNotThere) {
  EXPECT_FALSE(read(R"({"Status": {"State": "Absent"}})", read_processor));
  EXPECT_FALSE(read(R"({"ProcessorType": "GPU"})", read_processor));
  EXPECT_FALSE(read(R"({"Status": {"State": "Absent"}})", read_drive));
  EXPECT_EQ(read(R"({"Status": {"State": "Absent"}, "CapacityMiB": 8})", read_memory_mib), 0U);
  EXPECT_FALSE(read(R"({"Name": "BIOS", "Version": ""})", read_firmware));
  const auto processor =
      read(R"({"ProcessorType": "CPU", "Model": "Xeon ", "TotalCores": "32", "TotalThreads": 64})",
           read_processor);
  EXPECT_EQ(processor->model, "Xeon");
  EXPECT_EQ(processor->cores, 32);
}

TEST(Row64, ReadsDrivesWithoutCapacity) {
  const auto disk =
      read(R"({"Id": "2", "Name": "", "CapacityBytes": null, "SerialNumber": " S1 "})", read_drive);
  EXPECT_EQ(disk->bytes, 0U);
  EXPECT_EQ(disk->name, "2");
  EXPECT_EQ(disk->serial, "S1");
  const auto disks = read(R"({"Devices": [{"Name": "Bay 1", "CapacityBytes": "8000000000000"},
      {"Name": "Bay 2", "Status": {"State": "Absent"}}, {"Name": "PCIe SSD Backplane 1"}]})",
                          read_simple_storage);
  ASSERT_EQ(disks.size(), 1U);
  EXPECT_EQ(disks[0].bytes, 8000000000000U);
}

TEST(RedfishMedia, ReadsSlots) {
  const VirtualMedia slot = read(R"({"@odata.id": "/v/2", "Id": "2", "MediaTypes": ["CD", "DVD"],
      "Image": "", "Inserted": false, "Actions": {"#VirtualMedia.InsertMedia": {"target": "/i"},
      "#VirtualMedia.EjectMedia": {"target": "/e"}}})",
                                 read_virtual_media);
  EXPECT_EQ(slot.insert, "/i");
  EXPECT_EQ(slot.eject, "/e");
  EXPECT_EQ(slot.is_inserted, false);
  EXPECT_THAT(slot.types, ElementsAre("CD", "DVD"));
}

TEST(Row57, ReadsSlotsThatTellNoType) {
  EXPECT_THAT(read(R"({"Id": "2"})", read_virtual_media).types, IsEmpty());
}

TEST(RedfishLog, ReadsEntries) {
  const LogEntry entry = read(
      R"({"Created": "2024-08-08T18:48:19-05:00", "Severity": "OK", "Message": "Fan 1 is\nback."})",
      read_log_entry);
  EXPECT_EQ(entry.time, "2024-08-08T18:48:19-05:00");
  EXPECT_EQ(entry.text, "Fan 1 is back.");
  EXPECT_EQ(read(R"({"MessageId": "FAN0001"})", read_log_entry).text, "FAN0001");
}

}  // namespace
}  // namespace rackseed::redfish::tests
