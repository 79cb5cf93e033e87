#pragma once

#include "redfish/ipmi/rmcp_session.hpp"

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/core/noncopyable.hpp>
#include <chrono>
#include <optional>
#include <string>

namespace rackseed::redfish {

/// Where BMCs listen (IPMI 2.0 section 13.1.2).
inline constexpr std::uint16_t kIpmiPort = 623;

struct IpmiSettings {
  RmcpSettings session{};
  /// After so long without a question a new session is opened: the BMC ends one after a minute
  /// (section 6.12.15).
  std::chrono::milliseconds session_rest{45'000};
  std::chrono::milliseconds poll_every{1'000};        ///< the power state, until it is the wanted
  std::chrono::milliseconds power_limit{60'000};      ///< for the power to change
  std::chrono::milliseconds shutdown_limit{300'000};  ///< for an operating system to end
  std::chrono::milliseconds call_limit{60'000};       ///< for what takes many questions
};

/// Carries questions to one BMC over UDP, and keeps a session with it. One question at a time.
class IpmiChannel : boost::noncopyable {
 public:
  IpmiChannel(boost::asio::any_io_executor executor, boost::asio::ip::udp::endpoint bmc,
              IpmiSettings settings);

  /// Opens a session where there is none, and once more where an old one has gone. Errors: those of
  /// RmcpSession, kUnreachable (the port is closed); each names the BMC. Throws operation_aborted.
  boost::asio::awaitable<BmcResult<IpmiReply>> ask(IpmiQuestion question);
  /// Gives the session back.
  boost::asio::awaitable<void> close();
  /// The BMC has ended the session by itself.
  void forget();

 private:
  BmcResult<void> open_socket();
  boost::asio::awaitable<BmcResult<IpmiReply>> open();
  boost::asio::awaitable<BmcResult<IpmiReply>> drive(RmcpStep step);
  boost::asio::awaitable<BmcResult<RmcpStep>> await_event();
  boost::asio::awaitable<BmcResult<std::size_t>> receive();
  [[nodiscard]] BmcError error(BmcErrc code, std::string_view why) const;

  boost::asio::ip::udp::socket socket_;
  boost::asio::ip::udp::endpoint bmc_;
  IpmiSettings settings_;
  std::string name_;  ///< of the BMC: its address
  std::optional<RmcpSession> session_;
  RmcpTime used_at_{};
  std::array<std::uint8_t, 4096> inbox_{};
};

}  // namespace rackseed::redfish
