#pragma once

#include "redfish/redfish_bmc.hpp"
#include "src/rehearsal/simulated_machine.hpp"
#include "src/rehearsal/virtual_bmc.hpp"
#include "tests/redfish/rig.hpp"

#include <gmock/gmock.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::redfish::tests {

using FaultNames = std::vector<std::string>;

/// A virtual BMC on loopback and a driver that asks it; time runs fast for both: for the driver
/// slower than for the machine, so that it outlasts faults of a second.
/// At its end no session may be left.
struct VirtualRig : Rig {
  static constexpr double kMachineSpeed = 500;
  static constexpr double kSpeed = 60;

  explicit VirtualRig(const FaultNames& faults = {}, const std::string& profile = "generic",
                      const rehearsal::VirtualBmcTerms& terms = {})
      : virtual_bmc(listen(io), state_of(faults, profile), machine, terms), has_tls(terms.has_tls) {
    group.spawn("bmc", virtual_bmc.run());
    begin({});
  }
  VirtualRig(const VirtualRig&) = delete;
  VirtualRig& operator=(const VirtualRig&) = delete;
  VirtualRig(VirtualRig&&) = delete;
  VirtualRig& operator=(VirtualRig&&) = delete;
  ~VirtualRig() {
    run(bmc->close());
    EXPECT_TRUE(state().sessions.empty()) << "a session is left";
    group.stop();
    run(group.join());
  }

  /// Another driver for the same BMC, which knows what the one before has learnt.
  void begin(const Learnt& learnt) {
    if (bmc) run(bmc->close());
    RedfishSettings settings;
    settings.transport.origin = origin();
    settings.transport.pinned_spki = pinned;
    settings.transport.has_legacy_tls = has_legacy_tls;
    settings.session.retry.first_wait = std::chrono::milliseconds(1);
    settings.session.retry.longest_wait = std::chrono::milliseconds(50);
    settings.task.poll_every = std::chrono::milliseconds(10);
    settings.task.deadline = std::chrono::milliseconds(500);
    settings.learnt = learnt;
    settings.speed = kSpeed;
    bmc.emplace(curl, Credentials("admin", "secret"), std::move(settings));
  }
  [[nodiscard]] Origin origin() const {
    return {.has_tls = has_tls, .host = "127.0.0.1", .port = port_of(virtual_bmc.url())};
  }
  /// "on", once its firmware has handed over.
  void switch_on() {
    machine.perform(rehearsal::MachineOrder::kPowerOn);
    run_until([&] { return machine.power() == rehearsal::Power::kOn && !machine.is_in_post(); });
  }
  [[nodiscard]] rehearsal::State& state() { return virtual_bmc.state(); }
  [[nodiscard]] std::uint64_t count(const std::string& request) {
    const auto& by_path = state().counters.by_path;
    const auto found = by_path.find(request);
    return found == by_path.end() ? 0 : found->second;
  }

  rehearsal::SimulatedMachine machine{io.get_executor(), {.speed = kMachineSpeed}};
  TaskGroup group{io.get_executor(), [](std::string_view task, std::string_view why) {
                    ADD_FAILURE() << task << ": " << why;
                  }};
  rehearsal::VirtualBmc virtual_bmc;
  bool has_tls = false;
  bool has_legacy_tls = false;  ///< of the next driver
  std::string pinned{};         ///< the key that the next driver expects
  std::optional<RedfishBmc> bmc{};

 private:
  static boost::asio::ip::tcp::acceptor listen(boost::asio::io_context& io) {
    return {io, {boost::asio::ip::address_v4::loopback(), 0}};
  }
  static rehearsal::State state_of(const FaultNames& faults, const std::string& profile) {
    rehearsal::Faults wanted;
    for (const std::string& fault : faults) EXPECT_TRUE(wanted.add(fault)) << fault;
    auto state = rehearsal::new_state(rehearsal::profile_of(profile).value(),
                                      rehearsal::some_hardware(7), wanted);
    state.account = {.name = "admin", .password = "secret"};
    return state;
  }
  static std::uint16_t port_of(const std::string& url) {
    return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  }
};

/// "", or what went wrong.
template <class T>
std::string why(const BmcResult<T>& result) {
  return result ? "" : std::string(to_string(result.error().code)) + ": " + result.error().detail;
}

}  // namespace rackseed::redfish::tests
