#pragma once

#include "redfish/ipmi/rmcp_session.hpp"
#include "tests/redfish/fake_ipmi_bmc.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <string>
#include <utility>

namespace rackseed::redfish {

inline RmcpSettings settings_of_admin() {
  return {.user = "admin", .password = SecretOctets(bytes_of("secret"))};
}

/// A session and a BMC that talk without a network, in a time of their own.
class RmcpExchange {
 public:
  /// Decides what becomes of an answer: what arrives, and whether it arrives at all.
  using Network = std::function<std::vector<Octets>(int packet, Octets answer)>;

  explicit RmcpExchange(const RmcpSettings& settings = settings_of_admin())
      : session(settings, [this](std::span<std::uint8_t> octets) {
          for (auto& octet : octets) octet = ++random_;
        }) {}

  /// Performs a step and what follows from it, to its end.
  BmcResult<IpmiReply> run(RmcpStep step) {
    for (int events = 0; events < 1000; ++events) {
      if (!step.send.empty()) carry(step.send);
      if (step.result) return *std::move(step.result);
      if (arriving_.empty()) {
        now = std::max(now, session.deadline());
        step = session.tick(now);
      } else {
        const auto datagram = std::move(arriving_.front());
        arriving_.pop_front();
        step = session.take(datagram, now);
      }
    }
    ADD_FAILURE() << "it does not end";
    return BmcError{};
  }
  BmcResult<IpmiReply> open() { return run(session.open(now)); }
  BmcResult<IpmiReply> ask(IpmiQuestion question) {
    return run(session.ask(std::move(question), now));
  }
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(now - RmcpTime{}).count();
  }

  FakeIpmiBmc bmc;
  RmcpSession session;
  RmcpTime now{};
  Network network{};  ///< none: every answer arrives
  int sent = 0;

 private:
  void carry(const Octets& datagram) {
    ++sent;
    auto answer = bmc.take(datagram);
    if (network) {
      for (auto& arrival : network(sent, std::move(answer)))
        arriving_.push_back(std::move(arrival));
    } else if (!answer.empty()) {
      arriving_.push_back(std::move(answer));
    }
  }

  std::deque<Octets> arriving_;
  std::uint8_t random_ = 0;
};

}  // namespace rackseed::redfish
