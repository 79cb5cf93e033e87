#include "dhcp/options.hpp"

#include <algorithm>

namespace rackseed::dhcp {
namespace {

Octets octets(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

std::optional<Ipv4> address_in(Bytes value) {
  if (value.size() != 4) return {};
  return Ipv4(ByteReader(value).u32be());
}

constexpr std::uint8_t kFirstIpxeSetting = 0x80;  // below it are feature tags
constexpr std::uint8_t kIpxeNoProxyDhcp = 0xb0;
constexpr std::uint8_t kIpxeVersion = 0xeb;

void note(IpxeInfo& info, std::uint8_t tag, Bytes value) {
  const bool is_set = !value.empty() && value[0] != 0;
  if (tag < kFirstIpxeSetting && is_set) info.features.push_back(tag);
  if (tag == kIpxeNoProxyDhcp) info.no_proxy_dhcp = is_set;
  if (tag == kIpxeVersion) info.version = octets(value);
}

/// False when the value has not the length that the sub-option's RFC gives it.
bool note(RelayInfo& info, std::uint8_t code, Bytes value) {
  switch (code) {
    case 1:
      info.circuit_id = octets(value);
      return true;
    case 2:
      info.remote_id = octets(value);
      return true;
    case 5:
      info.link_selection = address_in(value);
      return info.link_selection.has_value();
    case 9:
      info.vendor = octets(value);
      return true;
    case 11:
      info.server_override = address_in(value);
      return info.server_override.has_value();
    default:
      return true;
  }
}

}  // namespace

std::string_view to_string(MessageType type) {
  constexpr std::array<std::string_view, 8> kNames{"DISCOVER", "OFFER", "REQUEST", "DECLINE",
                                                   "ACK",      "NAK",   "RELEASE", "INFORM"};
  const std::size_t index = static_cast<std::size_t>(type) - 1;
  return index < kNames.size() ? kNames.at(index) : "?";
}

bool asks_for(const Options& options, std::uint8_t code) {
  return options.parameters.empty() || std::ranges::count(options.parameters, code) > 0;
}

std::vector<std::string> user_classes(const Options& options) {
  std::vector<std::string> classes;
  ByteReader in(options.user_class);
  while (!in.failed() && !in.empty()) {
    const std::size_t size = in.u8();
    classes.emplace_back(text_of(in.bytes(size)));
    if (size == 0) break;  // RFC 3004 knows no empty class: the text is no list
  }
  const bool is_list = !in.failed() && in.empty() && !classes.empty() && !classes.back().empty();
  if (!is_list && !options.user_class.empty())
    classes.assign(1, std::string(text_of(options.user_class)));
  return classes;
}

std::optional<RelayInfo> decode_relay_info(Bytes value) {
  RelayInfo info{.verbatim = octets(value)};
  ByteReader in(value);
  while (!in.empty()) {
    const std::uint8_t code = in.u8();
    const std::uint8_t size = in.u8();
    const Bytes sub_option = in.bytes(size);
    if (in.failed() || !note(info, code, sub_option)) return {};
  }
  return info;
}

IpxeInfo decode_ipxe_info(Bytes value) {
  IpxeInfo info{.verbatim = octets(value)};
  ByteReader in(value);
  while (!in.empty()) {
    const std::uint8_t tag = in.u8();
    const std::uint8_t size = in.u8();
    const Bytes setting = in.bytes(size);
    if (in.failed()) break;
    note(info, tag, setting);
  }
  return info;
}

}  // namespace rackseed::dhcp
