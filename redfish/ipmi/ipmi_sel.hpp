#pragma once

#include "redfish/ipmi/ipmi_commands.hpp"

#include <cstdint>

namespace rackseed::redfish {

// The BMC's own log (IPMI 2.0 sections 31 and 32).

inline constexpr std::uint16_t kFirstEntry = 0x0000;
inline constexpr std::uint16_t kLastEntry = 0xffff;  ///< as "next": there is none

struct SelEntry {
  std::uint16_t id = 0;
  std::uint16_t next = kLastEntry;
  LogEntry entry{};
};

[[nodiscard]] IpmiQuestion ask_sel_info();  // section 31.2
/// How many entries there are.
[[nodiscard]] BmcResult<std::uint16_t> decode_sel_info(const IpmiReply& reply);
[[nodiscard]] IpmiQuestion ask_sel_entry(std::uint16_t id);  // section 31.5
[[nodiscard]] BmcResult<SelEntry> decode_sel_entry(const IpmiReply& reply);

}  // namespace rackseed::redfish
