#pragma once

#include "src/rehearsal/ipmi_responder.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/core/noncopyable.hpp>
#include <string>

namespace rackseed::rehearsal {

/// The IPMI side of a virtual BMC on its own address (UDP).
class VirtualIpmi : boost::noncopyable {
 public:
  /// socket: bound. service: outlives us.
  VirtualIpmi(boost::asio::ip::udp::socket socket, Service& service);

  /// Until it is cancelled.
  boost::asio::awaitable<void> run();

  /// "127.0.0.1:40123"
  [[nodiscard]] std::string address() const;

 private:
  boost::asio::ip::udp::socket socket_;
  IpmiResponder responder_;
};

}  // namespace rackseed::rehearsal
