#include "http/connection.hpp"

#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include <rackseed/task_group.hpp>

#include <algorithm>
#include <boost/beast/http/read.hpp>
#include <cerrno>

#include "http/request.hpp"

namespace rackseed::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast::http;

constexpr std::size_t kReadOctets = std::size_t{16} << 10U;
/// What one client gets before the loop turns to the others: clients of one file then read the same
/// pages while the processor's cache still has them (bench/http: 1.4 times the rate of 4 MiB
/// turns).
constexpr std::uint64_t kTurnOctets = std::uint64_t{64} << 10U;
constexpr std::uint64_t kSmallPart = std::uint64_t{16} << 10U;
constexpr std::chrono::milliseconds kLinger{2000};
constexpr std::size_t kMostDrained = std::size_t{1} << 20U;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

Ipv4 address_of(const asio::ip::tcp::endpoint& endpoint) {
  return endpoint.address().is_v4() ? Ipv4(endpoint.address().to_v4().to_uint()) : Ipv4();
}

/// The status for a head or body that cannot be read.
int status_of(const boost::system::error_code& error) {
  if (error == beast::error::header_limit || error == beast::error::buffer_overflow) return 431;
  return error == beast::error::body_limit ? 413 : 400;
}

bool waits(int code) { return code == EAGAIN || code == EWOULDBLOCK; }

/// A part that is read faster than it is spliced leaves with its head, in one call. False when the
/// file has become shorter than was promised.
bool take_small_part(Response& response) {
  if (!response.file || response.part.count > kSmallPart) return true;
  response.body.resize(static_cast<std::size_t>(response.part.count));
  const ssize_t count = ::pread(response.file->descriptor(), response.body.data(),
                                response.body.size(), static_cast<off_t>(response.part.first));
  response.file.reset();
  return count == static_cast<ssize_t>(response.body.size());
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, Site& site, FactSink& sink,
                       const Limits& limits)
    : socket_(std::move(socket)), site_(site), sink_(sink), limits_(limits) {
  boost::system::error_code ignored;  // an endpoint that is gone is noticed at the first read
  client_ = address_of(socket_.remote_endpoint(ignored));
  server_ = address_of(socket_.local_endpoint(ignored));
  socket_.native_non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  allow(limits_.head);
}

asio::awaitable<void> Connection::run() {
  for (;;) {
    const bool goes_on = co_await serve_one();
    if (!goes_on) break;
  }
  close();
}

void Connection::expire(Clock::time_point now) {
  if (now > deadline_) close();
}

void Connection::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

asio::awaitable<bool> Connection::read_some() {
  for (;;) {
    const auto room = buffer_.prepare(kReadOctets);
    const ssize_t count = ::recv(socket_.native_handle(), room.data(), room.size(), 0);
    if (count > 0) {
      buffer_.commit(static_cast<std::size_t>(count));
      co_return true;
    }
    if (count == 0) co_return false;
    if (errno == EINTR) continue;
    if (!waits(errno)) co_return false;
    const auto [error] = co_await socket_.async_wait(asio::ip::tcp::socket::wait_read, kAwait);
    if (error || !socket_.is_open()) co_return false;
  }
}

asio::awaitable<bool> Connection::read_head(Parser& parser) {
  if (buffer_.size() == 0) {
    const bool came = co_await read_some();
    if (!came) co_return false;
  }
  began_ = Clock::now();
  allow(limits_.head);
  std::size_t taken = 0;  // the parser's own limit does not count fields that it has read already
  for (;;) {
    boost::system::error_code error;
    const std::size_t count = parser.put(buffer_.data(), error);
    taken += count;
    buffer_.consume(count);
    if (taken > limits_.head_octets) error = beast::error::header_limit;
    if (!error && parser.is_header_done()) co_return true;
    if (error && error != beast::error::need_more)
      co_return co_await refuse(status_of(error), error.message());
    const bool came = co_await read_some();
    if (!came) co_return false;
  }
}

asio::awaitable<bool> Connection::read_body(Parser& parser) {
  if (parser.is_done()) co_return true;
  allow(limits_.body);
  if (parser.get()[beast::field::expect] == "100-continue") {
    const bool sent = co_await send_text(kContinue, false);
    if (!sent) co_return false;
  }
  parser.eager(true);
  while (!parser.is_done()) {
    boost::system::error_code error;
    buffer_.consume(parser.put(buffer_.data(), error));
    if (parser.is_done()) break;
    if (error && error != beast::error::need_more) {
      co_return co_await refuse(status_of(error), error.message());
    }
    const bool came = co_await read_some();
    if (!came) co_return false;
  }
  co_return true;
}

