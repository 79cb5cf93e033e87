#include "redfish/discovery/mdns_message.hpp"

#include "redfish/text.hpp"

#include <optional>

namespace rackseed::redfish {
namespace {

constexpr std::size_t kDnsHeaderBytes = 12;
constexpr std::size_t kMostDnsBytes = 9000;  // RFC 6762 section 17
constexpr std::size_t kMostLabelBytes = 63;  // RFC 1035 section 2.3.4
constexpr std::size_t kMostNameBytes = 255;
constexpr std::size_t kMostDnsRecords = 256;
constexpr unsigned kClassIn = 1;
constexpr unsigned kClassMask = 0x7fff;  // the bit above is "cache flush" and "unicast"
constexpr unsigned kResponseFlag = 0x8000;
constexpr unsigned kOpcodeMask = 0x7800;
constexpr unsigned kCodeMask = 0x000f;
constexpr std::size_t kPointer = 0xc0;
constexpr std::size_t kPointerOffsetMask = 0x3fff;

Error broken_dns() { return {Errc::kMalformed, "mdns: a broken message"}; }

void add_label(std::string& name, std::string_view label) {
  if (!name.empty()) name += '.';
  for (const char c : label) {
    if (c == '.' || c == '\\') name += '\\';
    name += to_lower(c);
  }
}

/// Reads a message by its places, as its names want it: they go on anywhere before.
class DnsReader {
 public:
  explicit DnsReader(Bytes message) : message_(message) {}

  std::uint16_t u16() {
    const std::uint32_t high = u8();
    return static_cast<std::uint16_t>(high << 8U | u8());
  }
  std::uint32_t u32() {
    const std::uint32_t high = u16();
    return high << 16U | u16();
  }
  std::uint8_t u8() {
    if (at_ >= message_.size()) failed_ = true;
    return failed_ ? std::uint8_t{0} : message_[at_++];
  }
  std::string_view text(std::size_t count) {
    if (count > message_.size() - at_) failed_ = true;
    if (failed_) return {};
    at_ += count;
    return text_of(message_.subspan(at_ - count, count));
  }
  /// RFC 1035 section 4.1.4. A pointer has to lead to before all that was read of the name: so
  /// there is no loop.
  std::string name();

  [[nodiscard]] std::size_t at() const { return at_; }
  void go_to(std::size_t place) { at_ = place; }
  void fail() { failed_ = true; }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  Bytes message_;
  std::size_t at_ = 0;  ///< past the end only after a failure
  bool failed_ = false;
};

std::string DnsReader::name() {
  std::string name;
  std::optional<std::size_t> behind;
  std::size_t before = at_;
  std::size_t octets = 1;  // the end
  for (std::size_t length = u8(); length != 0 && !failed_; length = u8()) {
    if (length >= kPointer) {
      const std::size_t target = (length << 8U | u8()) & kPointerOffsetMask;
      if (!behind) behind = at_;
      failed_ |= target >= before;
      before = at_ = target;
      continue;
    }
    octets += 1 + length;
    failed_ |= length > kMostLabelBytes || octets > kMostNameBytes;
    add_label(name, text(length));
  }
  if (behind) at_ = *behind;
  return failed_ ? "" : name;
}

/// The strings of a TXT record (RFC 1035 section 3.3.14).
std::vector<std::string> strings_until(DnsReader& in, std::size_t end) {
  std::vector<std::string> strings;
  while (!in.failed() && in.at() < end) {
    const std::string_view text = in.text(in.u8());
    if (!text.empty()) strings.emplace_back(text);
  }
  return strings;
}

/// The content of a record that ends there. False: of a type that nobody here wants.
bool read_content(DnsReader& in, std::size_t end, DnsRecord& record) {
  switch (record.type) {
    case DnsType::kA:
      record.address = Ipv4(in.u32());
      return true;
    case DnsType::kPtr:
      record.target = in.name();
      return true;
    case DnsType::kTxt:
      record.strings = strings_until(in, end);
      return true;
    case DnsType::kSrv:
      in.u32();  // priority and weight
      record.port = in.u16();
      record.target = in.name();
      return true;
  }
  return false;
}

/// Nothing: a record to pass over, or a failure.
std::optional<DnsRecord> read_record(DnsReader& in, std::size_t size) {
  DnsRecord record{.name = in.name()};
  record.type = static_cast<DnsType>(in.u16());
  const unsigned record_class = in.u16() & kClassMask;
  record.ttl = in.u32();
  const std::size_t content = in.u16();
  const std::size_t end = in.at() + content;
  const bool is_known = end <= size && record_class == kClassIn && read_content(in, end, record);
  if (end > size || (is_known && in.at() != end)) in.fail();
  if (in.failed()) return {};
  in.go_to(end);
  return is_known ? std::optional(std::move(record)) : std::nullopt;
}

}  // namespace

Result<DnsMessage> decode_dns(Bytes message) {
  if (message.size() > kMostDnsBytes || message.size() < kDnsHeaderBytes) return broken_dns();
  DnsReader in(message);
  in.u16();  // the id
  const unsigned flags = in.u16();
  if ((flags & (kOpcodeMask | kCodeMask)) != 0)
    return Error{Errc::kUnsupported, "mdns: neither a question nor an answer"};
  const std::size_t questions = in.u16();
  const std::size_t records = std::size_t{in.u16()} + in.u16() + in.u16();
  if (questions + records > kMostDnsRecords) return broken_dns();
  for (std::size_t i = 0; i < questions && !in.failed(); ++i) {
    in.name();
    in.u32();  // type and class
  }
  DnsMessage decoded{.is_response = (flags & kResponseFlag) != 0};
  for (std::size_t i = 0; i < records && !in.failed(); ++i)
    if (auto record = read_record(in, message.size())) decoded.records.push_back(*record);
  if (in.failed()) return broken_dns();
  return decoded;
}

std::vector<std::uint8_t> encode_ptr_questions(std::uint16_t id,
                                               const std::vector<std::string_view>& names) {
  ByteWriter out;
  out.u16be(id).u16be(0).u16be(static_cast<std::uint16_t>(names.size())).u16be(0).u32be(0);
  for (std::string_view name : names) {
    while (!name.empty()) {
      const std::string_view label = name.substr(0, name.find('.'));
      out.u8(static_cast<std::uint8_t>(label.size())).bytes(bytes_of(label));
      name.remove_prefix(std::min(label.size() + 1, name.size()));
    }
    out.u8(0).u16be(static_cast<std::uint16_t>(DnsType::kPtr)).u16be(kClassIn);
  }
  return out.take();
}

}  // namespace rackseed::redfish
