#pragma once

#include "redfish/discovery/scan.hpp"
#include "src/rehearsal/simulated_machine.hpp"
#include "src/rehearsal/virtual_bmc.hpp"
#include "tests/redfish/fake_ipmi_bmc.hpp"
#include "tests/redfish/rig.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::redfish::tests {

/// Hosts of 127.0.9.0/28, an out-of-band network on loopback: all have their services on the same
/// ports, and where none is, everything is refused at once.
class OobNetwork : public testing::Test {
 public:
  using Tcp = boost::asio::ip::tcp;
  using Udp = boost::asio::ip::udp;

  OobNetwork() {
    settings.prefix = Prefix::parse("127.0.9.0/28").value();
    settings.probe.dead_after = std::chrono::seconds(5);  // a loaded machine is not dead
    settings.probe.alive_limit = std::chrono::seconds(10);
    settings.probe.ipmi_port = pick_port<Udp>();
    settings.probe.https_port = pick_port<Tcp>();
  }
  void TearDown() override {
    tasks.stop();
    rig.run_until([this] { return tasks.size() == 0; });
  }

  static Ipv4 host(int number) { return Ipv4(0x7f000900U + static_cast<std::uint32_t>(number)); }
  /// Listens there for TLS, or not: a caller's business.
  Tcp::acceptor listen(int number) {
    return {rig.io, Tcp::endpoint(asio_address(number), settings.probe.https_port)};
  }

  /// A virtual BMC with faults.
  rehearsal::VirtualBmc& add_bmc(int number, std::string_view profile,
                                 std::initializer_list<std::string_view> faults = {}) {
    rehearsal::Faults wanted;
    for (const auto fault : faults) EXPECT_TRUE(wanted.add(fault)) << fault;
    auto& machine = machines_.emplace_back(rig.io.get_executor(), rehearsal::MachineTimes());
    auto state = rehearsal::new_state(rehearsal::profile_of(profile).value(),
                                      rehearsal::some_hardware(number), wanted);
    bmcs_.push_back(std::make_unique<rehearsal::VirtualBmc>(
        listen(number), std::move(state), machine, rehearsal::VirtualBmcTerms{.has_tls = true}));
    tasks.spawn("bmc", bmcs_.back()->run());
    return *bmcs_.back();
  }
  /// A BMC's IPMI. loses: the first so many packets.
  FakeIpmiBmc& add_ipmi(int number, int loses = 0) {
    FakeIpmiBmc& bmc = ipmi_.emplace_back();
    const Udp::endpoint at(asio_address(number), settings.probe.ipmi_port);
    tasks.spawn("ipmi", serve(&bmc, at, loses));
    return bmc;
  }

  Result<std::vector<Candidate>> scan_all(OnProgress on_progress = nullptr) {
    return rig.run(scan(rig.curl, settings, std::move(on_progress)));
  }
  /// The only one there is.
  Candidate only_one() {
    const auto found = scan_all();
    EXPECT_TRUE(found && found->size() == 1);
    return found && !found->empty() ? found->front() : Candidate{};
  }

  Rig rig{};
  ScanSettings settings{};
  TaskGroup tasks{rig.io.get_executor(), [](std::string_view task, std::string_view why) {
                    ADD_FAILURE() << task << ": " << why;
                  }};

 private:
  static boost::asio::ip::address_v4 asio_address(int number) {
    return boost::asio::ip::address_v4(host(number).bits());
  }
  /// One that nobody has on any address; the next to ask the kernel gets another.
  template <class Protocol>
  std::uint16_t pick_port() {
    typename Protocol::socket socket(rig.io, typename Protocol::endpoint(Protocol::v4(), 0));
    return socket.local_endpoint().port();
  }
  boost::asio::awaitable<void> serve(FakeIpmiBmc* bmc, Udp::endpoint at, int loses) {
    Udp::socket socket(rig.io, at);
    std::array<std::uint8_t, 2048> buffer{};
    for (;;) {
      Udp::endpoint from;
      const auto [error, size] =
          co_await socket.async_receive_from(boost::asio::buffer(buffer), from, kAwait);
      if (error) co_return;
      if (--loses >= 0) continue;
      const auto answer = bmc->take(Bytes(buffer).first(size));
      if (!answer.empty()) socket.send_to(boost::asio::buffer(answer), from);
    }
  }

  std::deque<rehearsal::SimulatedMachine> machines_{};
  std::vector<std::unique_ptr<rehearsal::VirtualBmc>> bmcs_{};
  std::deque<FakeIpmiBmc> ipmi_{};
};

}  // namespace rackseed::redfish::tests
