#pragma once

#include "redfish/bmc.hpp"
#include "redfish/ipmi/rmcp_handshake.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::redfish {

/// A command of IPMI (section numbers are those of IPMI 2.0).
struct IpmiQuestion {
  std::uint8_t net_fn = 0;
  std::uint8_t command = 0;
  Octets data{};
  std::string_view name{};      ///< a literal, for people
  bool may_be_repeated = true;  ///< in a new session, when the old one has gone
};
struct IpmiReply {
  std::uint8_t completion = 0;  ///< section 5.2; 0: done
  Octets data{};
};

/// Node busy, timeout, out of space, out of resources: the same question may be answered later.
[[nodiscard]] bool means_later(std::uint8_t completion);
/// "Chassis Control: the BMC answers: not in this state (0xd5)".
[[nodiscard]] std::string describe_refusal(std::string_view name, std::uint8_t completion);
/// The octets of a reply. Errors: kBusy, kUnsupported, kDenied, kRefused, kNotFound by completion
/// code, kMalformed (fewer than at least).
[[nodiscard]] BmcResult<Bytes> content_of(const IpmiReply& reply, std::string_view name,
                                          std::size_t least);

// Before a session.

struct ChannelCapabilities {
  bool has_ipmi_2_0 = false;
  std::uint32_t oem = 0;
};
[[nodiscard]] IpmiQuestion ask_capabilities(IpmiPrivilege privilege);  // section 22.13
[[nodiscard]] BmcResult<ChannelCapabilities> decode_capabilities(const IpmiReply& reply);

inline constexpr std::size_t kSuitePageBytes = 16;
[[nodiscard]] IpmiQuestion ask_suites(std::uint8_t page);  // section 22.15
[[nodiscard]] BmcResult<Octets> decode_suite_page(const IpmiReply& reply);
/// The numbers of the suites in all pages (section 22.15.2), without those of manufacturers.
[[nodiscard]] BmcResult<std::vector<std::uint8_t>> decode_suites(Bytes records);

// Of a session.

[[nodiscard]] IpmiQuestion ask_privilege(IpmiPrivilege privilege);  // section 22.18
[[nodiscard]] IpmiQuestion ask_close(std::uint32_t bmc_session);    // section 22.19

// Of the BMC.

struct DeviceId {
  std::uint8_t device = 0;
  std::string firmware{};          ///< "2.10"
  std::uint32_t manufacturer = 0;  ///< an enterprise number of IANA
  std::uint16_t product = 0;
  bool is_updating = false;
  bool operator==(const DeviceId&) const = default;
};
[[nodiscard]] IpmiQuestion ask_device_id();  // section 20.1
[[nodiscard]] BmcResult<DeviceId> decode_device_id(const IpmiReply& reply);
/// "Dell", or "enterprise 4711".
[[nodiscard]] std::string name_of_enterprise(std::uint32_t number);
[[nodiscard]] bool is_supermicro(std::uint32_t manufacturer);

[[nodiscard]] IpmiQuestion ask_cold_reset();   // section 20.2
[[nodiscard]] IpmiQuestion ask_system_guid();  // section 22.14
/// "4c4c4544-0034-...": whichever order of octets makes it a UUID.
[[nodiscard]] BmcResult<std::string> decode_system_guid(const IpmiReply& reply);
[[nodiscard]] IpmiQuestion ask_lan_mac();  // section 23.2, parameter 5
[[nodiscard]] BmcResult<Mac> decode_lan_mac(const IpmiReply& reply);

// Of the chassis.

enum class ChassisControl : std::uint8_t {
  kPowerDown = 0,
  kPowerUp = 1,
  kPowerCycle = 2,
  kHardReset = 3,
  kSoftShutdown = 5
};
[[nodiscard]] IpmiQuestion ask_chassis_status();  // section 28.2
[[nodiscard]] BmcResult<PowerState> decode_chassis_status(const IpmiReply& reply);
[[nodiscard]] IpmiQuestion ask_chassis_control(ChassisControl control);  // section 28.3
/// "Not in this state": what a BMC may answer that is told to do what is done.
inline constexpr std::uint8_t kNotInThisState = 0xd5;
/// Lit until it is told otherwise; IPMI 1.5 knows no more than 255 seconds (section 28.5).
[[nodiscard]] IpmiQuestion ask_identify(bool is_lit, bool knows_forever);

}  // namespace rackseed::redfish
