#include "redfish/ipmi/ipmi_fru.hpp"

#include "redfish/identity.hpp"
#include "redfish/ipmi/little_endian.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string_view>
#include <vector>

namespace rackseed::redfish {
namespace {

constexpr std::uint8_t kFruNetFn = 0x0a;
constexpr std::string_view kFruInfo = "Get FRU Inventory Area Info";
constexpr std::string_view kReadFru = "Read FRU Data";

constexpr std::size_t kFruHeaderBytes = 8;
constexpr std::size_t kFruUnit = 8;  // offsets and lengths count these
constexpr std::uint8_t kFruFormat = 1;
constexpr std::uint8_t kEndOfFields = 0xc1;

bool sums_to_zero(Bytes bytes) {
  return std::accumulate(bytes.begin(), bytes.end(), 0U) % 256 == 0;
}

/// Printable ASCII alone; a NUL ends it.
std::string plain_fru_text(Bytes octets) {
  std::string text;
  for (const auto octet : octets) {
    if (octet == 0) break;
    text += octet >= 0x20 && octet < 0x7f ? static_cast<char>(octet) : '?';
  }
  return text;
}

/// FRU section 13.1: digits, blank, dash and period.
std::string bcd_plus(Bytes octets) {
  constexpr std::string_view kDigits = "0123456789 -.???";
  std::string text;
  for (const auto octet : octets) {
    text += kDigits[octet >> 4U];
    text += kDigits[octet & 0xfU];
  }
  return text;
}

/// FRU section 13.2: six bits a letter, the first in the lowest.
std::string six_bit_ascii(Bytes octets) {
  std::string text;
  unsigned bits = 0;
  unsigned count = 0;
  for (const auto octet : octets) {
    bits |= unsigned{octet} << count;
    for (count += 8; count >= 6; count -= 6, bits >>= 6U)
      text += static_cast<char>(' ' + (bits & 0x3fU));
  }
  return text;
}

/// One field (FRU section 13), or nothing behind the last.
std::optional<std::string> read_field(ByteReader& in) {
  const std::uint8_t head = in.u8();
  if (in.failed() || head == kEndOfFields) return {};
  const Bytes octets = in.bytes(head & 0x3fU);
  if (in.failed()) return {};
  switch (head >> 6U) {
    case 1:
      return known_text(bcd_plus(octets));
    case 2:
      return known_text(six_bit_ascii(octets));
    case 3:
      return known_text(plain_fru_text(octets));
    default:
      return std::string();  // binary: means nothing to a person
  }
}

/// The fields of an area behind what it begins with; none when it is not there, or broken.
std::vector<std::string> fields_of(Bytes area, std::uint8_t offset, std::size_t fixed_bytes) {
  constexpr std::size_t kMostFields = 8;
  const std::size_t begin = offset * kFruUnit;
  if (offset == 0 || begin + 2 > area.size()) return {};
  const std::size_t size = area[begin + 1] * kFruUnit;
  if (size == 0 || begin + size > area.size() || !sums_to_zero(area.subspan(begin, size)))
    return {};
  ByteReader in(area.subspan(begin, size - 1));
  in.bytes(fixed_bytes);
  std::vector<std::string> fields;
  while (fields.size() < kMostFields) {
    auto field = read_field(in);
    if (!field) break;
    fields.push_back(*std::move(field));
  }
  return fields;
}

std::string field_at(const std::vector<std::string>& fields, std::size_t index) {
  return index < fields.size() ? fields[index] : std::string();
}

std::string first_known(const std::string& a, const std::string& b) { return a.empty() ? b : a; }

}  // namespace

IpmiQuestion ask_fru_info() {
  return {.net_fn = kFruNetFn, .command = 0x10, .data = {0}, .name = kFruInfo};
}

BmcResult<FruInfo> decode_fru_info(const IpmiReply& reply) {
  const auto content = content_of(reply, kFruInfo, 3);
  if (!content) return content.error();
  ByteReader in(*content);
  const std::uint16_t bytes = u16le(in);
  return FruInfo{.bytes = bytes, .counts_words = (in.u8() & 1U) != 0};
}

IpmiQuestion ask_fru(const FruInfo& info, std::uint16_t offset, std::uint8_t count) {
  const unsigned unit = info.counts_words ? 2 : 1;
  ByteWriter out;
  out.u8(0);
  put_u16le(out, static_cast<std::uint16_t>(offset / unit));
  out.u8(static_cast<std::uint8_t>(count / unit));
  return {.net_fn = kFruNetFn, .command = 0x11, .data = out.take(), .name = kReadFru};
}

BmcResult<Octets> decode_fru_piece(const IpmiReply& reply, const FruInfo& info) {
  const auto content = content_of(reply, kReadFru, 2);
  if (!content) return content.error();
  const std::size_t unit = info.counts_words ? 2 : 1;
  const std::size_t count = content->front() * unit;
  const Bytes piece = content->subspan(1);
  if (count == 0 || count > piece.size())
    return BmcError{BmcErrc::kMalformed, "Read FRU Data: another count than octets"};
  return Octets(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
}

Result<Fru> decode_fru(Bytes area) {
  if (area.size() < kFruHeaderBytes || (area[0] & 0xfU) != kFruFormat ||
      !sums_to_zero(area.first(kFruHeaderBytes)))
    return Error{Errc::kMalformed, "ipmi: the inventory area has no header"};
  // FRU sections 8, 10, 11 and 12: where the areas are, and which fields they begin with.
  const auto chassis = fields_of(area, area[2], 3);  // part, serial
  const auto board = fields_of(area, area[3], 6);    // manufacturer, product, serial, part
  const auto product = fields_of(area, area[4], 3);  // manufacturer, name, part, version, serial
  return Fru{.manufacturer = first_known(field_at(product, 0), field_at(board, 0)),
             .model = first_known(field_at(product, 1), field_at(board, 1)),
             .serial = first_known(first_known(field_at(product, 4), field_at(chassis, 1)),
                                   field_at(board, 2)),
             .part = first_known(field_at(product, 2), field_at(board, 3)),
             .board_serial = field_at(board, 2)};
}

}  // namespace rackseed::redfish
