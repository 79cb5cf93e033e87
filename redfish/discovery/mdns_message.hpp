#pragma once

#include <rackseed/bytes.hpp>
#include <rackseed/error.hpp>
#include <rackseed/net.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::redfish {

// The messages of DNS (RFC 1035 section 4) as multicast DNS has them (RFC 6762 section 18).

enum class DnsType : std::uint16_t { kA = 1, kPtr = 12, kTxt = 16, kSrv = 33 };

/// A record of a type that is known here; what its type does not have is empty.
struct DnsRecord {
  std::string name{};  ///< "_redfish._tcp.local": in lower case, "\." is a dot inside of a label
  DnsType type = DnsType::kPtr;
  std::uint32_t ttl = 0;               ///< seconds; 0: it is no longer so (RFC 6762 section 10.1)
  std::string target{};                ///< of PTR and SRV: a name as above
  std::uint16_t port = 0;              ///< of SRV
  Ipv4 address{};                      ///< of A
  std::vector<std::string> strings{};  ///< of TXT
  bool operator==(const DnsRecord&) const = default;
};

struct DnsMessage {
  bool is_response = false;
  std::vector<DnsRecord> records{};  ///< answers, authorities and additional ones; IN alone
  bool operator==(const DnsMessage&) const = default;
};

/// Errors: kMalformed (truncated, too many records, a name that is too long or leads on forwards),
/// kUnsupported (another opcode, or an error).
[[nodiscard]] Result<DnsMessage> decode_dns(Bytes message);

/// One question for the PTR records of each name. id: what the answer brings back.
[[nodiscard]] std::vector<std::uint8_t> encode_ptr_questions(
    std::uint16_t id, const std::vector<std::string_view>& names);

}  // namespace rackseed::redfish
