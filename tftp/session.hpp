#pragma once

#include "tftp/content.hpp"
#include "tftp/sender.hpp"
#include "tftp/transfer.hpp"

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>
#include <functional>
#include <optional>

namespace rackseed::tftp {

/// A socket of its own for one transfer, from the address that the client asked and connected to
/// the client, so that the kernel keeps strangers out (RFC 1350 section 4).
/// Errors: kUnavailable (no descriptor or port left, no route).
[[nodiscard]] Result<boost::asio::ip::udp::socket> open_transfer_socket(
    const boost::asio::any_io_executor& executor, Ipv4 local, const Endpoint& client);

/// Carries out one transfer on its socket.
class Session {
 public:
  Session(boost::asio::ip::udp::socket socket, Content content, const Terms& terms,
          const RetryLimits& limits, BlockSender& sender);

  /// Until the transfer has ended, or this is cancelled. heard is called with the time of every
  /// packet of the client.
  boost::asio::awaitable<End> run(std::function<void(Time)> heard);

  [[nodiscard]] const Transfer& transfer() const { return transfer_; }

 private:
  boost::asio::awaitable<void> exchange();
  boost::asio::awaitable<void> watch_deadline();
  void take(const boost::system::error_code& error, std::size_t size);
  void perform(const Action& action);
  void send(const Packet& packet);
  void send_blocks();
  void end(Outcome outcome, std::string why);

  boost::asio::ip::udp::socket socket_;
  boost::asio::steady_timer timer_;
  Content content_;
  Terms terms_;
  BlockSender& sender_;
  Transfer transfer_;
  std::function<void(Time)> heard_{};
  std::array<std::uint8_t, 516> buffer_{};  ///< the longest packet that we take notice of
  BlockRange unsent_{};                     ///< what the socket had no room for
  bool segmented_;
  Time armed_{};  ///< when timer_ expires
  std::optional<End> end_{};
};

}  // namespace rackseed::tftp
