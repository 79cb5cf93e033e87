#include "src/rehearsal/connection.hpp"

#include <rackseed/ascii.hpp>
#include <rackseed/task_group.hpp>

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl.hpp>

#include "src/rehearsal/wire.hpp"

namespace rackseed::rehearsal {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

using PlainStream = beast::tcp_stream;
using TlsStream = asio::ssl::stream<beast::tcp_stream>;

constexpr std::chrono::seconds kIdle{75};
constexpr std::chrono::seconds kHandshake{10};
constexpr std::chrono::milliseconds kGoodbye{500};
constexpr std::size_t kHeadOctets = std::size_t{16} << 10U;
constexpr std::size_t kBodyOctets = std::size_t{1} << 20U;
constexpr std::size_t kBlock = std::size_t{64} << 10U;

/// The second chunk has no size.
constexpr std::string_view kBadChunk = "5\r\n[1,2,\r\nnone\r\n\r\n";

/// Counts a request as long as its answer has not left.
class InFlight : boost::noncopyable {
 public:
  explicit InFlight(Counters& counters) : counters_(counters) { counters_.began(); }
  ~InFlight() { counters_.ended(); }

 private:
  Counters& counters_;
};

template <class Stream>
class StreamConnection final : public Connection {
 public:
  static constexpr bool kIsTls = std::is_same_v<Stream, TlsStream>;

  template <class... Arguments>
  StreamConnection(Service& service, const ConnectionTerms& terms, Arguments&&... stream)
      : service_(service), terms_(terms), stream_(std::forward<Arguments>(stream)...) {}

  asio::awaitable<void> run() override {
    bool goes_on = co_await shake_hands();
    for (std::size_t number = 0; goes_on; ++number) goes_on = co_await serve_one(number);
    co_await say_goodbye();
    close();
  }

  void close() override { lowest().close(); }

 private:
  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  asio::awaitable<bool> shake_hands() {
    if constexpr (kIsTls) {
      lowest().expires_after(kHandshake);
      const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kAwait);
      co_return !error;
    }
    co_return true;
  }

  asio::awaitable<void> say_goodbye() {
    if constexpr (kIsTls) {
      if (!lowest().socket().is_open()) co_return;
      lowest().expires_after(kGoodbye);
      const auto [ignored] = co_await stream_.async_shutdown(kAwait);
      static_cast<void>(ignored);
    }
    co_return;
  }

  asio::awaitable<bool> serve_one(std::size_t number) {
    http::request_parser<http::string_body> parser;
    parser.header_limit(kHeadOctets);
    parser.body_limit(kBodyOctets);
    lowest().expires_after(kIdle);
    const auto [error, size] = co_await http::async_read(stream_, buffer_, parser, kAwait);
    static_cast<void>(size);
    if (error) co_return false;
    Request request = to_request(parser.get(), kIsTls);
    request.number = number;
    request.is_moved = terms_.is_moved;
    const bool keeps_alive = parser.get().keep_alive();
    const InFlight counted(service_.state().counters);
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
    const Answer answer = service_.answer(request, now);
    co_await wait(terms_.delay + std::chrono::milliseconds(answer.delay_ms));
    lowest().expires_after(kIdle);
    const bool sent = co_await send(answer, request.method == Method::kHead, keeps_alive);
    const bool goes_on = sent && keeps_alive;
    co_return goes_on;
  }

  asio::awaitable<void> wait(std::chrono::milliseconds time) {
    if (time.count() <= 0) co_return;
    asio::steady_timer timer(lowest().get_executor(), time);
    const auto [ignored] = co_await timer.async_wait(kAwait);
    static_cast<void>(ignored);
  }

  asio::awaitable<bool> send(const Answer& answer, bool is_head, bool keeps_alive) {
    switch (answer.delivery) {
      case Delivery::kOrdinary:
        co_return co_await send_ordinary(answer, is_head, keeps_alive);
      case Delivery::kSilent:
        co_return co_await stay_silent();
      case Delivery::kReset:
        reset();
        co_return false;
      case Delivery::kSlow:
        co_return co_await send_slowly(answer);
      case Delivery::kFilled:
        co_return co_await send_filled(answer);
      case Delivery::kChunked:
        co_return co_await send_text(head_text(answer, "HTTP/1.1", kChunks) + chunked(answer.text));
      case Delivery::kBadChunk:
        co_return co_await send_text(head_text(answer, "HTTP/1.1", kChunks) +
                                     std::string(kBadChunk));
      case Delivery::kHttp10: {
        const bool sent = co_await send_text(
            head_text(answer, "HTTP/1.0", length_field(answer.text.size())) + answer.text);
        static_cast<void>(sent);
        co_return false;
      }
    }
    co_return false;
  }

  asio::awaitable<bool> send_ordinary(const Answer& answer, bool is_head, bool keeps_alive) {
    auto response = to_response(answer, is_head);
    response.keep_alive(keeps_alive);
    const auto [error, size] = co_await http::async_write(stream_, response, kAwait);
    static_cast<void>(size);
    co_return !error;
  }

  /// By value: it has to live as long as it is sent.
  asio::awaitable<bool> send_text(std::string text) {
    const auto [error, size] = co_await asio::async_write(stream_, asio::buffer(text), kAwait);
    static_cast<void>(size);
    co_return !error;
  }

  asio::awaitable<bool> send_slowly(const Answer& answer) {
    const std::string text =
        head_text(answer, "HTTP/1.1", length_field(answer.text.size())) + answer.text;
    for (const char octet : text) {
      lowest().expires_after(kIdle);
      const bool sent = co_await send_text(std::string(1, octet));
      if (!sent) co_return false;
      co_await wait(std::chrono::milliseconds(answer.pause_ms));
    }
    co_return true;
  }

  asio::awaitable<bool> send_filled(const Answer& answer) {
    constexpr std::string_view kBegin = R"({"Name":")";
    constexpr std::string_view kEnd = "\"}";
    const auto size = static_cast<std::size_t>(answer.filled);
    std::string text = head_text(answer, "HTTP/1.1", length_field(size));
    text += kBegin;
    bool sent = co_await send_text(std::move(text));
    std::size_t left = size - std::min(size, kBegin.size() + kEnd.size());
    while (sent && left > 0) {
      const std::size_t count = std::min(left, kBlock);
      lowest().expires_after(kIdle);
      sent = co_await send_text(std::string(count, 'x'));
      left -= count;
    }
    if (sent) sent = co_await send_text(std::string(kEnd));
    co_return sent;
  }

  asio::awaitable<bool> stay_silent() {
    std::array<char, 512> dropped{};
    lowest().expires_never();
    for (;;) {
      const auto [error, size] = co_await stream_.async_read_some(asio::buffer(dropped), kAwait);
      static_cast<void>(size);
      if (error) co_return false;
    }
  }

  void reset() {
    boost::system::error_code ignored;
    lowest().socket().set_option(asio::socket_base::linger(true, 0), ignored);
    lowest().close();
  }

  Service& service_;
  ConnectionTerms terms_;
  Stream stream_;
  beast::flat_buffer buffer_;
};

}  // namespace

std::unique_ptr<Connection> make_connection(tcp::socket socket, Service& service,
                                            const ConnectionTerms& terms) {
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  if (terms.tls == nullptr)
    return std::make_unique<StreamConnection<PlainStream>>(service, terms, std::move(socket));
  return std::make_unique<StreamConnection<TlsStream>>(service, terms, std::move(socket),
                                                       *terms.tls);
}

}  // namespace rackseed::rehearsal
