#pragma once

#include "redfish/ipmi/ipmi_commands.hpp"

#include <cstdint>
#include <string>

namespace rackseed::redfish {

// What a machine is, in its BMC's inventory area (IPMI 2.0 section 34; "Platform Management FRU
// Information Storage Definition" 1.0, here: FRU).

struct FruInfo {
  std::uint16_t bytes = 0;
  bool counts_words = false;
};
[[nodiscard]] IpmiQuestion ask_fru_info();  // section 34.1
[[nodiscard]] BmcResult<FruInfo> decode_fru_info(const IpmiReply& reply);

inline constexpr std::uint8_t kFruPieceBytes = 16;  ///< fits every BMC's messages
/// offset and count: in octets.
[[nodiscard]] IpmiQuestion ask_fru(const FruInfo& info, std::uint16_t offset, std::uint8_t count);
/// At least one octet.
[[nodiscard]] BmcResult<Octets> decode_fru_piece(const IpmiReply& reply, const FruInfo& info);

/// "" is not known: blanks and what a maker left to be filled are not known either.
struct Fru {
  std::string manufacturer{};  ///< these four: of the product, else of the board
  std::string model{};
  std::string serial{};  ///< else of the chassis
  std::string part{};
  std::string board_serial{};
  bool operator==(const Fru&) const = default;
};
/// An area that is broken is left out. Errors: kMalformed (no header).
[[nodiscard]] Result<Fru> decode_fru(Bytes area);

}  // namespace rackseed::redfish
