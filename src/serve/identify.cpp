#include "src/serve/identify.hpp"

#include <rackseed/ascii.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace rackseed::serve {
namespace {

constexpr std::size_t kDigits = 32;

// What vendors leave in place of a UUID (AMI's sample value in both byte orders).
constexpr std::array<std::string_view, 2> kShared = {"03000200040005000006000700080009",
                                                     "00020003000400050006000700080009"};

// What vendors leave in place of a serial number.
constexpr std::array<std::string_view, 8> kNoSerials = {
    "to be filled by o.e.m.", "default string", "none",       "not specified",
    "system serial number",   "0123456789",     "0000000000", "unknown"};

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), to_lower);
  return out;
}

/// The first three fields with their octets turned round.
std::string swapped(std::string_view digits) {
  constexpr std::array<int, 16> kOrder = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
  std::string out;
  for (const int octet : kOrder) out += digits.substr(static_cast<std::size_t>(octet) * 2, 2);
  return out;
}

/// Without the blanks with which firmware fills its fields; "": no serial number, or none of its
/// own.
std::string_view serial_key(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return "";
  const std::string_view serial = text.substr(first, text.find_last_not_of(' ') + 1 - first);
  return std::ranges::count(kNoSerials, lower(serial)) == 0 ? serial : "";
}

struct Matches {
  const Machine* node = nullptr;
  int count = 0;
};

template <class Predicate>
Matches matching(const Machines& machines, Predicate predicate) {
  Matches matches;
  for (const auto& [bmc, machine] : machines.all()) {
    if (!predicate(machine)) continue;
    if (matches.node == nullptr) matches.node = &machine;
    ++matches.count;
  }
  return matches;
}

/// Whom a UUID names, unless its node has another serial number than the machine.
Identified tied_by_uuid(const Machine& node, std::string_view serial) {
  const std::string_view known = serial_key(node.facts.serial);
  if (serial.empty() || known.empty() || serial == known)
    return {.node = &node, .why = "by its system UUID"};
  return {
      .why = fmt::format("its UUID is that of {}, which has serial number {}", node.name(), known)};
}

/// Whom a serial number names, unless its node has another UUID than the machine.
Identified tied_by_serial(const Machine& node, std::string_view uuid) {
  const std::string known = uuid_key(node.row.system_uuid);
  if (uuid.empty() || known.empty() || uuid == known)
    return {.node = &node, .why = "by its serial number"};
  return {.why = fmt::format("its serial number is that of {}, which has UUID {}", node.name(),
                             node.row.system_uuid)};
}

}  // namespace

std::string uuid_key(std::string_view text) {
  std::string digits;
  for (const char c : lower(text)) {
    if (c == '-') continue;
    const bool is_hexadecimal = is_digit(c) || (c >= 'a' && c <= 'f');
    if (!is_hexadecimal || digits.size() == kDigits) return "";
    digits += c;
  }
  if (digits.size() != kDigits || digits.find_first_not_of(digits[0]) == std::string::npos)
    return "";
  if (std::ranges::count(kShared, digits) > 0) return "";
  return std::min(digits, swapped(digits));
}

Identified identify(const Machines& machines, const Evidence& evidence) {
  const std::string uuid = uuid_key(evidence.uuid);
  const std::string_view serial = serial_key(evidence.serial);
  const Matches by_uuid = matching(machines, [&](const Machine& machine) {
    return !uuid.empty() && uuid_key(machine.row.system_uuid) == uuid;
  });
  const Matches by_serial = matching(machines, [&](const Machine& machine) {
    return !serial.empty() && serial_key(machine.facts.serial) == serial;
  });
  if (by_uuid.count > 1) return {.why = "several nodes have this system UUID"};
  if (by_serial.count > 1) return {.why = "several nodes have this serial number"};
  if (by_uuid.node != nullptr && by_serial.node != nullptr && by_uuid.node != by_serial.node)
    return {.why = fmt::format("its UUID is that of {}, its serial number that of {}",
                               by_uuid.node->name(), by_serial.node->name())};
  if (by_uuid.node != nullptr) return tied_by_uuid(*by_uuid.node, serial);
  if (by_serial.node != nullptr) return tied_by_serial(*by_serial.node, uuid);
  if (uuid.empty() && serial.empty()) return {.why = "it tells neither a UUID nor a serial number"};
  return {.why = "no node of the plan has this UUID or serial number"};
}

}  // namespace rackseed::serve
