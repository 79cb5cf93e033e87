// The inventory area (IPMI 2.0 section 34; "Platform Management FRU Information Storage
// Definition" 1.0, here: FRU): the machine as its Redfish side tells it.

#include <algorithm>
#include <array>
#include <numeric>

#include "redfish/ipmi/little_endian.hpp"
#include "src/rehearsal/ipmi_commands.hpp"
#include "src/rehearsal/label.hpp"

namespace rackseed::rehearsal {
namespace {

constexpr std::size_t kFruUnit = 8;
constexpr std::uint8_t kFruFormat = 1;
constexpr std::uint8_t kEnglish = 25;
constexpr std::uint8_t kEndOfFields = 0xc1;

std::uint8_t sum_of(Bytes octets) {
  return static_cast<std::uint8_t>(0U - std::accumulate(octets.begin(), octets.end(), 0U));
}

/// FRU section 13: text in ASCII. One letter would read as the end of the fields.
void put_fru_text(ByteWriter& out, std::string_view text) {
  constexpr std::uint8_t kAscii = 0xc0;
  const std::string padded = text.size() == 1 ? std::string(text) + " " : std::string(text);
  const Bytes octets = bytes_of(padded).first(std::min<std::size_t>(padded.size(), 63));
  out.u8(static_cast<std::uint8_t>(kAscii | octets.size())).bytes(octets);
}

/// FRU sections 11 and 12: head stands behind the length.
Octets fru_area(Bytes head, std::initializer_list<std::string_view> fields) {
  ByteWriter content;
  content.bytes(head);
  for (const std::string_view field : fields) put_fru_text(content, field);
  content.u8(kEndOfFields);
  while ((content.size() + 3) % kFruUnit != 0) content.u8(0);
  const auto units = static_cast<std::uint8_t>((content.size() + 3) / kFruUnit);
  ByteWriter area;
  Octets octets = area.u8(kFruFormat).u8(units).bytes(content.take()).take();
  octets.push_back(sum_of(octets));
  return octets;
}

/// A header, the board and the product.
Octets fru_of(const State& state) {
  const Label label = label_of(state);
  const auto& profile = state.profile;
  constexpr auto kHead = std::to_array<std::uint8_t>({kEnglish, 0, 0, 0});  // made at no known time
  const Octets board = fru_area(
      kHead, {profile.manufacturer, profile.model, label.board_serial, profile.manager_model, ""});
  const Octets product =
      fru_area(Bytes(kHead).first(1), {profile.manufacturer, profile.model, label.part, "",
                                       label.machine_serial, state.asset_tag, ""});
  const auto product_at = static_cast<std::uint8_t>(1 + board.size() / kFruUnit);
  Octets fru{kFruFormat, 0, 0, 1, product_at, 0, 0};
  fru.push_back(sum_of(fru));
  fru.insert(fru.end(), board.begin(), board.end());
  fru.insert(fru.end(), product.begin(), product.end());
  return fru;
}

Octets fru_info(State& state, const IpmiCall& call) {
  if (call.data[0] != 0) return {kNotThere};
  ByteWriter out;
  out.u8(kIpmiDone);
  redfish::put_u16le(out, static_cast<std::uint16_t>(fru_of(state).size()));
  return out.u8(0).take();  // offsets count octets
}

Octets read_fru(State& state, const IpmiCall& call) {
  constexpr std::size_t kMostPiece = 64;
  ByteReader in(call.data);
  if (in.u8() != 0) return {kNotThere};
  const std::size_t offset = redfish::u16le(in);
  const std::size_t count = in.u8();
  const Octets fru = fru_of(state);
  if (offset >= fru.size() || count == 0) return {kOutOfRange};
  const auto piece =
      Bytes(fru).subspan(offset).first(std::min({count, kMostPiece, fru.size() - offset}));
  ByteWriter out;
  return out.u8(kIpmiDone).u8(static_cast<std::uint8_t>(piece.size())).bytes(piece).take();
}

using enum IpmiPrivilege;

constexpr auto kFruCommands = std::to_array<IpmiCommand>({
    {0x0a, 0x10, kUser, 1, 1, "Get FRU Inventory Area Info", &fru_info},
    {0x0a, 0x11, kUser, 4, 4, "Read FRU Data", &read_fru},
});

}  // namespace

std::span<const IpmiCommand> ipmi_fru_commands() { return kFruCommands; }

}  // namespace rackseed::rehearsal
