#pragma once

#include <rackseed/bytes.hpp>

#include <cstdint>

namespace rackseed::redfish {

// IPMI sends numbers with the least significant octet first (IPMI 2.0 section 1.6.2).

[[nodiscard]] inline std::uint16_t u16le(ByteReader& in) {
  const std::uint32_t low = in.u8();
  return static_cast<std::uint16_t>(low | std::uint32_t{in.u8()} << 8U);
}
[[nodiscard]] inline std::uint32_t u32le(ByteReader& in) {
  const std::uint32_t low = u16le(in);
  return low | std::uint32_t{u16le(in)} << 16U;
}

inline void put_u16le(ByteWriter& out, std::uint16_t value) {
  out.u8(static_cast<std::uint8_t>(value)).u8(static_cast<std::uint8_t>(value >> 8U));
}
inline void put_u32le(ByteWriter& out, std::uint32_t value) {
  put_u16le(out, static_cast<std::uint16_t>(value));
  put_u16le(out, static_cast<std::uint16_t>(value >> 16U));
}

}  // namespace rackseed::redfish
