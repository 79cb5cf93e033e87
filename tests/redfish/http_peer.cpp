#include "tests/redfish/http_peer.hpp"

#include "redfish/transport/peer_key.hpp"

#include <rackseed/ascii.hpp>
#include <rackseed/task_group.hpp>

#include <fmt/core.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <sstream>

namespace rackseed::redfish::tests {

namespace asio = boost::asio;
using asio::ip::tcp;
using TlsStream = asio::ssl::stream<tcp::socket>;

struct HttpPeer::State {
  State(asio::io_context& io, Answerer how, TlsIdentity* shown, const tcp::endpoint& at)
      : acceptor(io, at),
        answerer(std::move(how)),
        tls(shown),
        tasks(io.get_executor(), [](std::string_view, std::string_view) {}) {}

  tcp::acceptor acceptor;
  Answerer answerer;
  TlsIdentity* tls;
  TaskGroup tasks;
  std::vector<Asked> asked;
  std::vector<std::shared_ptr<asio::steady_timer>> held;
  int connections = 0;
  int at_once = 0;
  int most_at_once = 0;
  int ended = 0;
  std::size_t octets_sent = 0;
};

namespace {

using Shared = std::shared_ptr<HttpPeer::State>;

Asked parse_head(const std::string& head) {
  Asked asked;
  std::istringstream lines(head);
  lines >> asked.request.method >> asked.request.path;
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && line != "\r") {
    const auto colon = line.find(": ");
    if (colon == std::string::npos) continue;
    std::string name = line.substr(0, colon);
    std::ranges::transform(name, name.begin(), to_lower);
    asked.request.fields.emplace_back(name, line.substr(colon + 2, line.size() - colon - 3));
  }
  return asked;
}

std::string text_of(const Reply& reply) {
  std::string text = "HTTP/1.1 " + std::to_string(reply.status) + " Whatever\r\n";
  for (const auto& [name, value] : reply.fields) text += fmt::format("{}: {}\r\n", name, value);
  if (reply.endless_octets > 0) return text + "Connection: close\r\n\r\n";
  text += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n\r\n";
  return text + reply.body;
}

void reset(tcp::socket& socket) {
  boost::system::error_code ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

tcp::socket& socket_of(tcp::socket& stream) { return stream; }
tcp::socket& socket_of(TlsStream& stream) { return stream.next_layer(); }

template <class Stream>
asio::awaitable<bool> read_request(Stream& stream, std::string& buffer, Asked& asked) {
  const auto [error, head] =
      co_await asio::async_read_until(stream, asio::dynamic_buffer(buffer), "\r\n\r\n", kAwait);
  if (error) co_return false;
  asked = parse_head(buffer.substr(0, head));
  buffer.erase(0, head);
  const std::string told = asked.field("content-length");
  const std::size_t size = told.empty() ? 0 : std::stoul(told);
  if (size > buffer.size()) {
    const auto [cut, more] = co_await asio::async_read(
        stream, asio::dynamic_buffer(buffer), asio::transfer_exactly(size - buffer.size()), kAwait);
    if (cut) co_return false;
  }
  asked.request.body = buffer.substr(0, size);
  buffer.erase(0, size);
  co_return true;
}

/// Until another one is held too.
asio::awaitable<void> pair_up(Shared state) {
  if (!state->held.empty()) {
    for (const auto& timer : state->held) timer->cancel();
    state->held.clear();
    co_return;
  }
  auto timer = std::make_shared<asio::steady_timer>(state->acceptor.get_executor(),
                                                    asio::steady_timer::time_point::max());
  state->held.push_back(timer);
  const auto [woken] = co_await timer->async_wait(kAwait);
  static_cast<void>(woken);
}

template <class Stream>
asio::awaitable<bool> write_slowly(Stream& stream, std::string text,
                                   std::chrono::milliseconds every) {
  asio::steady_timer timer(stream.get_executor());
  for (const char octet : text) {
    timer.expires_after(every);
    const auto [stopped] = co_await timer.async_wait(kAwait);
    if (stopped) co_return false;
    const auto [error, size] = co_await asio::async_write(stream, asio::buffer(&octet, 1), kAwait);
    if (error) co_return false;
  }
  co_return true;
}

template <class Stream>
asio::awaitable<bool> write_reply(Shared state, Stream& stream, Reply reply) {
  const std::string text = text_of(reply);
  if (reply.octet_every.count() > 0) {
    const bool done = co_await write_slowly(stream, text, reply.octet_every);
    co_return done;
  }
  const auto [error, size] = co_await asio::async_write(stream, asio::buffer(text), kAwait);
  if (error || reply.endless_octets == 0) co_return !error;
  const std::string block(65'536, ' ');
  while (state->octets_sent < reply.endless_octets) {
    const auto [cut, sent] = co_await asio::async_write(stream, asio::buffer(block), kAwait);
    state->octets_sent += sent;
    if (cut) break;
  }
  co_return false;
}

template <class Stream>
asio::awaitable<bool> answer_one(Shared state, Stream& stream, Asked asked) {
  state->asked.push_back(asked);
  state->most_at_once = std::max(state->most_at_once, ++state->at_once);
  const Reply reply = state->answerer(asked);
  if (reply.is_paired) co_await pair_up(state);
  bool goes_on = false;
  if (reply.is_reset) {
    reset(socket_of(stream));
  } else if (reply.is_silent) {
    char octet = 0;
    const auto [error, size] = co_await stream.async_read_some(asio::buffer(&octet, 1), kAwait);
    static_cast<void>(size);
    if (error) ++state->ended;
  } else {
    goes_on = co_await write_reply(state, stream, reply);
  }
  --state->at_once;
  co_return goes_on;
}

template <class Stream>
asio::awaitable<void> serve_stream(Shared state, Stream& stream, int number) {
  std::string buffer;
  for (bool goes_on = true; goes_on;) {
    Asked asked;
    goes_on = co_await read_request(stream, buffer, asked);
    asked.connection = number;
    if (goes_on) goes_on = co_await answer_one(state, stream, asked);
  }
}

asio::awaitable<void> serve_socket(Shared state, tcp::socket socket, int number) {
  if (state->tls == nullptr) {
    co_await serve_stream(state, socket, number);
    co_return;
  }
  TlsStream stream(std::move(socket), state->tls->context());
  const auto [error] = co_await stream.async_handshake(TlsStream::server, kAwait);
  if (!error) co_await serve_stream(state, stream, number);
}

asio::awaitable<void> accept_all(Shared state) {
  for (;;) {
    auto [error, socket] = co_await state->acceptor.async_accept(kAwait);
    if (error) co_return;
    const int number = ++state->connections;
    state->tasks.spawn("connection", serve_socket(state, std::move(socket), number));
  }
}

}  // namespace

std::string Asked::field(std::string_view name) const {
  const auto found = std::ranges::find(request.fields, name, &HttpFields::value_type::first);
  return found == request.fields.end() ? "" : found->second;
}

TlsIdentity::TlsIdentity(const std::string& name) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 86'400);
  X509_set_pubkey(certificate, key);
  X509_NAME* subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  X509_sign(certificate, key, EVP_sha256());
  SSL_CTX_use_certificate(context_.native_handle(), certificate);
  SSL_CTX_use_PrivateKey(context_.native_handle(), key);
  spki_ = certificate_of(*certificate).spki_sha256;
  X509_free(certificate);
  EVP_PKEY_free(key);
}

void TlsIdentity::be_old(int version) {
  SSL_CTX* tls = context_.native_handle();
  SSL_CTX_set_min_proto_version(tls, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(tls, version);
  SSL_CTX_set_security_level(tls, 0);
}

HttpPeer::HttpPeer(asio::io_context& io, Answerer answerer, TlsIdentity* tls,
                   const std::string& address) {
  const tcp::endpoint at(asio::ip::make_address(address), 0);
  state_ = std::make_shared<State>(io, std::move(answerer), tls, at);
  state_->tasks.spawn("accept", accept_all(state_));
}

HttpPeer::~HttpPeer() {
  state_->acceptor.close();
  state_->tasks.stop();
}

std::uint16_t HttpPeer::port() const { return state_->acceptor.local_endpoint().port(); }
const std::vector<Asked>& HttpPeer::asked() const { return state_->asked; }
int HttpPeer::count(std::string_view method) const {
  return static_cast<int>(std::ranges::count_if(
      state_->asked, [&](const Asked& asked) { return asked.request.method == method; }));
}
int HttpPeer::connections() const { return state_->connections; }
int HttpPeer::most_at_once() const { return state_->most_at_once; }
int HttpPeer::reset_or_closed() const { return state_->ended; }
std::size_t HttpPeer::octets_sent() const { return state_->octets_sent; }
void HttpPeer::show(TlsIdentity& tls) { state_->tls = &tls; }

}  // namespace rackseed::redfish::tests
