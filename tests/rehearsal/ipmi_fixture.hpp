#pragma once

#include <fmt/core.h>

#include <map>
#include <memory>
#include <random>

#include "redfish/ipmi/rmcp_session.hpp"
#include "src/rehearsal/ipmi_commands.hpp"
#include "src/rehearsal/ipmi_responder.hpp"
#include "tests/rehearsal/service_fixture.hpp"

namespace rackseed::rehearsal {

using redfish::BmcErrc;
using redfish::RmcpStep;

/// The IPMI side of a BMC without a network, and consoles before it. When nothing is answered, time
/// goes on.
class IpmiTest : public ServiceTest {
 public:
  /// One console, which is our own client.
  struct Console {
    Console(const redfish::RmcpSettings& wanted, redfish::FillRandom fill, std::uint64_t at)
        : session(wanted, std::move(fill)), peer(at) {}

    redfish::RmcpSession session;
    std::uint64_t peer;
    std::vector<Octets> sent{};
  };

  void SetUp() override { begin_ipmi(); }
  /// Forgets the BMC before.
  void begin_ipmi(std::initializer_list<std::string_view> faults = {},
                  std::string_view profile = "generic") {
    begin(faults, profile);
    service->state().account = {.name = "admin", .password = "secret"};
    authorization = "Basic YWRtaW46c2VjcmV0";
    responder.emplace(*service, fill());
    console.reset();
  }

  static redfish::RmcpSettings settings() {
    redfish::RmcpSettings settings;
    settings.user = "admin";
    settings.password = redfish::SecretOctets(bytes_of("secret"));
    return settings;
  }
  redfish::FillRandom fill() {
    return [this](std::span<std::uint8_t> octets) {
      for (auto& octet : octets) octet = static_cast<std::uint8_t>(random());
    };
  }
  std::unique_ptr<Console> make_console(const redfish::RmcpSettings& wanted, std::uint64_t peer) {
    return std::make_unique<Console>(wanted, fill(), peer);
  }

  Octets send(Bytes datagram, std::uint64_t peer = 1) {
    return responder->answer(datagram, peer, now);
  }
  /// Until what the step begins is over.
  redfish::BmcResult<redfish::IpmiReply> run(Console& with, RmcpStep step) {
    for (int i = 0; i < 1000 && !step.result; ++i) {
      Octets answer;
      if (!step.send.empty()) {
        with.sent.push_back(step.send);
        answer = send(step.send, with.peer);
      }
      step = answer.empty() ? RmcpStep() : with.session.take(answer, clock());
      if (!step.send.empty() || step.result) continue;
      now =
          std::chrono::ceil<std::chrono::milliseconds>(with.session.deadline().time_since_epoch());
      step = with.session.tick(clock());
    }
    if (!step.result) return redfish::BmcError{BmcErrc::kTimedOut, "it does not end"};
    return *step.result;
  }
  redfish::BmcResult<redfish::IpmiReply> open(Console& with) {
    return run(with, with.session.open(clock()));
  }
  /// In a session of the first console: the completion code, and what follows.
  Octets ask_ipmi(std::uint8_t net_fn, std::uint8_t command, Octets data = {}) {
    if (!console) {
      console = make_console(settings(), 1);
      const auto opened = open(*console);
      EXPECT_TRUE(opened) << opened.error().detail;
      if (!opened) return {};
    }
    const redfish::IpmiQuestion question{
        .net_fn = net_fn, .command = command, .data = std::move(data), .name = "test"};
    const auto reply = run(*console, console->session.ask(question, clock()));
    EXPECT_TRUE(reply) << reply.error().detail;
    if (!reply) return {};
    Octets octets{reply->completion};
    octets.insert(octets.end(), reply->data.begin(), reply->data.end());
    return octets;
  }
  Octets control(std::uint8_t number) { return ask_ipmi(0x00, 0x02, {number}); }
  Octets set_flags(std::uint8_t first, std::uint8_t second) {
    return ask_ipmi(0x00, 0x08, {5, first, second, 0, 0, 0});
  }
  /// "a0 04", or the completion code: "c1".
  std::string flags() {
    const Octets reply = ask_ipmi(0x00, 0x09, {5, 0, 0});
    if (reply.size() != 8) return reply.empty() ? "" : fmt::format("{:02x}", reply[0]);
    return fmt::format("{:02x} {:02x}", reply[3], reply[4]);
  }
  std::uint64_t times(const std::string& name) {
    return service->state().counters.by_path["IPMI " + name];
  }
  std::map<std::uint32_t, IpmiSession>& sessions() { return service->state().ipmi.sessions; }

  std::optional<IpmiResponder> responder{};
  std::unique_ptr<Console> console{};
  std::mt19937 random{7};  // NOLINT(bugprone-random-generator-seed): the same packets each time

 private:
  [[nodiscard]] redfish::RmcpTime clock() const { return redfish::RmcpTime(now); }
};

}  // namespace rackseed::rehearsal
