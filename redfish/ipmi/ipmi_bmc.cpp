#include "redfish/ipmi/ipmi_bmc.hpp"

#include "redfish/identity.hpp"
#include "redfish/limited.hpp"

#include <rackseed/task_group.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace rackseed::redfish {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> pause_for(std::chrono::milliseconds length) {
  asio::steady_timer timer(co_await asio::this_coro::executor, length);
  const auto [stopped] = co_await timer.async_wait(kAwait);
  if (stopped) throw boost::system::system_error(stopped);
}

BmcError no_media() {
  return {BmcErrc::kUnsupported,
          "IPMI has no virtual media: boot the machine by PXE, or reach its BMC by Redfish"};
}

}  // namespace

IpmiBmc::IpmiBmc(asio::any_io_executor executor, asio::ip::udp::endpoint bmc,
                 const IpmiSettings& settings)
    : channel_(std::move(executor), std::move(bmc), settings), settings_(settings) {}

Bmc::Answer<PowerState> IpmiBmc::power_state() {
  const auto question = ask_chassis_status();
  const auto reply = co_await channel_.ask(question);
  if (!reply) co_return reply.error();
  co_return decode_chassis_status(*reply);
}

Bmc::Answer<void> IpmiBmc::power(PowerAction action) {
  const auto state = co_await power_state();
  if (!state) co_return state.error();
  const bool is_off = *state == PowerState::kOff;
  switch (action) {
    case PowerAction::kOn:
      if (!is_off) break;
      co_return co_await control(ChassisControl::kPowerUp, PowerState::kOn);
    case PowerAction::kForceOff:
      if (is_off) break;
      co_return co_await control(ChassisControl::kPowerDown, PowerState::kOff);
    case PowerAction::kShutdown:
      if (is_off) break;
      co_return co_await control(ChassisControl::kSoftShutdown, PowerState::kOff);
    case PowerAction::kForceRestart:
      co_return co_await control(is_off ? ChassisControl::kPowerUp : ChassisControl::kHardReset,
                                 PowerState::kOn);
    case PowerAction::kRestart:
      co_return co_await control_twice(ChassisControl::kSoftShutdown);
    case PowerAction::kCycle:
      co_return co_await control_twice(ChassisControl::kPowerDown);
  }
  co_return BmcResult<void>();
}

/// Off, seen, and on: the command that does both shows no edge to a reader that comes late.
Bmc::Answer<void> IpmiBmc::control_twice(ChassisControl first) {
  const auto state = co_await power_state();
  if (!state) co_return state.error();
  if (*state != PowerState::kOff) {
    const auto off = co_await control(first, PowerState::kOff);
    if (!off) co_return off.error();
  }
  co_return co_await control(ChassisControl::kPowerUp, PowerState::kOn);
}

Bmc::Answer<void> IpmiBmc::control(ChassisControl control, PowerState wanted) {
  const auto question = ask_chassis_control(control);
  const auto reply = co_await channel_.ask(question);
  if (!reply) co_return reply.error();
  const bool may_be_so =
      reply->completion == kNotInThisState && control != ChassisControl::kHardReset;
  const auto content = content_of(*reply, question.name, 0);
  if (!content && !may_be_so) co_return content.error();
  if (may_be_so) {
    const auto state = co_await power_state();
    if (!state) co_return state.error();
    if (*state != wanted) co_return content.error();
  }
  const bool is_gentle = control == ChassisControl::kSoftShutdown;
  co_return co_await wait_for_power(wanted,
                                    is_gentle ? settings_.shutdown_limit : settings_.power_limit);
}

Bmc::Answer<void> IpmiBmc::wait_for_power(PowerState wanted, std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  for (;;) {
    const auto state = co_await power_state();
    if (!state) co_return state.error();
    if (*state == wanted) co_return BmcResult<void>();
    if (std::chrono::steady_clock::now() >= end)
      co_return BmcError{
          BmcErrc::kTimedOut,
          fmt::format("Chassis Control: the power is still {} after {:.1f} s", to_string(*state),
                      std::chrono::duration<double>(limit).count())};
    co_await pause_for(settings_.poll_every);
  }
}

Bmc::Answer<BootFlags> IpmiBmc::boot_flags() {
  const auto question = ask_boot_flags();
  const auto reply = co_await channel_.ask(question);
  if (!reply) co_return reply.error();
  co_return decode_boot_reply(*reply);
}

