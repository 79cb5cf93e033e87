// The BMC itself and its channel (IPMI 2.0 sections 20 and 23).

#include <array>
#include <charconv>

#include "redfish/ipmi/little_endian.hpp"
#include "src/rehearsal/ipmi_commands.hpp"
#include "src/rehearsal/ipmi_handshake.hpp"
#include "src/rehearsal/reset.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::uint8_t kAppNetFn = 0x06;
constexpr std::uint8_t kTransportNetFn = 0x0c;

/// "1.40.0": 1, then 40 as two decimal digits.
std::pair<std::uint8_t, std::uint8_t> bmc_version(std::string_view version) {
  unsigned major = 0;
  unsigned minor = 0;
  const char* const end = version.data() + version.size();
  const auto [dot, error] = std::from_chars(version.data(), end, major);
  if (error == std::errc() && dot != end) std::from_chars(dot + 1, end, minor, 16);
  return {static_cast<std::uint8_t>(major & 0x7fU), static_cast<std::uint8_t>(minor)};
}

Octets device_id(State& state, const IpmiCall& /*call*/) {
  constexpr std::uint8_t kSupports = 0x8c;  // a chassis device, FRU and SEL
  constexpr std::uint16_t kProduct = 0x0b3c;
  const auto [major, minor] = bmc_version(state.hardware.bmc_firmware);
  ByteWriter out;
  out.u8(kIpmiDone).u8(0x20).u8(0x01).u8(major).u8(minor).u8(0x02).u8(kSupports);
  redfish::put_u16le(out, static_cast<std::uint16_t>(state.profile.enterprise));
  out.u8(static_cast<std::uint8_t>(state.profile.enterprise >> 16U));
  redfish::put_u16le(out, kProduct);
  return out.u32be(0).take();
}

Octets cold_reset(State& state, const IpmiCall& /*call*/) {
  restart_manager(state);
  return {kIpmiDone};
}

Octets system_guid(State& state, const IpmiCall& /*call*/) {
  ByteWriter out;
  return out.u8(kIpmiDone).bytes(guid_of(state.hardware)).take();
}

/// Section 23.2, no more than who it is.
Octets lan_parameter(State& state, const IpmiCall& call) {
  constexpr std::uint8_t kRevision = 0x11;
  constexpr std::uint8_t kMacParameter = 5;
  if (call.data[1] != kMacParameter) return {kNoSuchParameter};
  ByteWriter out;
  return out.u8(kIpmiDone).u8(kRevision).bytes(state.hardware.bmc_mac.octets()).take();
}

using enum IpmiPrivilege;

constexpr auto kBmcCommands = std::to_array<IpmiCommand>({
    {kAppNetFn, 0x01, kUser, 0, 0, "Get Device ID", &device_id},
    {kAppNetFn, 0x02, kAdministrator, 0, 0, "Cold Reset", &cold_reset},
    {kAppNetFn, 0x08, kUser, 0, 0, "Get Device GUID", &system_guid},
    {kAppNetFn, 0x37, kNone, 0, 0, "Get System GUID", &system_guid},
    {kTransportNetFn, 0x02, kOperator, 4, 4, "Get LAN Configuration Parameters", &lan_parameter},
});

}  // namespace

std::span<const IpmiCommand> ipmi_bmc_commands() { return kBmcCommands; }

}  // namespace rackseed::rehearsal
