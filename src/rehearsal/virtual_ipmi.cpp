#include "src/rehearsal/virtual_ipmi.hpp"

#include <rackseed/task_group.hpp>

#include <fmt/core.h>
#include <openssl/rand.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <stdexcept>
#include <utility>

namespace rackseed::rehearsal {
namespace {

using boost::asio::ip::udp;

constexpr std::size_t kMostDatagram = 1024;  // no console sends one that long
constexpr std::chrono::milliseconds kPauseAfterBadPacket{100};

void fill_random(std::span<std::uint8_t> octets) {
  if (RAND_bytes(octets.data(), static_cast<int>(octets.size())) != 1)
    throw std::runtime_error("OpenSSL: RAND_bytes failed");
}

std::uint64_t peer_of(const udp::endpoint& console) {
  return std::uint64_t{console.address().to_v4().to_uint()} << 16U | console.port();
}

}  // namespace

VirtualIpmi::VirtualIpmi(udp::socket socket, Service& service)
    : socket_(std::move(socket)), responder_(service, fill_random) {
  socket_.non_blocking(true);
}

std::string VirtualIpmi::address() const {
  const auto endpoint = socket_.local_endpoint();
  return fmt::format("{}:{}", endpoint.address().to_string(), endpoint.port());
}

/// An answer for which the kernel has no room is lost, as it may be on any network.
boost::asio::awaitable<void> VirtualIpmi::run() {
  std::array<std::uint8_t, kMostDatagram> buffer{};
  boost::asio::steady_timer pause(socket_.get_executor());
  for (;;) {
    udp::endpoint console;
    const auto [error, size] =
        co_await socket_.async_receive_from(boost::asio::buffer(buffer), console, kAwait);
    if (error == boost::asio::error::operation_aborted) co_return;
    if (error) {
      pause.expires_after(kPauseAfterBadPacket);
      if (const auto [stopped] = co_await pause.async_wait(kAwait); stopped) co_return;
      continue;
    }
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
    const bool is_whole = size < buffer.size();
    const Octets answer =
        is_whole ? responder_.answer(Bytes(buffer).first(size), peer_of(console), now) : Octets();
    boost::system::error_code ignored;
    if (!answer.empty()) socket_.send_to(boost::asio::buffer(answer), console, 0, ignored);
  }
}

}  // namespace rackseed::rehearsal