asio::awaitable<bool> Connection::refuse(int status, std::string_view why) {
  Response response = respond(Request{}, refusal(status, why), false);
  RequestFact fact{.client = client_, .server = server_, .status = status};
  const bool sent = co_await send(std::move(response), std::move(fact));
  static_cast<void>(sent);  // it never keeps the connection
  co_await linger();
  co_return false;
}

asio::awaitable<void> Connection::linger() {
  boost::system::error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  allow(kLinger);
  for (std::size_t drained = 0; drained < kMostDrained; drained += kReadOctets) {
    buffer_.clear();
    const bool came = co_await read_some();
    if (!came) co_return;
  }
}

asio::awaitable<bool> Connection::serve_one() {
  Parser parser;
  parser.header_limit(limits_.head_octets);
  parser.body_limit(limits_.body_octets);
  allow(limits_.idle);
  const bool has_head = co_await read_head(parser);
  if (!has_head) co_return false;
  const bool has_body = co_await read_body(parser);
  if (!has_body) co_return false;
  auto request = read_request(parser.release(), client_, server_);
  if (!request) co_return co_await refuse(400, request.error().detail);
  const bool keeps_alive = request->keeps_alive;
  RequestFact fact = fact_of(request->request);
  allow(limits_.answer);
  Answer answer = co_await ask_site(request->request);
  Response response = respond(request->request, std::move(answer), keeps_alive);
  fact.status = response.status;
  co_return co_await send(std::move(response), std::move(fact));
}

asio::awaitable<Answer> Connection::ask_site(const Request& request) {
  try {
    co_return co_await site_.answer(request);
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::operation_aborted) throw;
    sink_.troubled("answer", error.what());
  } catch (const std::exception& error) {
    sink_.troubled("answer", error.what());
  }
  co_return refusal(500, "this is a mistake in rackseed: see its log");
}

asio::awaitable<bool> Connection::send(Response response, RequestFact fact) {
  allow(limits_.stall);
  fact.first = response.part.first;
  bool whole = take_small_part(response);
  std::uint64_t sent = 0;
  const std::string text = response.head + response.body;
  if (whole) whole = co_await send_text(text, response.file != nullptr);
  if (whole && response.file) whole = co_await send_part(response, sent);
  fact.bytes = response.file ? sent : whole ? response.body.size() : 0;
  fact.whole = whole;
  fact.elapsed = Clock::now() - began_;
  sink_.saw(fact);
  co_return whole&& response.keeps_alive;
}

asio::awaitable<bool> Connection::wait_for_room() {
  const auto [error] = co_await socket_.async_wait(asio::ip::tcp::socket::wait_write, kAwait);
  co_return !error && socket_.is_open();
}

asio::awaitable<bool> Connection::send_text(std::string_view text, bool more_follows) {
  const int flags = MSG_NOSIGNAL | (more_follows ? MSG_MORE : 0);
  while (!text.empty()) {
    const ssize_t count = ::send(socket_.native_handle(), text.data(), text.size(), flags);
    if (count >= 0) {
      text.remove_prefix(static_cast<std::size_t>(count));
      continue;
    }
    if (errno == EINTR) continue;
    if (!waits(errno)) co_return false;
    const bool room = co_await wait_for_room();
    if (!room) co_return false;
  }
  co_return true;
}

std::optional<std::uint64_t> Connection::send_some(const Response& response, Range part) {
  auto offset = static_cast<off_t>(part.first);
  for (;;) {
    const ssize_t count = ::sendfile(socket_.native_handle(), response.file->descriptor(), &offset,
                                     static_cast<std::size_t>(part.count));
    if (count > 0) return static_cast<std::uint64_t>(count);
    if (count == 0) return {};  // the file became shorter than was promised
    if (errno == EINTR) continue;
    return waits(errno) ? std::optional<std::uint64_t>(0) : std::nullopt;
  }
}

asio::awaitable<bool> Connection::send_part(const Response& response, std::uint64_t& sent) {
  std::uint64_t turn = 0;
  std::uint64_t paid = 0;  // when the reader last earned more time
  while (sent < response.part.count) {
    const std::uint64_t want = std::min(response.part.count - sent, kTurnOctets - turn);
    const auto taken = send_some(response, {.first = response.part.first + sent, .count = want});
    if (!taken) co_return false;
    sent += *taken;
    turn += *taken;
    if (sent - paid >= limits_.stall_octets) {
      allow(limits_.stall);
      paid = sent;
    }
    if (*taken > 0 && turn < kTurnOctets) continue;
    turn = 0;
    const bool room = co_await wait_for_room();
    if (!room) co_return false;
  }
  co_return true;
}

}  // namespace rackseed::http
