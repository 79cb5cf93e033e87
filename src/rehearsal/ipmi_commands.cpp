#include "src/rehearsal/ipmi_commands.hpp"

#include <fmt/core.h>

#include <array>

namespace rackseed::rehearsal {
namespace {

constexpr std::uint8_t kBmcAddress = 0x20;
constexpr std::uint8_t kIsResponse = 0x01;  // of a net function

const IpmiCommand* find_command(const redfish::IpmiMessage& message) {
  const auto tables =
      std::to_array({ipmi_bmc_commands(), ipmi_session_commands(), ipmi_chassis_commands(),
                     ipmi_boot_commands(), ipmi_fru_commands(), ipmi_sel_commands()});
  for (const auto table : tables)
    for (const IpmiCommand& row : table)
      if (row.net_fn == message.net_fn && row.command == message.command) return &row;
  return nullptr;
}

std::string name_of(const redfish::IpmiMessage& message, const IpmiCommand* row) {
  if (row != nullptr) return std::string(row->name);
  return fmt::format("command 0x{:02x}/0x{:02x}", message.net_fn, message.command);
}

std::string key_of(std::string_view name) { return fmt::format("IPMI {}", name); }

std::uint64_t strength(const Faults& faults, Fault fault) {
  return faults.has(fault) ? static_cast<std::uint64_t>(faults.value(fault)) : 0;
}

IpmiPrivilege privilege_of(const State& state, std::uint32_t session) {
  const auto found = state.ipmi.sessions.find(session);
  return found == state.ipmi.sessions.end() ? IpmiPrivilege::kNone : found->second.privilege;
}

/// What opens and ends sessions is never busy: a session that cannot be given back is another
/// fault.
bool is_busy(const State& state, const IpmiCommand& row) {
  const auto lost = strength(state.faults, Fault::kIpmiDrop);
  const auto times = state.counters.by_path.find(key_of(row.name));
  return row.privilege >= IpmiPrivilege::kUser && times != state.counters.by_path.end() &&
         times->second <= lost + strength(state.faults, Fault::kIpmiBusy);
}

Octets perform_command(State& state, const IpmiCommand& row, const IpmiCall& call) {
  if (row.privilege > privilege_of(state, call.session)) return {kNotPrivileged};
  if (is_busy(state, row)) return {kNodeBusy};
  if (call.data.size() < row.least || call.data.size() > row.most) return {kWrongLength};
  return row.perform(state, call);
}

}  // namespace

bool is_lost(State& state, std::string_view name) {
  const auto times = state.counters.count(key_of(name));
  return times != 0 && times <= strength(state.faults, Fault::kIpmiDrop);
}

Octets answer_message(State& state, const redfish::IpmiMessage& message, std::uint32_t session) {
  if (message.to != kBmcAddress || (message.net_fn & kIsResponse) != 0) return {};
  const IpmiCommand* row = find_command(message);
  if (is_lost(state, name_of(message, row))) return {};
  const IpmiCall call{.data = message.data, .session = session};
  const Octets reply =
      row != nullptr ? perform_command(state, *row, call) : Octets{kUnknownCommand};
  return encode(
      redfish::IpmiMessage{.to = message.from,
                           .from = message.to,
                           .net_fn = static_cast<std::uint8_t>(message.net_fn | kIsResponse),
                           .sequence = message.sequence,
                           .command = message.command,
                           .data = reply});
}

}  // namespace rackseed::rehearsal
