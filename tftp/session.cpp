#include "tftp/session.hpp"

#include <rackseed/task_group.hpp>

#include <netinet/in.h>

#include <algorithm>
#include <cerrno>

namespace rackseed::tftp {
namespace asio = boost::asio;
using asio::ip::udp;

namespace {

constexpr std::int64_t kDefaultSendBuffer = 200 << 10;
constexpr std::int64_t kMostSendBuffer = 8 << 20;

bool is_set(const asio::cancellation_state& state) {
  return state.cancelled() != asio::cancellation_type::none;
}

Event event_of(Bytes datagram) {
  const auto packet = decode(datagram);
  if (packet) {
    if (const auto* ack = std::get_if<Ack>(&*packet)) return *ack;
    if (const auto* error = std::get_if<ErrorPacket>(&*packet)) return *error;
  }
  return DeadlinePassed{};  // of no meaning here; does nothing before the deadline
}

/// Errors that a router or the route's device answers to one large buffer, not to single datagrams.
bool refuses_segmentation(int error) {
  return error == EINVAL || error == EIO || error == EMSGSIZE || error == EOPNOTSUPP;
}

}  // namespace

Result<udp::socket> open_transfer_socket(const asio::any_io_executor& executor, Ipv4 local,
                                         const Endpoint& client) {
  udp::socket socket(executor);
  boost::system::error_code error;
  const udp::endpoint from(asio::ip::address_v4(local.bits()), 0);
  const udp::endpoint to(asio::ip::address_v4(client.address.bits()), client.port);
  socket.open(udp::v4(), error);
  if (!error) socket.bind(from, error);
  if (!error) socket.connect(to, error);
  if (!error) socket.non_blocking(true, error);
  if (error) return Error{Errc::kUnavailable, "no socket for the transfer: " + error.message()};
  // Routers may cut blocks that a client asked for too large: better slow than never.
  const int may_fragment = IP_PMTUDISC_DONT;
  ::setsockopt(socket.native_handle(), IPPROTO_IP, IP_MTU_DISCOVER, &may_fragment,
               sizeof may_fragment);
  return socket;
}

Session::Session(udp::socket socket, Content content, const Terms& terms, const RetryLimits& limits,
                 BlockSender& sender)
    : socket_(std::move(socket)),
      timer_(socket_.get_executor()),
      content_(std::move(content)),
      terms_(terms),
      sender_(sender),
      transfer_(terms, content_.bytes().size(), limits),
      segmented_(sender.segments() && terms.window_blocks > 1) {
  const auto window_bytes = std::int64_t{terms.block_bytes} * terms.window_blocks;
  if (window_bytes <= kDefaultSendBuffer / 2) return;
  const int wanted = static_cast<int>(std::min(2 * window_bytes, kMostSendBuffer));
  boost::system::error_code ignored;  // a smaller buffer only means more calls
  socket_.set_option(asio::socket_base::send_buffer_size(wanted), ignored);
}

asio::awaitable<End> Session::run(std::function<void(Time)> heard) {
  using asio::experimental::awaitable_operators::operator||;
  heard_ = std::move(heard);
  perform(transfer_.start(std::chrono::steady_clock::now()));
  const auto first = co_await (exchange() || watch_deadline());
  (void)first;
  if (!end_) end(Outcome::kFailed, "stopped: the client asked anew, or the service ends");
  co_return *end_;
}

asio::awaitable<void> Session::exchange() {
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  while (!end_) {
    if (unsent_.count > 0) {
      const auto [error] = co_await socket_.async_wait(udp::socket::wait_write, kAwait);
      if (is_set(cancellation)) co_return;
      if (!error) send_blocks();
      if (error) unsent_ = {};  // the deadline passed: as if it had been lost
      continue;
    }
    const auto [error, size] = co_await socket_.async_receive(asio::buffer(buffer_), kAwait);
    if (is_set(cancellation)) co_return;
    take(error, size);
  }
}

/// Ends the wait of exchange() when the deadline passes. The timer is not set anew for every
/// packet: it expires at a deadline of the past, and then looks for the present one.
asio::awaitable<void> Session::watch_deadline() {
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  for (;;) {
    armed_ = transfer_.deadline();
    timer_.expires_at(armed_);
    const auto [woken] = co_await timer_.async_wait(kAwait);
    (void)woken;
    if (is_set(cancellation)) co_return;
    if (std::chrono::steady_clock::now() >= transfer_.deadline()) socket_.cancel();
  }
}

void Session::take(const boost::system::error_code& error, std::size_t size) {
  const Time now = std::chrono::steady_clock::now();
  Event event = DeadlinePassed{};  // also for errors that mean nothing: it is none before its time
  if (!error) {
    heard_(now);
    event = event_of(Bytes(buffer_).first(size));
  } else if (error == asio::error::connection_refused) {
    event = PortClosed{};
  }
  perform(transfer_.step(event, now));
  if (transfer_.deadline() < armed_) timer_.cancel();
}

void Session::perform(const Action& action) {
  if (std::holds_alternative<SendOptions>(action)) {
    send(OptionAck{.options = terms_.answer});
  } else if (const auto* blocks = std::get_if<BlockRange>(&action)) {
    unsent_ = *blocks;
    send_blocks();
  } else if (const auto* last = std::get_if<End>(&action)) {
    if (last->farewell) send(*last->farewell);
    end_ = *last;
  }
}

void Session::send(const Packet& packet) {
  const auto datagram = encode(packet);
  boost::system::error_code lost;  // as any datagram may be: the deadline sees to it
  socket_.send(asio::buffer(datagram), 0, lost);
}

/// Sends as much of the window as the socket takes. An error that a later try may not meet is a
/// loss like any other.
void Session::send_blocks() {
  const int socket = socket_.native_handle();
  while (unsent_.count > 0) {
    const auto sent =
        sender_.send(socket, unsent_, content_.bytes(), terms_.block_bytes, segmented_);
    unsent_.first += sent.blocks;
    unsent_.count -= sent.blocks;
    if (sent.error == 0 || sent.error == EAGAIN) return;
    if (segmented_ && refuses_segmentation(sent.error)) {
      segmented_ = false;
      continue;
    }
    unsent_ = {};
    if (sent.error == ECONNREFUSED)
      perform(transfer_.step(PortClosed{}, std::chrono::steady_clock::now()));
    if (sent.error == EFAULT) {
      send(ErrorPacket{.text = "the file changed while it was read"});
      end(Outcome::kFailed, "the file changed while it was read");
    }
  }
}

void Session::end(Outcome outcome, std::string why) {
  end_ = End{.outcome = outcome, .why = std::move(why)};
}

}  // namespace rackseed::tftp
