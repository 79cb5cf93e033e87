#pragma once

#include "tftp/terms.hpp"

#include <rackseed/net.hpp>

#include <boost/core/noncopyable.hpp>
#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace rackseed::tftp {

/// Who sent a datagram. Its port is the client's transfer identifier (RFC 1350 section 4).
struct Endpoint {
  Ipv4 address{};
  std::uint16_t port = 0;
  auto operator<=>(const Endpoint&) const = default;
};

enum class FactKind : std::uint8_t {
  kStarted,      ///< the options are agreed
  kFinished,     ///< the last block was acknowledged
  kUnconfirmed,  ///< all was sent, but the last acknowledgement never came
  kOptionsOnly,  ///< the client asked for the size and left: not a failure
  kAborted,      ///< ended early: see why
  kRefused       ///< never started: see why
};

/// What happened to one request.
struct TransferFact {
  FactKind kind = FactKind::kStarted;
  Endpoint client{};
  Ipv4 server{};       ///< the address that the client asked
  std::string name{};  ///< as sent: hostile
  std::string why{};   ///< may quote the client: hostile
  Terms terms{};
  std::uint64_t content_bytes = 0;
  std::uint64_t bytes = 0;  ///< that the client acknowledged
  std::uint64_t repeated_blocks = 0;
  std::chrono::steady_clock::duration elapsed{};
};

/// Where the server reports. Called on the loop's thread, so it must not wait.
class FactSink : boost::noncopyable {
 public:
  virtual ~FactSink() = default;

  virtual void saw(const TransferFact& fact) = 0;
  /// The server itself has trouble, and goes on: "receive", "bad address".
  virtual void troubled(std::string_view task, std::string_view why) = 0;
};

}  // namespace rackseed::tftp

template <>
struct std::hash<rackseed::tftp::Endpoint> {
  std::size_t operator()(const rackseed::tftp::Endpoint& endpoint) const noexcept {
    return std::size_t{endpoint.address.bits()} << 16U | endpoint.port;
  }
};
