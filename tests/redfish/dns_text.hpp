#pragma once

#include <rackseed/bytes.hpp>
#include <rackseed/net.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace rackseed::redfish::tests {

/// Writes messages of DNS by hand, well formed or not.
class DnsText {
 public:
  DnsText(std::uint16_t flags, std::uint16_t questions, std::uint16_t answers) {
    out_.u16be(0).u16be(flags).u16be(questions).u16be(answers).u32be(0);
  }
  /// "a.b" and the end, or what follows instead of it.
  DnsText& name(std::string_view text) {
    labels(text);
    out_.u8(0);
    return *this;
  }
  DnsText& labels(std::string_view text) {
    while (!text.empty()) {
      const auto label = text.substr(0, text.find('.'));
      out_.u8(static_cast<std::uint8_t>(label.size())).bytes(bytes_of(label));
      text.remove_prefix(std::min(label.size() + 1, text.size()));
    }
    return *this;
  }
  DnsText& pointer(std::uint16_t to) {
    out_.u16be(static_cast<std::uint16_t>(0xc000U | to));
    return *this;
  }
  DnsText& record(std::uint16_t type, std::uint16_t content_bytes, std::uint32_t ttl = 120) {
    out_.u16be(type).u16be(0x8001).u32be(ttl).u16be(content_bytes);
    return *this;
  }
  DnsText& u16(std::uint16_t value) {
    out_.u16be(value);
    return *this;
  }
  DnsText& address(std::string_view text) {
    out_.u32be(Ipv4::parse(text).value().bits());
    return *this;
  }
  DnsText& string(std::string_view text) {
    out_.u8(static_cast<std::uint8_t>(text.size())).bytes(bytes_of(text));
    return *this;
  }
  std::vector<std::uint8_t> take() { return out_.take(); }

 private:
  ByteWriter out_;
};

inline constexpr std::uint16_t kDnsResponse = 0x8400;
inline constexpr std::uint16_t kDnsA = 1;
inline constexpr std::uint16_t kDnsPtr = 12;
inline constexpr std::uint16_t kDnsTxt = 16;
inline constexpr std::uint16_t kDnsSrv = 33;

/// What Avahi on a BMC answers, with compression: PTR, SRV, TXT and A.
inline std::vector<std::uint8_t> some_mdns_answer(std::uint32_t ttl = 120,
                                                  std::string_view host = "idrac-F54P1G3") {
  return DnsText(kDnsResponse, 0, 4)
      .name("_redfish._tcp.local")  // at 12; "local" is at 26
      .record(kDnsPtr, 6, ttl)
      .labels("bmc")
      .pointer(12)  // the instance is at 43
      .pointer(43)
      .record(kDnsSrv, static_cast<std::uint16_t>(9 + host.size()), ttl)
      .u16(0)
      .u16(0)
      .u16(443)
      .labels(host)  // at 67
      .pointer(26)
      .pointer(43)
      .record(kDnsTxt, 42, ttl)
      .string("uuid=92384634-2938-2342-8820-489239905423")
      .pointer(67)
      .record(kDnsA, 4, ttl)
      .address("10.1.40.11")
      .take();
}

}  // namespace rackseed::redfish::tests
