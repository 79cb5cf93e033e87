#include "redfish/discovery/ssdp.hpp"

#include "redfish/identity.hpp"
#include "redfish/text.hpp"

#include <fmt/core.h>

namespace rackseed::redfish {
namespace {

constexpr std::size_t kMostSsdpBytes = 4096;
constexpr std::size_t kMostSsdpLines = 64;
constexpr std::size_t kMostLocationBytes = 512;
constexpr std::string_view kSsdpBlanks = " \t\r";

/// The fields that count; views into the datagram.
struct SsdpFields {
  std::string_view search_target{};        ///< ST
  std::string_view notification_target{};  ///< NT
  std::string_view notification{};         ///< NTS
  std::string_view name{};                 ///< USN
  std::string_view al{};
  std::string_view location{};
};

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(kSsdpBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSsdpBlanks) - first + 1);
}

std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const std::string_view line = without_blanks(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

void take_field(std::string_view line, SsdpFields& fields) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const std::string name = lower(without_blanks(line.substr(0, colon)));
  const std::string_view value = without_blanks(line.substr(colon + 1));
  if (name == "st") fields.search_target = value;
  if (name == "nt") fields.notification_target = value;
  if (name == "nts") fields.notification = value;
  if (name == "usn") fields.name = value;
  if (name == "al") fields.al = value;
  if (name == "location") fields.location = value;
}

/// The minor version behind the target, perhaps "". Nothing: another target.
std::optional<std::string> minor_of(std::string_view target) {
  if (lower(target.substr(0, kSsdpTarget.size())) != kSsdpTarget) return {};
  target.remove_prefix(kSsdpTarget.size());
  if (target.empty()) return "";
  if (target.front() != ':') return {};
  target.remove_prefix(1);
  constexpr std::size_t kMostDigits = 4;
  const bool is_number = target.size() <= kMostDigits && std::ranges::all_of(target, is_digit);
  return is_number ? std::string(target) : "";
}

/// What stands behind "uuid:UUID::" in the unique name, where a target is left out.
std::string_view target_in(std::string_view name) {
  const auto colons = name.find("::");
  return colons == std::string_view::npos ? "" : name.substr(colons + 2);
}

std::string uuid_in(std::string_view name) {
  constexpr std::string_view kUuid = "uuid:";
  if (lower(name.substr(0, kUuid.size())) != kUuid) return {};
  name.remove_prefix(kUuid.size());
  return known_uuid(name.substr(0, name.find("::")));
}

/// Nothing: a question, an error, or no SSDP.
std::optional<SsdpKind> kind_of(std::string_view first_line, std::string_view notification) {
  const std::string line = lower(first_line);
  if (line.starts_with("http/1.") && line.find(" 200") != std::string::npos)
    return SsdpKind::kAnswer;
  if (!line.starts_with("notify ")) return {};
  return lower(notification) == "ssdp:byebye" ? SsdpKind::kGone : SsdpKind::kAlive;
}

}  // namespace

std::string encode_ssdp_search(int most_delay_s) {
  return fmt::format(
      "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: {}\r\n"
      "ST: {}\r\n\r\n",
      most_delay_s, kSsdpTarget);
}

Result<SsdpService> decode_ssdp(Bytes datagram) {
  if (datagram.size() > kMostSsdpBytes)
    return Error{Errc::kMalformed, "ssdp: a message of more than 4096 octets"};
  std::string_view text = text_of(datagram);
  const std::string_view first_line = take_line(text);
  SsdpFields fields;
  for (std::size_t lines = 0; !text.empty() && lines < kMostSsdpLines; ++lines)
    take_field(take_line(text), fields);
  const auto kind = kind_of(first_line, fields.notification);
  if (!kind) return Error{Errc::kUnsupported, "ssdp: neither an answer nor a NOTIFY"};
  for (const std::string_view target :
       {fields.search_target, fields.notification_target, target_in(fields.name)})
    if (const auto minor = minor_of(target))
      return SsdpService{.kind = *kind,
                         .uuid = uuid_in(fields.name),
                         .redfish_version = minor->empty() ? "" : "1." + *minor,
                         .location = clean_text(fields.al.empty() ? fields.location : fields.al,
                                                kMostLocationBytes)};
  return Error{Errc::kUnsupported, "ssdp: not a Redfish service"};
}

}  // namespace rackseed::redfish
