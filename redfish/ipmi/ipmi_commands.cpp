#include "redfish/ipmi/ipmi_commands.hpp"

#include "redfish/ipmi/little_endian.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace rackseed::redfish {
namespace {

constexpr std::uint8_t kChassisNetFn = 0x00;  // section 5.1
constexpr std::uint8_t kAppNetFn = 0x06;
constexpr std::uint8_t kTransportNetFn = 0x0c;
constexpr std::uint8_t kThisChannel = 0x0e;

struct KnownCompletion {
  std::uint8_t code;
  BmcErrc means;
  std::string_view text;
};

// Table 5-2.
constexpr auto kCompletions = std::to_array<KnownCompletion>({
    {0xc0, BmcErrc::kBusy, "busy"},
    {0xc1, BmcErrc::kUnsupported, "unknown command"},
    {0xc2, BmcErrc::kUnsupported, "unknown command for this unit"},
    {0xc3, BmcErrc::kBusy, "timeout inside the BMC"},
    {0xc4, BmcErrc::kBusy, "out of space"},
    {0xc5, BmcErrc::kRefused, "the reservation is gone"},
    {0xc7, BmcErrc::kRefused, "wrong length of the request"},
    {0xc9, BmcErrc::kRefused, "a parameter is out of range"},
    {0xcb, BmcErrc::kNotFound, "not there"},
    {0xcc, BmcErrc::kRefused, "invalid field in the request"},
    {0xce, BmcErrc::kBusy, "no answer could be given"},
    {0xcf, BmcErrc::kBusy, "insufficient resources, or the same request twice"},
    {0xd0, BmcErrc::kBusy, "the SDR repository is being updated"},
    {0xd1, BmcErrc::kRestarting, "the BMC is being updated"},
    {0xd2, BmcErrc::kRestarting, "the BMC is starting"},
    {0xd3, BmcErrc::kRefused, "the destination is out of reach"},
    {0xd4, BmcErrc::kDenied, "the account's privilege is too low"},
    {kNotInThisState, BmcErrc::kRefused, "not in this state"},
    {0xd6, BmcErrc::kUnsupported, "the function is switched off"},
});

const KnownCompletion* find_completion(std::uint8_t code) {
  const auto* const found = std::ranges::find(kCompletions, code, &KnownCompletion::code);
  return found == kCompletions.end() ? nullptr : found;
}

struct Enterprise {
  std::uint32_t number;
  std::string_view name;
};

// What makers of servers answer to Get Device ID (IANA, "Private Enterprise Numbers").
constexpr auto kEnterprises = std::to_array<Enterprise>({
    {2, "IBM"},
    {11, "HPE"},
    {42, "Oracle"},
    {343, "Intel"},
    {674, "Dell"},
    {2011, "Huawei"},
    {5703, "NVIDIA"},
    {5771, "Cisco"},
    {6653, "Tyan"},
    {7154, "IPMI forum"},
    {7244, "Quanta"},
    {10368, "Fujitsu"},
    {10876, "Supermicro"},
    {15370, "Gigabyte"},
    {19046, "Lenovo"},
    {20301, "IBM"},
    {40092, "Wiwynn"},
    {42817, "IBM"},
    {47488, "Supermicro"},
    {47196, "HPE"},
    {49622, "ASRock Rack"},
});

constexpr std::string_view kCapabilities = "Get Channel Authentication Capabilities";
constexpr std::string_view kCipherSuites = "Get Channel Cipher Suites";
constexpr std::string_view kDeviceId = "Get Device ID";
constexpr std::string_view kSystemGuid = "Get System GUID";
constexpr std::string_view kLanMac = "Get LAN Configuration Parameters";
constexpr std::string_view kChassisStatus = "Get Chassis Status";

std::string text_of_uuid(const std::array<std::uint8_t, 16>& octets) {
  std::string text;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += fmt::format("{:02x}", octets.at(i));
  }
  return text;
}

/// RFC 4122: version 1 to 5, and its variant.
bool is_rfc_4122(const std::array<std::uint8_t, 16>& octets) {
  const unsigned version = octets[6] >> 4U;
  return version >= 1 && version <= 5 && octets[8] >> 6U == 2;
}

}  // namespace

