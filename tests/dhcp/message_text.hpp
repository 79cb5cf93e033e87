#pragma once

#include "dhcp/policy.hpp"
#include "dhcp/wire.hpp"

#include <fmt/format.h>

#include <map>
#include <string>
#include <string_view>

namespace rackseed::dhcp::tests {

enum class Kind { kText, kAddresses, kNumber, kOctets };
struct Known {
  std::string_view name;
  Kind kind;
};

inline const std::map<std::uint8_t, Known> kKnownOptions{
    {1, {"subnet mask", Kind::kAddresses}},
    {3, {"routers", Kind::kAddresses}},
    {6, {"name servers", Kind::kAddresses}},
    {12, {"host name", Kind::kText}},
    {15, {"domain name", Kind::kText}},
    {42, {"time servers", Kind::kAddresses}},
    {43, {"vendor options", Kind::kOctets}},
    {51, {"lease time", Kind::kNumber}},
    {53, {"message type", Kind::kNumber}},
    {54, {"server identifier", Kind::kAddresses}},
    {56, {"message", Kind::kText}},
    {58, {"renewal time", Kind::kNumber}},
    {59, {"rebinding time", Kind::kNumber}},
    {60, {"vendor class", Kind::kText}},
    {61, {"client identifier", Kind::kOctets}},
    {66, {"TFTP server", Kind::kText}},
    {67, {"boot file", Kind::kText}},
    {82, {"relay information", Kind::kOctets}},
    {97, {"machine", Kind::kOctets}},
    {114, {"ONIE installer", Kind::kText}},
    {150, {"TFTP addresses", Kind::kAddresses}},
    {175, {"iPXE", Kind::kOctets}},
    {239, {"Cumulus script", Kind::kText}}};

inline std::string value_text(Kind kind, Bytes value) {
  std::string text;
  ByteReader in(value);
  switch (kind) {
    case Kind::kText:
      return fmt::format("\"{}\"", text_of(value));
    case Kind::kAddresses:
      while (in.left() >= 4) text += (text.empty() ? "" : " ") + Ipv4(in.u32be()).text();
      return text;
    case Kind::kNumber:
      return std::to_string(value.size() == 4 ? in.u32be() : in.u8());
    case Kind::kOctets:
      for (const std::uint8_t octet : value)
        text += fmt::format("{}{:02x}", text.empty() ? "" : " ", octet);
      return text;
  }
  return text;
}

inline std::string option_text(const RawOption& option) {
  const auto known = kKnownOptions.find(option.code);
  const Known as = known == kKnownOptions.end() ? Known{"?", Kind::kOctets} : known->second;
  return fmt::format("  {:>3} {}: {}\n", option.code, as.name, value_text(as.kind, option.value));
}

/// A reply as it stands on the wire, for a person: what golden files hold.
inline std::string reply_text(const Reply& reply) {
  const Destination& to = reply.destination;
  std::string text = fmt::format("-> {} {}:{}", to_string(to.delivery), to.address.text(), to.port);
  if (to.delivery == Delivery::kLinkUnicast) text += " at " + to.mac.text();
  const auto bytes = encode(reply.message, reply.most_bytes);
  const auto packet = read_packet(*bytes);
  const Header& header = packet->header;
  text += fmt::format("\n{}, {} bytes{}\n", to_string(reply.message.type), bytes->size(),
                      header.broadcast ? ", broadcast flag" : "");
  text += fmt::format("  ciaddr {} yiaddr {} siaddr {} giaddr {}\n  chaddr {} xid {:08x}\n",
                      header.client.text(), header.yours.text(), header.next_server.text(),
                      header.relay.text(), header.mac.text(), header.transaction);
  text += fmt::format("  sname \"{}\" file \"{}\"\n", header.server_name, header.boot_file);
  for (const RawOption& option : packet->options) text += option_text(option);
  return text;
}

inline std::string outcome_text(const Outcome& outcome) {
  std::string text =
      fmt::format("{}\n{}\n", describe(outcome.asked), describe_options(outcome.asked));
  if (!outcome.remark.empty()) text += fmt::format("remark: {}\n", outcome.remark);
  for (const LeaseRow& row : outcome.rows)
    text += fmt::format("save: {} {} {} {}\n", row.address.text(), row.mac.text(), row.network,
                        row.source == LeaseSource::kPool ? "pool" : "reserved");
  if (const auto* silence = std::get_if<Silence>(&outcome.decision))
    return text + fmt::format("-> silence: {}\n", silence->because);
  if (const auto* probe = std::get_if<Probe>(&outcome.decision))
    return text + fmt::format("-> probe {}\n", probe->address.text());
  return text + reply_text(std::get<Reply>(outcome.decision));
}

}  // namespace rackseed::dhcp::tests
