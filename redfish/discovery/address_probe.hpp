#pragma once

#include "redfish/discovery/root_finding.hpp"
#include "redfish/transport/curl_loop.hpp"

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/core/noncopyable.hpp>
#include <chrono>
#include <cstdint>
#include <string>

namespace rackseed::redfish {

struct ProbeSettings {
  std::uint16_t https_port = 443;
  std::uint16_t ipmi_port = 623;
  std::chrono::milliseconds dead_after{300};  ///< without any sign of life
  /// What a host that lives is given to take a connection, and to answer IPMI.
  std::chrono::milliseconds alive_limit{1500};
  /// And one that took the connection, to show its service root.
  std::chrono::milliseconds answer_limit{30'000};
};

/// What came of one address.
struct Probed {
  bool is_sent = false;      ///< anything at all
  std::string why_unsent{};  ///< "Network is unreachable"
  std::optional<Candidate> candidate{};
};

/// Asks one address, once, whether it is a BMC: for the Redfish service root over TLS, and for what
/// IPMI tells outside of a session, at the same time. It never sends credentials.
class AddressProbe : boost::noncopyable {
 public:
  /// curl: outlives the probe.
  AddressProbe(CurlLoop& curl, const boost::asio::any_io_executor& executor, Ipv4 address,
               const ProbeSettings& settings);

  boost::asio::awaitable<Probed> run();

 private:
  using Clock = std::chrono::steady_clock;
  enum class Door : std::uint8_t { kOpen, kClosed, kSilent };

  boost::asio::awaitable<void> ask_redfish();
  boost::asio::awaitable<Door> knock(std::chrono::milliseconds limit);
  boost::asio::awaitable<boost::system::error_code> connect();
  boost::asio::awaitable<BmcResult<HttpResponse>> ask_root(bool has_legacy_tls);
  boost::asio::awaitable<BmcResult<HttpResponse>> get_root(bool has_legacy_tls);

  boost::asio::awaitable<void> ask_ipmi();
  boost::asio::awaitable<void> exchange(Clock::time_point end);
  boost::asio::awaitable<void> hear(Clock::time_point end);
  boost::asio::awaitable<std::pair<boost::system::error_code, std::size_t>> receive();
  void send_questions();
  void take_failure(const boost::system::error_code& failure);

  CurlLoop& curl_;
  boost::asio::any_io_executor executor_;
  ProbeSettings settings_;
  AddressFinding finding_;
  Probed probed_{};
  bool is_alive_ = false;
  boost::asio::ip::udp::socket socket_;
  IpmiProbe ipmi_{};
  bool is_ipmi_over_ = false;
  std::array<std::uint8_t, 1024> inbox_{};
};

}  // namespace rackseed::redfish
