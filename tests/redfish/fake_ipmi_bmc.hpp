#pragma once

#include "redfish/ipmi/ipmi_boot.hpp"
#include "redfish/ipmi/ipmi_commands.hpp"
#include "redfish/ipmi/rmcp.hpp"
#include "redfish/ipmi/rmcp_rakp.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rackseed::redfish {

/// The other end: a BMC that is bytes in, bytes out. What a test changes is public.
class FakeIpmiBmc {
 public:
  using Command = std::pair<std::uint8_t, std::uint8_t>;  ///< net function, command

  /// The answer to a datagram; empty: it keeps silent.
  Octets take(Bytes datagram);

  std::string user = "admin";
  std::string password = "secret";
  std::string bmc_key{};
  std::vector<std::uint8_t> offers = {1, 2, 3, 17};  ///< cipher suites it lists
  std::vector<std::uint8_t> takes = {3, 17};         ///< and those that it speaks
  bool answers_probes = true;
  bool has_ipmi_2_0 = true;
  bool takes_rakp_twice = true;  ///< false: silence for the same step again, as OpenIPMI
  RakpStatus open_status = RakpStatus::kDone;
  std::uint8_t privilege_completion = 0;

  bool is_on = false;
  int slow_power = 0;  ///< how many readings the power takes to change
  BootFlags flags{};
  std::optional<BootFlags> shown_flags{};            ///< instead of the true ones
  std::map<Command, std::deque<Octets>> scripted{};  ///< replies to give first, with their code
  std::map<Command, Octets> fixed{};                 ///< replies to give always
  std::uint32_t first_sequence = 1;

  std::vector<IpmiMessage> asked{};  ///< in sessions; without data
  std::vector<Octets> asked_data{};
  std::vector<std::uint32_t> sequences{};  ///< of the sessions' packets
  int sessions = 0;
  int closed = 0;
  int suite = 0;  ///< of the last session
  Octets last_message{};

  [[nodiscard]] int count(std::uint8_t net_fn, std::uint8_t command) const {
    int times = 0;
    for (const auto& message : asked)
      times += message.net_fn == net_fn && message.command == command ? 1 : 0;
    return times;
  }
  /// A signed and encrypted packet to the console, as of this BMC.
  Octets seal(const Octets& message);
  /// It restarts: sessions are gone.
  void lose_session() { terms_.bmc_session = 0; }

 private:
  Octets take_plain(Bytes payload);
  Octets take_open(Bytes payload);
  Octets take_rakp1(Bytes payload);
  Octets take_rakp3(Bytes payload);
  Octets take_sealed(const SessionPacket& packet);
  Octets reply_to(const IpmiMessage& message);
  Octets reply_to_app(const IpmiMessage& message);
  Octets reply_to_chassis(const IpmiMessage& message);
  Octets reply_to_boot(const IpmiMessage& message);
  Octets suite_page(std::uint8_t page) const;
  bool shows_on();

  RakpTerms terms_{};
  SessionKeys keys_{};
  std::uint32_t sequence_ = 0;
  bool has_keys_ = false;
  bool is_changing_ = false;
  int readings_ = 0;
};

}  // namespace rackseed::redfish
