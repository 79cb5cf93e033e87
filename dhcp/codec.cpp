#include "dhcp/codec.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rackseed::dhcp {
namespace {

constexpr std::uint8_t kMessageType = 53;
constexpr std::uint8_t kRelayInfo = 82;

/// Nothing: the option is not there, which is not the same as one without bytes.
using Written = std::optional<Octets>;
Written unless_empty(Octets value) { return value.empty() ? Written() : std::move(value); }

// How an option looks on the wire follows from the type of its member. read() is false when the
// bytes have another shape.

bool read(Bytes wire, Octets& value) {
  value.assign(wire.begin(), wire.end());
  return true;
}
Written write(const Octets& value) { return unless_empty(value); }

/// Some clients add a NUL, which RFC 2132 section 2 wants ignored.
bool read(Bytes wire, std::string& text) {
  text = text_of(wire);
  text.erase(text.find_last_not_of('\0') + 1);
  return true;
}
Written write(const std::string& text) { return unless_empty({text.begin(), text.end()}); }

bool read(Bytes wire, std::optional<Ipv4>& address) {
  address = Ipv4(ByteReader(wire).u32be());
  return wire.size() == 4;
}
Written write(const std::optional<Ipv4>& address) {
  return address ? ByteWriter().u32be(address->bits()).take() : Written();
}

bool read(Bytes wire, std::vector<Ipv4>& addresses) {
  for (ByteReader in(wire); in.left() >= 4;) addresses.emplace_back(in.u32be());
  return !wire.empty() && wire.size() % 4 == 0;
}
Written write(const std::vector<Ipv4>& addresses) {
  ByteWriter out;
  for (const Ipv4 address : addresses) out.u32be(address.bits());
  return unless_empty(out.take());
}

bool read(Bytes wire, std::optional<std::uint16_t>& number) {
  number = ByteReader(wire).u16be();
  return wire.size() == 2;
}
Written write(const std::optional<std::uint16_t>& number) {
  return number ? ByteWriter().u16be(*number).take() : Written();
}

bool read(Bytes wire, std::vector<std::uint16_t>& numbers) {
  for (ByteReader in(wire); in.left() >= 2;) numbers.push_back(in.u16be());
  return !wire.empty() && wire.size() % 2 == 0;
}
Written write(const std::vector<std::uint16_t>& numbers) {
  ByteWriter out;
  for (const std::uint16_t number : numbers) out.u16be(number);
  return unless_empty(out.take());
}

bool read(Bytes wire, std::optional<std::chrono::seconds>& time) {
  time = std::chrono::seconds(ByteReader(wire).u32be());
  return wire.size() == 4;
}
Written write(const std::optional<std::chrono::seconds>& time) {
  return time ? ByteWriter().u32be(static_cast<std::uint32_t>(time->count())).take() : Written();
}

constexpr std::uint8_t kUndi = 1;  // the only type of interface that RFC 4578 knows
bool read(Bytes wire, std::optional<UndiVersion>& version) {
  ByteReader in(wire);
  const bool is_undi = in.u8() == kUndi;
  version.emplace();
  version->major = in.u8();
  version->minor = in.u8();
  return is_undi && !in.failed() && in.empty();
}
Written write(const std::optional<UndiVersion>& version) {
  return version ? Written({kUndi, version->major, version->minor}) : Written();
}

/// Type 0 and 16 bytes, or nothing at all (RFC 4578 section 2.3).
bool read(Bytes wire, std::optional<Uuid>& machine) {
  if (wire.empty()) return true;
  if (wire.size() != 1 + Uuid().size() || wire[0] != 0) return false;
  machine.emplace();
  std::ranges::copy(wire.subspan(1), machine->begin());
  return true;
}
Written write(const std::optional<Uuid>& machine) {
  return machine ? ByteWriter().u8(0).bytes(*machine).take() : Written();
}

bool read(Bytes wire, std::optional<RelayInfo>& info) {
  info = decode_relay_info(wire);
  return info.has_value();
}
Written write(const std::optional<RelayInfo>& info) {
  return info ? Written(info->verbatim) : Written();
}

bool read(Bytes wire, std::optional<IpxeInfo>& info) {
  info = decode_ipxe_info(wire);
  return true;
}
Written write(const std::optional<IpxeInfo>& info) {
  return info ? Written(info->verbatim) : Written();
}

struct Field {
  std::uint8_t code;
  bool (*read)(Bytes wire, Options& options);
  Written (*write)(const Options& options);
};

template <auto Member>
constexpr Field field(std::uint8_t code) {
  return {code, [](Bytes wire, Options& options) { return read(wire, options.*Member); },
          [](const Options& options) { return write(options.*Member); }};
}

/// In the order in which they are written: what a client cannot do without comes first, so that an
/// overflow moves the rest.
constexpr auto kFields = std::to_array<Field>({
    field<&Options::server_id>(54),
    field<&Options::lease_time>(51),
    field<&Options::renewal_time>(58),
    field<&Options::rebinding_time>(59),
    field<&Options::requested_address>(50),
    field<&Options::subnet_mask>(1),
    field<&Options::routers>(3),
    field<&Options::vendor_class>(60),
    field<&Options::vendor_options>(43),
    field<&Options::tftp_server>(66),
    field<&Options::boot_file>(67),
    field<&Options::machine>(97),
    field<&Options::client_id>(61),
    field<&Options::most_message_bytes>(57),
    field<&Options::parameters>(55),
    field<&Options::user_class>(77),
    field<&Options::architectures>(93),
    field<&Options::undi>(94),
    field<&Options::ipxe>(175),
    field<&Options::onie_installer>(114),
    field<&Options::tftp_addresses>(150),
    field<&Options::cumulus_script>(239),
    field<&Options::name_servers>(6),
    field<&Options::host_name>(12),
    field<&Options::domain_name>(15),
    field<&Options::time_servers>(42),
    field<&Options::subnet_selection>(118),
    field<&Options::message>(56),
});
constexpr Field kLastField = field<&Options::relay>(kRelayInfo);  // RFC 3046 section 2.1

const Field* find_field(std::uint8_t code) {
  if (code == kRelayInfo) return &kLastField;
  const auto* const found = std::ranges::find(kFields, code, &Field::code);
  return found == kFields.end() ? nullptr : found;
}

bool read_type(const RawOption& option, Message& message) {
  if (option.value.size() != 1) return false;
  message.type = static_cast<MessageType>(option.value[0]);
  return message.type >= MessageType::kDiscover && message.type <= MessageType::kInform;
}

bool read_option(RawOption& option, Message& message) {
  if (option.code == kMessageType) return read_type(option, message);
  if (const Field* field = find_field(option.code))
    return field->read(option.value, message.options);
  message.options.others.push_back(std::move(option));
  return true;
}

}  // namespace