Bmc::Answer<BootOverride> IpmiBmc::boot_override() {
  const auto flags = co_await boot_flags();
  if (!flags) co_return flags.error();
  co_return decode_boot_flags(*flags);
}

/// A mode that nobody chose is the one that is set; where none is, UEFI.
Bmc::Answer<BootFlags> IpmiBmc::choose_boot_flags(BootOverride wanted) {
  std::uint32_t manufacturer = 0;
  if (wanted.target == BootTarget::kDisk) {
    const auto id = co_await device_id();
    if (!id) co_return id.error();
    manufacturer = id->manufacturer;
  }
  if (wanted.mode == BootMode::kUnknown) {
    const auto present = co_await boot_override();
    const bool is_known = present && present->mode != BootMode::kUnknown;
    wanted.mode = is_known ? present->mode : BootMode::kUefi;
  }
  co_return encode_boot_flags(wanted, manufacturer);
}

Bmc::Answer<void> IpmiBmc::set_boot_override(BootOverride wanted) {
  const auto flags = co_await choose_boot_flags(wanted);
  if (!flags) co_return flags.error();
  const auto keep = ask_to_keep_boot_flags();
  const auto kept = co_await channel_.ask(keep);
  if (!kept) co_return kept.error();  // but a refusal is none: OpenBMC has no such parameter
  const auto question = ask_to_set_boot_flags(*flags);
  const auto reply = co_await channel_.ask(question);
  if (!reply) co_return reply.error();
  if (const auto content = content_of(*reply, question.name, 0); !content)
    co_return content.error();
  co_return co_await verify_boot_flags(*flags);
}

Bmc::Answer<void> IpmiBmc::verify_boot_flags(BootFlags set) {
  const auto present = co_await boot_flags();
  if (!present)
    co_return BmcError{BmcErrc::kNotApplied, "the boot flags are set, and cannot be read back: " +
                                                 present.error().detail};
  if (decode_boot_flags(*present) != decode_boot_flags(set))
    co_return BmcError{BmcErrc::kNotApplied,
                       fmt::format("the boot flags were set to {}, and read back as {}",
                                   describe(set), describe(*present))};
  co_return BmcResult<void>();
}

Bmc::Answer<void> IpmiBmc::insert_media(std::string, WhileOn) { co_return no_media(); }
Bmc::Answer<void> IpmiBmc::eject_media(WhileOn) { co_return no_media(); }

Bmc::Answer<DeviceId> IpmiBmc::device_id() {
  const auto question = ask_device_id();
  const auto reply = co_await channel_.ask(question);
  if (!reply) co_return reply.error();
  co_return decode_device_id(*reply);
}

Bmc::Answer<std::string> IpmiBmc::system_guid() {
  const auto question = ask_system_guid();
  const auto reply = co_await channel_.ask(question);
  if (!reply) co_return reply.error();
  co_return decode_system_guid(*reply);
}

Bmc::Answer<Mac> IpmiBmc::bmc_mac() {
  const auto question = ask_lan_mac();
  const auto reply = co_await channel_.ask(question);
  if (!reply) co_return reply.error();
  co_return decode_lan_mac(*reply);
}

/// What was read before a BMC stops is decoded all the same.
Bmc::Answer<Fru> IpmiBmc::fru() {
  constexpr std::uint16_t kMostBytes = 2048;
  const auto info_question = ask_fru_info();
  const auto info_reply = co_await channel_.ask(info_question);
  if (!info_reply) co_return info_reply.error();
  const auto info = decode_fru_info(*info_reply);
  if (!info) co_return info.error();
  Octets area;
  const std::size_t whole = std::min(info->bytes, kMostBytes);
  while (area.size() < whole) {
    const auto count = std::min<std::size_t>(whole - area.size(), kFruPieceBytes);
    const auto question =
        ask_fru(*info, static_cast<std::uint16_t>(area.size()), static_cast<std::uint8_t>(count));
    const auto reply = co_await channel_.ask(question);
    if (!reply) co_return reply.error();
    const auto piece = decode_fru_piece(*reply, *info);
    if (!piece && area.empty()) co_return piece.error();
    if (!piece) break;
    area.insert(area.end(), piece->begin(), piece->end());
  }
  const auto fru = decode_fru(area);
  if (!fru) co_return BmcError{BmcErrc::kMalformed, fru.error().detail};
  co_return *fru;
}

