#pragma once

#include <rackseed/bytes.hpp>
#include <rackseed/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace rackseed::redfish {

// How a Redfish service makes itself known by SSDP (DSP0266, "Discovery"; UPnP Device Architecture
// 2.0 section 1). Nothing here is signed: it is a hint where to ask.

inline constexpr std::string_view kSsdpTarget = "urn:dmtf-org:service:redfish-rest:1";

enum class SsdpKind : std::uint8_t { kAnswer, kAlive, kGone };

/// A Redfish service, as it announces itself. "" is not known.
struct SsdpService {
  SsdpKind kind = SsdpKind::kAnswer;
  std::string uuid{};
  std::string redfish_version{};  ///< "1.13", of a search target that ends in ":13"
  std::string location{};         ///< of the service root; not looked at
  bool operator==(const SsdpService&) const = default;
};

/// The question for all Redfish services. most_delay_s: within so many seconds they answer, 1..5.
[[nodiscard]] std::string encode_ssdp_search(int most_delay_s);

/// Reads an answer or a NOTIFY as leniently as it can be done. Errors: kMalformed (too long),
/// kUnsupported (a question, or another service than Redfish).
[[nodiscard]] Result<SsdpService> decode_ssdp(Bytes datagram);

}  // namespace rackseed::redfish