Result<Message> decode(Bytes datagram) {
  auto packet = read_packet(datagram);
  if (!packet) return packet.error();
  if (std::ranges::count(packet->options, kMessageType, &RawOption::code) == 0)
    return Error{Errc::kUnsupported, "dhcp: no message type (option 53): plain BOOTP"};
  Message message{.header = std::move(packet->header)};
  for (RawOption& option : packet->options) {
    const std::size_t bytes = option.value.size();
    if (!read_option(option, message))
      return Error{Errc::kMalformed, fmt::format("dhcp: option {} of {} bytes has not its shape",
                                                 option.code, bytes)};
  }
  return message;
}

Result<Octets> encode(const Message& message, std::size_t most_bytes) {
  WirePacket packet{.header = message.header};
  packet.options.push_back(
      {.code = kMessageType, .value = {static_cast<std::uint8_t>(message.type)}});
  const auto add = [&](const Field& field) {
    if (Written value = field.write(message.options))
      packet.options.push_back({.code = field.code, .value = *std::move(value)});
  };
  std::ranges::for_each(kFields, add);
  packet.options.insert(packet.options.end(), message.options.others.begin(),
                        message.options.others.end());
  add(kLastField);
  return write_packet(packet, most_bytes);
}

std::size_t most_reply_bytes(const Options& request) {
  constexpr std::uint16_t kLeastDatagram = 576;  // RFC 2131 section 2
  constexpr std::uint16_t kMostDatagram = 1500;
  constexpr std::size_t kHeaders = 20 + 8;  // IP and UDP
  const std::uint16_t said = request.most_message_bytes.value_or(kLeastDatagram);
  return std::clamp(said, kLeastDatagram, kMostDatagram) - kHeaders;
}

}  // namespace rackseed::dhcp
