#pragma once

#include "redfish/bmc.hpp"
#include "redfish/ipmi/ipmi_boot.hpp"
#include "redfish/ipmi/ipmi_channel.hpp"
#include "redfish/ipmi/ipmi_fru.hpp"
#include "redfish/ipmi/ipmi_sel.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/udp.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace rackseed::redfish {

/// A BMC by IPMI 2.0 over LAN. It is chosen for a node, never fallen back to. What IPMI has no
/// command for is kUnsupported: virtual media, HTTP boot.
class IpmiBmc final : public Bmc {
 public:
  IpmiBmc(boost::asio::any_io_executor executor, boost::asio::ip::udp::endpoint bmc,
          const IpmiSettings& settings);

  Answer<PowerState> power_state() override;
  /// A restart of a machine that is off starts it.
  Answer<void> power(PowerAction action) override;
  Answer<BootOverride> boot_override() override;
  Answer<void> set_boot_override(BootOverride wanted) override;
  Answer<void> insert_media(std::string url, WhileOn eject) override;
  Answer<void> eject_media(WhileOn eject) override;
  Answer<Identity> identity() override;
  Answer<Inventory> inventory() override;
  Answer<std::vector<LogEntry>> log(std::size_t most) override;
  Answer<void> set_indicator(bool is_lit) override;
  Answer<void> restart_bmc() override;
  [[nodiscard]] Certificate certificate() const override { return {}; }  // IPMI knows none
  [[nodiscard]] Value learnt() const override { return {Value::Map()}; }
  [[nodiscard]] std::vector<std::string> take_remarks() override { return {}; }
  boost::asio::awaitable<void> close() override;

 private:
  Answer<void> control(ChassisControl control, PowerState wanted);
  Answer<void> control_twice(ChassisControl first);
  Answer<void> wait_for_power(PowerState wanted, std::chrono::milliseconds limit);
  Answer<BootFlags> boot_flags();
  Answer<BootFlags> choose_boot_flags(BootOverride wanted);
  Answer<void> verify_boot_flags(BootFlags set);
  Answer<DeviceId> device_id();
  Answer<std::string> system_guid();
  Answer<Mac> bmc_mac();
  Answer<Fru> fru();
  Answer<Inventory> read_inventory();
  Answer<std::vector<LogEntry>> read_log(std::size_t most);
  Answer<SelEntry> read_log_entry(std::uint16_t id);
  Answer<std::uint16_t> first_of_last(std::size_t most);

  IpmiChannel channel_;
  IpmiSettings settings_;
};

}  // namespace rackseed::redfish
