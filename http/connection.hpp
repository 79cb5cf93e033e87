#pragma once

#include "http/facts.hpp"
#include "http/limits.hpp"
#include "http/response.hpp"
#include "http/site.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <optional>
#include <string_view>

namespace rackseed::http {

/// One client's connection: requests one after the other, until either side has enough.
class Connection {
 public:
  using Clock = std::chrono::steady_clock;

  Connection(boost::asio::ip::tcp::socket socket, Site& site, FactSink& sink, const Limits& limits);

  boost::asio::awaitable<void> run();
  /// Ends it when what it waits for is overdue.
  void expire(Clock::time_point now);
  void close();
  [[nodiscard]] Ipv4 client() const { return client_; }

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void allow(std::chrono::milliseconds limit) { deadline_ = Clock::now() + limit; }
  boost::asio::awaitable<bool> serve_one();
  /// All of these: false when the connection is of no more use.
  boost::asio::awaitable<bool> read_some();
  boost::asio::awaitable<bool> read_head(Parser& parser);
  boost::asio::awaitable<bool> read_body(Parser& parser);
  boost::asio::awaitable<bool> refuse(int status, std::string_view why);
  /// Lets the client read the refusal: closed with its request unread, the connection would be
  /// reset, and the answer with it (RFC 9112 section 9.6).
  boost::asio::awaitable<void> linger();
  boost::asio::awaitable<Answer> ask_site(const Request& request);
  boost::asio::awaitable<bool> send(Response response, RequestFact fact);
  boost::asio::awaitable<bool> send_text(std::string_view text, bool more_follows);
  boost::asio::awaitable<bool> send_part(const Response& response, std::uint64_t& sent);
  /// How many octets of a part the kernel took; 0: it has no room; nothing: of no more use.
  std::optional<std::uint64_t> send_some(const Response& response, Range part);
  boost::asio::awaitable<bool> wait_for_room();

  boost::asio::ip::tcp::socket socket_;
  Site& site_;
  FactSink& sink_;
  const Limits& limits_;
  Ipv4 client_{};
  Ipv4 server_{};
  boost::beast::flat_buffer buffer_;
  Clock::time_point deadline_{};
  Clock::time_point began_{};
};

}  // namespace rackseed::http