Bmc::Answer<Inventory> IpmiBmc::read_inventory() {
  const auto id = co_await device_id();
  if (!id) co_return id.error();
  Inventory found;
  found.identity.bmc_vendor = name_of_enterprise(id->manufacturer);
  found.identity.bmc_firmware = id->firmware;
  found.firmware.push_back({.name = "BMC", .version = id->firmware});
  const auto note = [&found](const BmcError& error) { found.notes.push_back(error.detail); };
  const auto guid = co_await system_guid();
  if (guid)
    found.identity.uuid = known_uuid(*guid);
  else
    note(guid.error());
  const auto text = co_await fru();
  if (text) {
    found.identity.manufacturer = text->manufacturer;
    found.identity.model = text->model;
    found.identity.serial = text->serial;
    found.identity.sku = text->part;
  } else {
    note(text.error());
  }
  const auto mac = co_await bmc_mac();
  if (mac)
    found.bmc_macs.push_back(*mac);
  else
    note(mac.error());
  found.notes.emplace_back("IPMI knows nothing of processors, memory, disks and network cards");
  co_return found;
}

Bmc::Answer<Inventory> IpmiBmc::inventory() {
  co_return co_await limited(settings_.call_limit, read_inventory(), "the inventory by IPMI");
}

Bmc::Answer<Identity> IpmiBmc::identity() {
  const auto found = co_await inventory();
  if (!found) co_return found.error();
  co_return found->identity;
}

Bmc::Answer<SelEntry> IpmiBmc::read_log_entry(std::uint16_t id) {
  const auto question = ask_sel_entry(id);
  const auto reply = co_await channel_.ask(question);
  if (!reply) co_return reply.error();
  co_return decode_sel_entry(*reply);
}

/// Entries mostly have numbers in a row; where they do not, the log is read from its begin.
Bmc::Answer<std::uint16_t> IpmiBmc::first_of_last(std::size_t most) {
  const auto last = co_await read_log_entry(kLastEntry);
  if (!last) co_return last.error();
  if (last->id < most) co_return kFirstEntry;
  const auto first = static_cast<std::uint16_t>(last->id - most + 1);
  const auto entry = co_await read_log_entry(first);
  co_return entry ? first : kFirstEntry;
}

Bmc::Answer<std::vector<LogEntry>> IpmiBmc::read_log(std::size_t most) {
  constexpr int kMostQuestions = 4096;
  const auto question = ask_sel_info();
  const auto reply = co_await channel_.ask(question);
  if (!reply) co_return reply.error();
  const auto count = decode_sel_info(*reply);
  if (!count) co_return count.error();
  std::vector<LogEntry> entries;
  if (*count == 0 || most == 0) co_return entries;
  const auto first = co_await first_of_last(most);
  if (!first) co_return first.error();
  std::uint16_t id = *first;
  for (int questions = 0; questions < kMostQuestions; ++questions) {
    const auto entry = co_await read_log_entry(id);
    if (!entry) co_return entry.error();
    entries.push_back(entry->entry);
    if (entries.size() > most) entries.erase(entries.begin());
    if (entry->next == kLastEntry || entry->next == id) break;
    id = entry->next;
  }
  co_return entries;
}

Bmc::Answer<std::vector<LogEntry>> IpmiBmc::log(std::size_t most) {
  co_return co_await limited(settings_.call_limit, read_log(most), "the log by IPMI");
}

Bmc::Answer<void> IpmiBmc::set_indicator(bool is_lit) {
  constexpr bool kForever = true;
  auto question = ask_identify(is_lit, kForever);
  auto reply = co_await channel_.ask(question);
  if (!reply) co_return reply.error();
  if (reply->completion != 0 && is_lit) {
    question = ask_identify(is_lit, !kForever);
    reply = co_await channel_.ask(question);
    if (!reply) co_return reply.error();
  }
  if (const auto content = content_of(*reply, question.name, 0); !content)
    co_return content.error();
  co_return BmcResult<void>();
}

/// Many a BMC restarts before it answers.
Bmc::Answer<void> IpmiBmc::restart_bmc() {
  const auto state = co_await power_state();  // it can be reached, and knows us
  if (!state) co_return state.error();
  const auto question = ask_cold_reset();
  const auto reply = co_await channel_.ask(question);
  channel_.forget();
  if (!reply) co_return BmcResult<void>();
  if (const auto content = content_of(*reply, question.name, 0); !content)
    co_return content.error();
  co_return BmcResult<void>();
}

asio::awaitable<void> IpmiBmc::close() { co_await channel_.close(); }

}  // namespace rackseed::redfish
