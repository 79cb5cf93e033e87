#include "redfish/refusal.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace rackseed::redfish {
namespace {

/// What a message means, by its id or by words that only it has.
struct Meaning {
  std::string_view id{};
  BmcErrc code = BmcErrc::kRefused;
};

constexpr auto kMeanings = std::to_array<Meaning>({
    {"PasswordChangeRequired", BmcErrc::kPasswordExpired},
    {"SessionLimitExceeded", BmcErrc::kSessionLimit},
    {"CreateLimitReachedForResource", BmcErrc::kSessionLimit},
    {"RAC0218", BmcErrc::kSessionLimit},
    {"UnableToModifyDuringSystemPOST", BmcErrc::kDuringPost},
    {"ResourceNotReadyRetry", BmcErrc::kRestarting},
    {"ResourceNotReady", BmcErrc::kRestarting},
    {"ServiceInUnknownState", BmcErrc::kRestarting},
    {"ServiceShuttingDown", BmcErrc::kRestarting},
    {"SYS518", BmcErrc::kBusy},
    {"ServiceTemporarilyUnavailable", BmcErrc::kBusy},
    {"ResourceInUse", BmcErrc::kBusy},
    {"ResourceInStandby", BmcErrc::kRefused},
    {"InvalidOperationForSystemState", BmcErrc::kRefused},
    {"NoValidSession", BmcErrc::kDenied},
    {"ResourceAtUriUnauthorized", BmcErrc::kDenied},
    {"AccessDenied", BmcErrc::kDenied},
    {"InsufficientPrivilege", BmcErrc::kDenied},
    {"UnauthorizedLoginAttempt", BmcErrc::kDenied},
    {"ActionNotSupported", BmcErrc::kUnsupported},
    {"ResourceMissingAtURI", BmcErrc::kNotFound},
});

BmcErrc code_of_status(int status) {
  switch (status) {
    case 401:
    case 403:
      return BmcErrc::kDenied;
    case 404:
      return BmcErrc::kNotFound;
    case 405:
    case 501:
      return BmcErrc::kUnsupported;
    case 429:
    case 500:
    case 503:
      return BmcErrc::kBusy;
    case 502:
    case 504:
      return BmcErrc::kRestarting;
    default:
      return BmcErrc::kRefused;
  }
}

BmcErrc code_of(const Refusal& refusal) {
  for (const Meaning& meaning : kMeanings) {
    const bool is_numbered = meaning.id == "RAC0218" || meaning.id == "SYS518";  // of Dell
    if (is_numbered ? refusal.mentions(meaning.id) : refusal.says(meaning.id)) return meaning.code;
  }
  return code_of_status(refusal.status);
}

std::string_view advice_for(BmcErrc code) {
  switch (code) {
    case BmcErrc::kPasswordExpired:
      return "; log in to the BMC and change the password of this account";
    case BmcErrc::kSessionLimit:
      return "; close sessions on the BMC, or wait until they lapse";
    case BmcErrc::kDuringPost:
      return "; try again once the machine is through its self-test, or off";
    case BmcErrc::kDenied:
      return "; check user name, password and role";
    case BmcErrc::kUnreachable:
    case BmcErrc::kTimedOut:
    case BmcErrc::kRestarting:
    case BmcErrc::kTls:
    case BmcErrc::kCertificateChanged:
    case BmcErrc::kBusy:
    case BmcErrc::kRefused:
    case BmcErrc::kUnsupported:
    case BmcErrc::kNotApplied:
    case BmcErrc::kMalformed:
    case BmcErrc::kNotFound:
    case BmcErrc::kUnsafe:
      return "";
  }
  return "";
}

}  // namespace

BmcError error_of(const Refusal& refusal, std::string_view asked) {
  const BmcErrc code = code_of(refusal);
  std::string detail = fmt::format("{}: {} (HTTP {})", asked, to_string(code), refusal.status);
  if (!refusal.text.empty()) detail += fmt::format(": {}", refusal.text);
  return {code, detail + std::string(advice_for(code))};
}

bool is_passing(const Refusal& refusal) {
  if (refusal.says("InvalidOperationForSystemState") || refusal.says("ResourceInStandby"))
    return true;
  switch (code_of(refusal)) {
    case BmcErrc::kRestarting:
    case BmcErrc::kBusy:
    case BmcErrc::kDuringPost:
      return true;
    case BmcErrc::kUnreachable:
    case BmcErrc::kTimedOut:
    case BmcErrc::kTls:
    case BmcErrc::kCertificateChanged:
    case BmcErrc::kDenied:
    case BmcErrc::kPasswordExpired:
    case BmcErrc::kSessionLimit:
    case BmcErrc::kRefused:
    case BmcErrc::kUnsupported:
    case BmcErrc::kNotApplied:
    case BmcErrc::kMalformed:
    case BmcErrc::kNotFound:
    case BmcErrc::kUnsafe:
      return false;
  }
  return false;
}

}  // namespace rackseed::redfish
