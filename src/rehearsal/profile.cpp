#include "src/rehearsal/profile.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rackseed::rehearsal {
namespace {

using enum Fault;

Profile generic() {
  return {.name = "generic",
          .vendor = "Contoso",
          .product = "Virtual BMC",
          .redfish = "1.15.0",
          .oem = "Contoso",
          .manufacturer = "Contoso",
          .model = "3500",
          .manager_model = "Virtual BMC",
          .system = "1",
          .manager = "BMC",
          .chassis = "1U",
          .cd = "CD1",
          .usb = "USB1",
          .settings = "Settings",
          .targets = {"None", "Pxe", "UefiHttp", "Hdd", "Cd", "Usb", "BiosSetup"}};
}

Profile idrac() {
  Profile profile = generic();
  profile.name = "idrac";
  profile.vendor = "Dell";
  profile.enterprise = 674;
  profile.product = "Integrated Dell Remote Access Controller";
  profile.oem = "Dell";
  profile.manufacturer = "Dell Inc.";
  profile.model = "PowerEdge R750";
  profile.manager_model = "15G Monolithic";
  profile.system = profile.chassis = "System.Embedded.1";
  profile.manager = "iDRAC.Embedded.1";
  profile.cd = "CD";
  profile.usb = "RemovableDisk";
  profile.targets = {"None",      "Pxe",       "Floppy",     "Cd",     "Hdd",
                     "BiosSetup", "Utilities", "UefiTarget", "SDCard", "UefiHttp"};
  profile.faults = {kHttpUriMissing, kPower409WhenAlready, kSerialInSku, kSessionLimit};
  return profile;
}

Profile ilo() {
  Profile profile = generic();
  profile.name = "ilo";
  profile.vendor = "HPE";
  profile.enterprise = 47196;
  profile.product = "ProLiant DL360 Gen10 Plus";
  profile.redfish = "1.6.0";
  profile.oem = "Hpe";
  profile.manufacturer = "HPE";
  profile.model = "ProLiant DL360 Gen10 Plus";
  profile.manager_model = "iLO 5";
  profile.system = profile.manager = profile.chassis = "1";
  profile.cd = "2";
  profile.usb = "1";
  profile.settings = "settings";
  profile.faults = {kBootModeReadOnly,    kPostRefusesOverride, kBootNoneRefused,
                    kPower400WhenAlready, kEjectNeedsBody,      kSessionTimeout};
  return profile;
}

Profile xcc() {
  Profile profile = generic();
  profile.name = "xcc";
  profile.vendor = "Lenovo";
  profile.enterprise = 19046;
  profile.product = "";
  profile.oem = "Lenovo";
  profile.manufacturer = "Lenovo";
  profile.model = "ThinkSystem SR670 V2";
  profile.manager_model = "Lenovo XClarity Controller";
  profile.system = profile.manager = profile.chassis = "1";
  profile.cd = "Remote1";
  profile.usb = "Remote2";
  profile.settings = "Pending";
  profile.faults = {kMediaPatchOnly, kNicsInChassisOnly, kHttpUriMissing};
  return profile;
}

Profile supermicro() {
  Profile profile = generic();
  profile.name = "supermicro";
  profile.enterprise = 10876;
  profile.vendor = "";
  profile.product = "";
  profile.redfish = "1.11.0";
  profile.oem = "Supermicro";
  profile.manufacturer = "Supermicro";
  profile.model = "SYS-821GE-TNHR";
  profile.manager_model = "X13DEG-OAD";
  profile.system = profile.manager = profile.chassis = "1";
  profile.settings = "SD";
  profile.targets = {"None",  "Pxe",          "Hdd",       "Cd",      "Usb",
                     "UsbCd", "UefiBootNext", "BiosSetup", "UefiHttp"};
  profile.faults = {kBootDefaultsReset, kCdNeedsUsbCd, kMediaImageOnly,          kMediaPlainUrl,
                    kHttpUriMissing,    kSerialFiller, kResetValuesInActionInfo, kMacUpper};
  return profile;
}

Profile ami() {
  Profile profile = generic();
  profile.name = "ami";
  profile.vendor = "AMI";
  profile.enterprise = 20974;
  profile.product = "AMI Redfish Server";
  profile.oem = "Ami";
  profile.manufacturer = "Gigabyte";
  profile.model = "R283";
  profile.manager_model = "AST2600";
  profile.system = profile.manager = profile.chassis = "Self";
  profile.settings = "SD";
  profile.faults = {kEtagRequired,      kBootNeedsFullPatch, kBootSettingsObject,
                    kHttpUriInSettings, kNoRestart,          kResetValuesInActionInfo,
                    kSessionTimeout};
  return profile;
}

Profile openbmc() {
  Profile profile = generic();
  profile.name = "openbmc";
  profile.vendor = "OpenBMC";
  profile.product = "";
  profile.redfish = "1.17.0";
  profile.oem = "OpenBmc";
  profile.manufacturer = "";
  profile.model = "";
  profile.manager_model = "OpenBmc";
  profile.system = "system";
  profile.manager = "bmc";
  profile.chassis = "chassis";
  profile.cd = "Slot_0";
  profile.usb = "Slot_1";
  profile.targets = {"None", "Pxe", "Hdd", "Cd", "Diags", "BiosSetup", "Usb"};
  profile.faults = {kHttpUriMissing, kResetValuesInActionInfo, kNoEthernetInterfaces};
  return profile;
}

}  // namespace

std::vector<Profile> profiles() {
  return {generic(), idrac(), ilo(), xcc(), supermicro(), ami(), openbmc()};
}

Result<Profile> profile_of(std::string_view name) {
  std::string names;
  for (const Profile& profile : profiles()) {
    if (profile.name == name) return profile;
    names += fmt::format(" {}", profile.name);
  }
  return Error{Errc::kUnsupported, fmt::format("{}: no such profile; there are:{}", name, names)};
}

}  // namespace rackseed::rehearsal