bool means_later(std::uint8_t completion) {
  return completion == 0xc0 || completion == 0xc3 || completion == 0xc4 || completion == 0xcf;
}

std::string describe_refusal(std::string_view name, std::uint8_t completion) {
  const auto* known = find_completion(completion);
  return fmt::format("{}: the BMC answers: {} (0x{:02x})", name,
                     known != nullptr ? known->text : "refused", completion);
}

BmcResult<Bytes> content_of(const IpmiReply& reply, std::string_view name, std::size_t least) {
  if (reply.completion != 0) {
    const auto* known = find_completion(reply.completion);
    return BmcError{known != nullptr ? known->means : BmcErrc::kRefused,
                    describe_refusal(name, reply.completion)};
  }
  if (reply.data.size() < least)
    return BmcError{BmcErrc::kMalformed,
                    fmt::format("{}: the answer has {} octets, and should have {}", name,
                                reply.data.size(), least)};
  return Bytes(reply.data);
}

IpmiQuestion ask_capabilities(IpmiPrivilege privilege) {
  constexpr std::uint8_t kExtended = 0x80;  // what the BMC knows of IPMI 2.0
  return {.net_fn = kAppNetFn,
          .command = 0x38,
          .data = {kThisChannel | kExtended, static_cast<std::uint8_t>(privilege)},
          .name = kCapabilities};
}

BmcResult<ChannelCapabilities> decode_capabilities(const IpmiReply& reply) {
  const auto content = content_of(reply, kCapabilities, 7);
  if (!content) return content.error();
  ByteReader in(*content);
  in.u8();  // the channel
  const bool has_extended = (in.u8() & 0x80U) != 0;
  in.u8();
  const bool has_ipmi_2_0 = (in.u8() & 0x02U) != 0;
  const std::uint32_t oem = u16le(in);
  return ChannelCapabilities{.has_ipmi_2_0 = has_extended && has_ipmi_2_0,
                             .oem = oem | std::uint32_t{in.u8()} << 16U};
}

IpmiQuestion ask_suites(std::uint8_t page) {
  constexpr std::uint8_t kBySuite = 0x80;
  return {.net_fn = kAppNetFn,
          .command = 0x54,
          .data = {kThisChannel, 0x00, static_cast<std::uint8_t>(kBySuite | (page & 0x3fU))},
          .name = kCipherSuites};
}

BmcResult<Octets> decode_suite_page(const IpmiReply& reply) {
  const auto content = content_of(reply, kCipherSuites, 1);
  if (!content) return content.error();
  const Bytes page = content->subspan(1);
  return Octets(page.begin(),
                page.begin() + static_cast<std::ptrdiff_t>(std::min(page.size(), kSuitePageBytes)));
}

BmcResult<std::vector<std::uint8_t>> decode_suites(Bytes records) {
  constexpr std::uint8_t kStandard = 0xc0;
  constexpr std::uint8_t kOfManufacturer = 0xc1;
  constexpr std::size_t kEnterpriseBytes = 3;
  std::vector<std::uint8_t> suites;
  ByteReader in(records);
  while (!in.empty()) {
    const std::uint8_t start = in.u8();
    if (start < kStandard) continue;  // an algorithm of the last suite
    const std::uint8_t number = in.u8();
    if (start == kOfManufacturer) in.bytes(kEnterpriseBytes);
    if (in.failed() || start > kOfManufacturer)
      return BmcError{BmcErrc::kMalformed, "Get Channel Cipher Suites: a broken record"};
    if (start == kStandard) suites.push_back(number);
  }
  return suites;
}

IpmiQuestion ask_privilege(IpmiPrivilege privilege) {
  return {.net_fn = kAppNetFn,
          .command = 0x3b,
          .data = {static_cast<std::uint8_t>(privilege)},
          .name = "Set Session Privilege Level"};
}

IpmiQuestion ask_close(std::uint32_t bmc_session) {
  ByteWriter out;
  put_u32le(out, bmc_session);
  return {.net_fn = kAppNetFn, .command = 0x3c, .data = out.take(), .name = "Close Session"};
}

