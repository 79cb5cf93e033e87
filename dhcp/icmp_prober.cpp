#include "dhcp/icmp_prober.hpp"

#include <linux/icmp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <rackseed/last_error.hpp>

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/this_coro.hpp>
#include <cerrno>
#include <random>

#include "dhcp/icmp.hpp"
#include "dhcp/probe_user.hpp"
#include "dhcp/probe_waiters.hpp"

namespace rackseed::dhcp {
namespace {

namespace asio = boost::asio;

}  // namespace

/// The socket that all questions share.
struct IcmpProber::Line {
  explicit Line(const asio::any_io_executor& executor) : socket(executor) {}

  /// Errors: no right to do so (CAP_NET_RAW, or net.ipv4.ping_group_range).
  std::error_code open();
  /// Errors: no route, no right.
  std::error_code ask(Ipv4 address, std::uint16_t sequence);
  /// Until the socket is closed.
  static asio::awaitable<void> listen(std::shared_ptr<Line> line);
  /// False when nothing is waiting.
  bool take();
  void close() {
    is_open = false;
    boost::system::error_code ignored;
    socket.close(ignored);
  }

  asio::posix::stream_descriptor socket;
  ProbeWaiters waiters{};
  std::uint16_t identifier = 0;
  bool is_raw = true;
  std::size_t users = 0;
  bool is_open = true;
};

std::error_code IcmpProber::Line::open() {
  constexpr int kFlags = SOCK_CLOEXEC | SOCK_NONBLOCK;
  int opened = ::socket(AF_INET, SOCK_RAW | kFlags, IPPROTO_ICMP);
  is_raw = opened >= 0;
  if (!is_raw) opened = ::socket(AF_INET, SOCK_DGRAM | kFlags, IPPROTO_ICMP);
  if (opened < 0) return last_error();
  socket.assign(opened);
  identifier = static_cast<std::uint16_t>(std::random_device()());
  const icmp_filter replies{.data = ~(1U << unsigned{ICMP_ECHOREPLY})};
  if (is_raw && ::setsockopt(opened, SOL_RAW, ICMP_FILTER, &replies, sizeof replies) != 0)
    return last_error();
  return {};
}

std::error_code IcmpProber::Line::ask(Ipv4 address, std::uint16_t sequence) {
  if (waiters.size() >= kMostProbesUnderWay)
    return std::make_error_code(std::errc::resource_unavailable_try_again);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr.s_addr = htonl(address.bits());
  const auto request = encode_echo_request({.identifier = identifier, .sequence = sequence});
  const auto sent = ::sendto(socket.native_handle(), request.data(), request.size(), MSG_DONTWAIT,
                             reinterpret_cast<const sockaddr*>(&to), sizeof to);
  return sent < 0 ? last_error() : std::error_code();
}

bool IcmpProber::Line::take() {
  std::array<std::uint8_t, 512> buffer{};
  sockaddr_in from{};
  socklen_t from_size = sizeof from;
  const auto size = ::recvfrom(socket.native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT,
                               reinterpret_cast<sockaddr*>(&from), &from_size);
  if (size < 0) return errno != EAGAIN;  // an error of one ping is not one of all
  const auto datagram = Bytes(buffer).first(static_cast<std::size_t>(size));
  const auto echo = decode_echo_reply(is_raw ? without_ipv4_header(datagram) : datagram);
  // A ping socket has an identifier that the kernel chose, and gets no other answers.
  if (echo && (!is_raw || echo->identifier == identifier))
    waiters.answered({Ipv4(ntohl(from.sin_addr.s_addr)), echo->sequence});
  return true;
}

asio::awaitable<void> IcmpProber::Line::listen(std::shared_ptr<Line> line) {
  constexpr std::size_t kBatch = 128;  // answers before the loop turns to others
  while (line->is_open) {
    const auto [error] =
        co_await line->socket.async_wait(asio::posix::stream_descriptor::wait_read, kAwait);
    if (error) break;
    for (std::size_t count = 0; count < kBatch && line->is_open && line->take();) ++count;
  }
  if (line->is_open) line->close();
}

IcmpProber::IcmpProber(FactSink& sink, std::chrono::milliseconds wait) : sink_(sink), wait_(wait) {}

IcmpProber::~IcmpProber() = default;

std::error_code IcmpProber::listen(asio::any_io_executor executor) {
  if (line_ && line_->is_open) return {};
  auto line = std::make_shared<Line>(executor);
  if (const auto error = line->open()) return error;
  if (!tasks_)
    tasks_.emplace(
        std::move(executor),
        [&sink = sink_](std::string_view task, std::string_view why) { sink.troubled(task, why); });
  tasks_->spawn("ping", Line::listen(line));
  line_ = std::move(line);
  return {};
}

asio::awaitable<bool> IcmpProber::is_in_use(Ipv4 address, std::string /*interface*/) {
  constexpr int kRounds = 2;
  const auto executor = co_await asio::this_coro::executor;
  if (const auto error = listen(executor)) {
    sink_.troubled("probe", "ping: " + error.message());
    co_return false;
  }
  const ProbeUser user(line_);
  const ProbeWaiters::Key key(address, next_sequence_++);
  for (int round = 0; round < kRounds; ++round) {
    if (const auto error = user->ask(address, key.second)) {
      sink_.troubled("probe", "ping " + address.text() + ": " + error.message());
      co_return false;
    }
    const bool is_answered = co_await user->waiters.wait(key, wait_ / kRounds);
    if (is_answered) co_return true;
  }
  co_return false;
}

}  // namespace rackseed::dhcp
