#pragma once

#include "redfish/ipmi/rmcp_crypto.hpp"

#include <rackseed/bytes.hpp>
#include <rackseed/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace rackseed::redfish {

/// IPMI 2.0 table 13-15, as far as something depends on it.
enum class RakpStatus : std::uint8_t {
  kDone = 0x00,
  kNoResources = 0x01,
  kInvalidSession = 0x02,
  kInvalidAuthentication = 0x04,
  kInvalidIntegrity = 0x05,
  kNoMatchingAuthentication = 0x06,
  kNoMatchingIntegrity = 0x07,
  kInactiveSession = 0x08,
  kInvalidRole = 0x09,
  kUnauthorizedRole = 0x0a,
  kNoResourcesForRole = 0x0b,
  kInvalidNameLength = 0x0c,
  kUnauthorizedName = 0x0d,
  kUnauthorizedGuid = 0x0e,
  kInvalidIntegrityCheck = 0x0f,
  kInvalidConfidentiality = 0x10,
  kNoMatchingSuite = 0x11,
  kIllegalParameter = 0x12
};
/// "unauthorized name"; for people.
[[nodiscard]] std::string_view to_string(RakpStatus status);

// The messages that open a session (sections 13.17 to 13.23). In those of the BMC everything behind
// the sessions is missing when the status is not kDone.

struct OpenRequest {
  std::uint8_t tag = 0;
  std::uint8_t privilege = 0;
  std::uint32_t console_session = 0;
  std::uint8_t authentication = 0;
  std::uint8_t integrity = 0;
  std::uint8_t confidentiality = 0;
  bool operator==(const OpenRequest&) const = default;
};
struct OpenResponse {
  std::uint8_t tag = 0;
  RakpStatus status = RakpStatus::kDone;
  std::uint8_t privilege = 0;
  std::uint32_t console_session = 0;
  std::uint32_t bmc_session = 0;
  std::uint8_t authentication = 0;
  std::uint8_t integrity = 0;
  std::uint8_t confidentiality = 0;
  bool operator==(const OpenResponse&) const = default;
};
struct Rakp1 {
  std::uint8_t tag = 0;
  std::uint32_t bmc_session = 0;
  RakpOctets console_random{};
  std::uint8_t role = 0;
  std::string user{};  ///< at most 16 octets
  bool operator==(const Rakp1&) const = default;
};
struct Rakp2 {
  std::uint8_t tag = 0;
  RakpStatus status = RakpStatus::kDone;
  std::uint32_t console_session = 0;
  RakpOctets bmc_random{};
  RakpOctets bmc_guid{};
  Octets code{};
  bool operator==(const Rakp2&) const = default;
};
/// RAKP 3 carries the BMC's session, RAKP 4 the console's.
struct RakpCode {
  std::uint8_t tag = 0;
  RakpStatus status = RakpStatus::kDone;
  std::uint32_t session = 0;
  Octets code{};
  bool operator==(const RakpCode&) const = default;
};

// Errors: kMalformed (truncated, a name or a code that is too long).
[[nodiscard]] Result<OpenRequest> decode_open_request(Bytes payload);
[[nodiscard]] Result<OpenResponse> decode_open_response(Bytes payload);
[[nodiscard]] Result<Rakp1> decode_rakp1(Bytes payload);
[[nodiscard]] Result<Rakp2> decode_rakp2(Bytes payload);
[[nodiscard]] Result<RakpCode> decode_rakp_code(Bytes payload);

[[nodiscard]] Octets encode(const OpenRequest& request);
[[nodiscard]] Octets encode(const OpenResponse& response);
[[nodiscard]] Octets encode(const Rakp1& message);
[[nodiscard]] Octets encode(const Rakp2& message);
[[nodiscard]] Octets encode(const RakpCode& message);

}  // namespace rackseed::redfish
