#pragma once

#include "redfish/ipmi/rmcp.hpp"
#include "src/rehearsal/state.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace rackseed::rehearsal {

// Completion codes (IPMI 2.0 section 5.2).
inline constexpr std::uint8_t kIpmiDone = 0x00;
inline constexpr std::uint8_t kNoSuchParameter = 0x80;  ///< of those that have parameters
inline constexpr std::uint8_t kNodeBusy = 0xc0;
inline constexpr std::uint8_t kUnknownCommand = 0xc1;
inline constexpr std::uint8_t kWrongLength = 0xc7;
inline constexpr std::uint8_t kOutOfRange = 0xc9;
inline constexpr std::uint8_t kNotThere = 0xcb;
inline constexpr std::uint8_t kInvalidField = 0xcc;
inline constexpr std::uint8_t kNotPrivileged = 0xd4;
inline constexpr std::uint8_t kNotInPresentState = 0xd5;

/// What is asked.
struct IpmiCall {
  Bytes data{};               ///< behind the command
  std::uint32_t session = 0;  ///< the BMC's number; 0: outside a session
};

/// Something that can be asked.
struct IpmiCommand {
  std::uint8_t net_fn = 0;
  std::uint8_t command = 0;
  IpmiPrivilege privilege = IpmiPrivilege::kNone;  ///< the least (IPMI 2.0 appendix G)
  std::size_t least = 0;                           ///< octets of data
  std::size_t most = 0;
  std::string_view name{};
  /// The completion code, and what follows.
  Octets (*perform)(State& state, const IpmiCall& call) = nullptr;
};

// One table an area.
[[nodiscard]] std::span<const IpmiCommand> ipmi_bmc_commands();
[[nodiscard]] std::span<const IpmiCommand> ipmi_session_commands();
[[nodiscard]] std::span<const IpmiCommand> ipmi_chassis_commands();
[[nodiscard]] std::span<const IpmiCommand> ipmi_boot_commands();
[[nodiscard]] std::span<const IpmiCommand> ipmi_fru_commands();
[[nodiscard]] std::span<const IpmiCommand> ipmi_sel_commands();

/// The reply to a message, or nothing: it got lost. session: 0 outside a session.
[[nodiscard]] Octets answer_message(State& state, const redfish::IpmiMessage& message,
                                    std::uint32_t session);

/// Counts what came, by its name. True: it got lost, as the faults want it.
[[nodiscard]] bool is_lost(State& state, std::string_view name);

}  // namespace rackseed::rehearsal
