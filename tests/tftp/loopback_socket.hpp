#pragma once

#include <rackseed/bytes.hpp>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <optional>
#include <string>
#include <system_error>

namespace rackseed::tftp {

/// A UDP socket on a free port of an address of this machine.
class LoopbackSocket {
 public:
  explicit LoopbackSocket(std::uint32_t address = INADDR_LOOPBACK)
      : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(address);
    require(::bind(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0);
  }
  ~LoopbackSocket() { ::close(socket_); }
  LoopbackSocket(const LoopbackSocket&) = delete;
  LoopbackSocket& operator=(const LoopbackSocket&) = delete;
  LoopbackSocket(LoopbackSocket&&) = delete;
  LoopbackSocket& operator=(LoopbackSocket&&) = delete;

  [[nodiscard]] int descriptor() const { return socket_; }
  [[nodiscard]] sockaddr_in address() const {
    sockaddr_in at{};
    socklen_t size = sizeof at;
    require(::getsockname(socket_, reinterpret_cast<sockaddr*>(&at), &size) == 0);
    return at;
  }
  void connect(const sockaddr_in& to) const {
    require(::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0);
  }
  void send_to(const sockaddr_in& to, std::string_view text) const {
    const auto* address = reinterpret_cast<const sockaddr*>(&to);
    require(::sendto(socket_, text.data(), text.size(), 0, address, sizeof to) >= 0);
  }
  /// What is waiting or comes within a second; nothing when that passes.
  std::optional<std::string> receive() {
    pollfd wait{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&wait, 1, 1000) <= 0) return {};
    sender_ = {};
    socklen_t size = sizeof sender_;
    std::string text(65536, '\0');
    const auto count = ::recvfrom(socket_, text.data(), text.size(), MSG_DONTWAIT,
                                  reinterpret_cast<sockaddr*>(&sender_), &size);
    if (count < 0) return {};
    text.resize(static_cast<std::size_t>(count));
    return text;
  }
  /// Of what was received last.
  [[nodiscard]] const sockaddr_in& sender() const { return sender_; }
  [[nodiscard]] bool is_quiet() const {
    pollfd wait{.fd = socket_, .events = POLLIN, .revents = 0};
    return ::poll(&wait, 1, 0) == 0;
  }

 private:
  static void require(bool done) {
    if (!done) throw std::system_error(errno, std::generic_category(), "loopback socket");
  }

  int socket_;
  sockaddr_in sender_{};
};

}  // namespace rackseed::tftp
