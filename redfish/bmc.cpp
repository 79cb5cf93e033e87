#include "redfish/bmc.hpp"

#include <stdexcept>

namespace rackseed::redfish {

std::string_view to_string(BmcErrc code) {
  switch (code) {
    case BmcErrc::kUnreachable:
      return "out of reach";
    case BmcErrc::kTimedOut:
      return "no answer in time";
    case BmcErrc::kRestarting:
      return "the BMC is restarting";
    case BmcErrc::kTls:
      return "no common TLS";
    case BmcErrc::kCertificateChanged:
      return "the certificate changed";
    case BmcErrc::kDenied:
      return "credentials refused";
    case BmcErrc::kPasswordExpired:
      return "the password must be changed";
    case BmcErrc::kSessionLimit:
      return "session limit reached";
    case BmcErrc::kBusy:
      return "the BMC is busy";
    case BmcErrc::kDuringPost:
      return "refused during POST";
    case BmcErrc::kRefused:
      return "refused";
    case BmcErrc::kUnsupported:
      return "not supported";
    case BmcErrc::kNotApplied:
      return "accepted, but not applied";
    case BmcErrc::kMalformed:
      return "an answer that breaks the protocol";
    case BmcErrc::kNotFound:
      return "not there";
    case BmcErrc::kUnsafe:
      return "held back";
  }
  return "unknown error";
}

std::string_view to_string(PowerState state) {
  switch (state) {
    case PowerState::kUnknown:
      return "not known";
    case PowerState::kOff:
      return "off";
    case PowerState::kOn:
      return "on";
    case PowerState::kPoweringOff:
      return "going off";
    case PowerState::kPoweringOn:
      return "coming on";
  }
  return "";
}

std::string_view to_string(BootTarget target) {
  switch (target) {
    case BootTarget::kNone:
      return "none";
    case BootTarget::kPxe:
      return "pxe";
    case BootTarget::kUefiHttp:
      return "http";
    case BootTarget::kDisk:
      return "disk";
    case BootTarget::kCd:
      return "cd";
    case BootTarget::kSetup:
      return "setup";
  }
  return "";
}

std::string_view to_string(BootMode mode) {
  switch (mode) {
    case BootMode::kUnknown:
      return "";
    case BootMode::kUefi:
      return "uefi";
    case BootMode::kLegacy:
      return "legacy";
  }
  return "";
}

void throw_exception_from_error(const BmcError& error, const boost::source_location& where) {
  static_cast<void>(where);
  throw std::runtime_error(error.detail);
}

}  // namespace rackseed::redfish
