#include "redfish/ipmi/ipmi_sel.hpp"

#include "redfish/ipmi/little_endian.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

namespace rackseed::redfish {
namespace {

constexpr std::uint8_t kSelNetFn = 0x0a;
constexpr std::string_view kSelInfo = "Get SEL Info";
constexpr std::string_view kSelEntry = "Get SEL Entry";

struct SensorType {
  std::uint8_t type;
  std::string_view name;
};

// Table 42-3, what servers write into their logs.
constexpr auto kSensorTypes = std::to_array<SensorType>({
    {0x01, "temperature"},
    {0x02, "voltage"},
    {0x03, "current"},
    {0x04, "fan"},
    {0x05, "chassis opened"},
    {0x06, "security violation"},
    {0x07, "processor"},
    {0x08, "power supply"},
    {0x09, "power unit"},
    {0x0a, "cooling device"},
    {0x0c, "memory"},
    {0x0d, "drive slot"},
    {0x0f, "system firmware"},
    {0x10, "event logging"},
    {0x12, "system event"},
    {0x13, "critical interrupt"},
    {0x14, "button"},
    {0x19, "chip set"},
    {0x1b, "cable"},
    {0x1d, "system boot"},
    {0x1e, "boot error"},
    {0x1f, "operating system boot"},
    {0x20, "operating system stop"},
    {0x21, "slot"},
    {0x22, "ACPI power state"},
    {0x23, "watchdog"},
    {0x28, "management subsystem"},
    {0x29, "battery"},
    {0x2b, "version change"},
});

std::string name_of_sensor(std::uint8_t type) {
  const auto* const found = std::ranges::find(kSensorTypes, type, &SensorType::type);
  if (found != kSensorTypes.end()) return std::string(found->name);
  return fmt::format("sensor type 0x{:02x}", type);
}

/// Section 37: seconds since 1970, or since the BMC started.
std::string text_of_sel_time(std::uint32_t seconds) {
  constexpr std::uint32_t kSinceStart = 0x20000000;
  if (seconds == 0xffffffff) return "";
  if (seconds <= kSinceStart) return fmt::format("{} s after the BMC's start", seconds);
  const std::chrono::sys_seconds at{std::chrono::seconds(seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(at - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

/// Section 32.1.
LogEntry read_event(ByteReader& in) {
  LogEntry entry{.time = text_of_sel_time(u32le(in))};
  in.bytes(3);  // who says it, in which version
  const std::uint8_t type = in.u8();
  const std::uint8_t number = in.u8();
  const std::uint8_t event = in.u8();
  const Bytes data = in.bytes(3);
  entry.text = fmt::format("{}, sensor 0x{:02x}: event 0x{:02x} {}: {:02x} {:02x} {:02x}",
                           name_of_sensor(type), number, event & 0x7fU,
                           (event & 0x80U) != 0 ? "is over" : "begins", data[0], data[1], data[2]);
  return entry;
}

/// Sections 32.2 and 32.3: of a manufacturer.
LogEntry read_foreign(std::uint8_t type, ByteReader& in) {
  constexpr std::uint8_t kWithoutTime = 0xe0;
  LogEntry entry;
  if (type < kWithoutTime) entry.time = text_of_sel_time(u32le(in));
  entry.text = fmt::format("record of type 0x{:02x}:", type);
  for (const auto octet : in.rest()) entry.text += fmt::format(" {:02x}", octet);
  return entry;
}

}  // namespace

IpmiQuestion ask_sel_info() { return {.net_fn = kSelNetFn, .command = 0x40, .name = kSelInfo}; }

BmcResult<std::uint16_t> decode_sel_info(const IpmiReply& reply) {
  const auto content = content_of(reply, kSelInfo, 3);
  if (!content) return content.error();
  ByteReader in(*content);
  in.u8();  // version
  return u16le(in);
}

IpmiQuestion ask_sel_entry(std::uint16_t id) {
  constexpr std::uint8_t kWhole = 0xff;
  ByteWriter out;
  put_u16le(out, 0);  // no reservation: the whole entry is read at once
  put_u16le(out, id);
  out.u8(0).u8(kWhole);
  return {.net_fn = kSelNetFn, .command = 0x43, .data = out.take(), .name = kSelEntry};
}

BmcResult<SelEntry> decode_sel_entry(const IpmiReply& reply) {
  constexpr std::uint8_t kEvent = 0x02;
  constexpr std::size_t kReplyBytes = 18;
  const auto content = content_of(reply, kSelEntry, kReplyBytes);
  if (!content) return content.error();
  ByteReader in(content->first(kReplyBytes));
  SelEntry entry{.next = u16le(in)};
  entry.id = u16le(in);
  const std::uint8_t type = in.u8();
  entry.entry = type == kEvent ? read_event(in) : read_foreign(type, in);
  return entry;
}

}  // namespace rackseed::redfish
