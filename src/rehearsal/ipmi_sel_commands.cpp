// The BMC's log (IPMI 2.0 sections 31 and 32): the entries of its Redfish side in small.

#include <algorithm>
#include <array>

#include "redfish/ipmi/little_endian.hpp"
#include "src/rehearsal/ipmi_commands.hpp"
#include "src/rehearsal/log_entries.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::uint8_t kStorageNetFn = 0x0a;
constexpr std::uint16_t kFirstOfSel = 0x0000;
constexpr std::uint16_t kLastOfSel = 0xffff;
constexpr std::size_t kSelRecordOctets = 16;

std::uint32_t sel_time_of(int number) {
  return static_cast<std::uint32_t>(time_of_entry(number).time_since_epoch().count());
}

Octets sel_info(State& /*state*/, const IpmiCall& /*call*/) {
  constexpr std::uint8_t kSelVersion = 0x51;
  constexpr std::uint16_t kFreeOctets = 0x4000;
  constexpr std::uint8_t kKnowsReservation = 0x02;
  ByteWriter out;
  out.u8(kIpmiDone).u8(kSelVersion);
  redfish::put_u16le(out, kLogEntries);
  redfish::put_u16le(out, kFreeOctets);
  redfish::put_u32le(out, sel_time_of(kLogEntries));
  redfish::put_u32le(out, sel_time_of(1));  // when it was cleared
  return out.u8(kKnowsReservation).take();
}

Octets reserve_sel(State& /*state*/, const IpmiCall& /*call*/) { return {kIpmiDone, 1, 0}; }

/// Section 32.1: a system event, or an uncorrectable error of memory for a warning.
Octets sel_record(int number) {
  constexpr std::uint8_t kEvent = 0x02;
  constexpr std::uint16_t kBmc = 0x0020;
  constexpr std::uint8_t kRevision = 0x04;
  constexpr std::uint8_t kSystemEvent = 0x12;
  constexpr std::uint8_t kMemory = 0x0c;
  constexpr std::uint8_t kOfTheSensor = 0x6f;
  ByteWriter out;
  redfish::put_u16le(out, static_cast<std::uint16_t>(number));
  out.u8(kEvent);
  redfish::put_u32le(out, sel_time_of(number));
  redfish::put_u16le(out, kBmc);
  out.u8(kRevision).u8(is_warning(number) ? kMemory : kSystemEvent).u8(0x01).u8(kOfTheSensor);
  return out.u8(0x01).u8(0xff).u8(0xff).take();
}

/// A part of a record may be asked for.
Octets sel_entry(State& /*state*/, const IpmiCall& call) {
  constexpr std::uint8_t kWhole = 0xff;
  ByteReader in(call.data);
  in.u16be();  // a reservation: nobody clears this log
  std::uint16_t id = redfish::u16le(in);
  const std::size_t offset = in.u8();
  const std::size_t count = in.u8();
  if (id == kFirstOfSel) id = 1;
  if (id == kLastOfSel) id = kLogEntries;
  if (id > kLogEntries) return {kNotThere};
  if (offset >= kSelRecordOctets) return {kOutOfRange};
  const std::size_t left = kSelRecordOctets - offset;
  if (count != kWhole && count > left) return {kOutOfRange};
  const Octets record = sel_record(id);
  ByteWriter out;
  out.u8(kIpmiDone);
  redfish::put_u16le(out, id == kLogEntries ? kLastOfSel : static_cast<std::uint16_t>(id + 1));
  return out.bytes(Bytes(record).subspan(offset, std::min(count, left))).take();
}

using enum IpmiPrivilege;

constexpr auto kSelCommands = std::to_array<IpmiCommand>({
    {kStorageNetFn, 0x40, kUser, 0, 0, "Get SEL Info", &sel_info},
    {kStorageNetFn, 0x42, kUser, 0, 0, "Reserve SEL", &reserve_sel},
    {kStorageNetFn, 0x43, kUser, 6, 6, "Get SEL Entry", &sel_entry},
});

}  // namespace

std::span<const IpmiCommand> ipmi_sel_commands() { return kSelCommands; }

}  // namespace rackseed::rehearsal