IpmiQuestion ask_device_id() { return {.net_fn = kAppNetFn, .command = 0x01, .name = kDeviceId}; }

BmcResult<DeviceId> decode_device_id(const IpmiReply& reply) {
  const auto content = content_of(reply, kDeviceId, 11);
  if (!content) return content.error();
  ByteReader in(*content);
  DeviceId id{.device = in.u8()};
  in.u8();  // its revision
  const unsigned major = in.u8();
  const unsigned minor = in.u8();  // BCD
  id.firmware = fmt::format("{}.{:02x}", major & 0x7fU, minor);
  id.is_updating = (major & 0x80U) != 0;
  in.u16be();  // version of IPMI, and what it supports
  const std::uint32_t low = u16le(in);
  id.manufacturer = (low | std::uint32_t{in.u8()} << 16U) & 0xfffffU;
  id.product = u16le(in);
  return id;
}

std::string name_of_enterprise(std::uint32_t number) {
  const auto* const found = std::ranges::find(kEnterprises, number, &Enterprise::number);
  if (found != kEnterprises.end()) return std::string(found->name);
  return fmt::format("enterprise {}", number);
}

bool is_supermicro(std::uint32_t manufacturer) {
  return manufacturer == 10876 || manufacturer == 47488;
}

IpmiQuestion ask_cold_reset() {
  return {.net_fn = kAppNetFn, .command = 0x02, .name = "BMC Cold Reset", .may_be_repeated = false};
}

IpmiQuestion ask_system_guid() {
  return {.net_fn = kAppNetFn, .command = 0x37, .name = kSystemGuid};
}

/// Section 20.8 puts the last octet first, SMBIOS turns round the first three numbers, and some
/// send it as RFC 4122 does; most do as SMBIOS.
BmcResult<std::string> decode_system_guid(const IpmiReply& reply) {
  const auto content = content_of(reply, kSystemGuid, 16);
  if (!content) return content.error();
  std::array<std::uint8_t, 16> sent{};
  std::ranges::copy(content->first(16), sent.begin());
  auto smbios = sent;
  std::reverse(smbios.begin(), smbios.begin() + 4);
  std::reverse(smbios.begin() + 4, smbios.begin() + 6);
  std::reverse(smbios.begin() + 6, smbios.begin() + 8);
  auto reversed = sent;
  std::ranges::reverse(reversed);
  for (const auto& order : {smbios, sent, reversed})
    if (is_rfc_4122(order)) return text_of_uuid(order);
  return text_of_uuid(smbios);
}

IpmiQuestion ask_lan_mac() {
  constexpr std::uint8_t kMacParameter = 5;
  return {.net_fn = kTransportNetFn,
          .command = 0x02,
          .data = {kThisChannel, kMacParameter, 0, 0},
          .name = kLanMac};
}

BmcResult<Mac> decode_lan_mac(const IpmiReply& reply) {
  const auto content = content_of(reply, kLanMac, 7);
  if (!content) return content.error();
  std::array<std::uint8_t, 6> octets{};
  std::ranges::copy(content->subspan(1, octets.size()), octets.begin());
  return Mac(octets);
}

IpmiQuestion ask_chassis_status() {
  return {.net_fn = kChassisNetFn, .command = 0x01, .name = kChassisStatus};
}

BmcResult<PowerState> decode_chassis_status(const IpmiReply& reply) {
  const auto content = content_of(reply, kChassisStatus, 3);
  if (!content) return content.error();
  return (content->front() & 1U) != 0 ? PowerState::kOn : PowerState::kOff;
}

IpmiQuestion ask_chassis_control(ChassisControl control) {
  return {.net_fn = kChassisNetFn,
          .command = 0x02,
          .data = {static_cast<std::uint8_t>(control)},
          .name = "Chassis Control"};
}

IpmiQuestion ask_identify(bool is_lit, bool knows_forever) {
  constexpr std::uint8_t kLongest = 255;
  IpmiQuestion question{.net_fn = kChassisNetFn, .command = 0x04, .name = "Chassis Identify"};
  question.data = {is_lit ? kLongest : std::uint8_t{0}};
  if (is_lit && knows_forever) question.data.push_back(1);
  return question;
}

}  // namespace rackseed::redfish
