#pragma once

#include "redfish/bmc.hpp"
#include "redfish/transport/transport.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// A server on loopback that does what a test wants of it.
namespace rackseed::redfish::tests {

/// What a client asked.
struct Asked {
  HttpRequest request{};  ///< names of fields in lower case
  int connection = 0;     ///< the first is 1
  [[nodiscard]] std::string field(std::string_view name) const;
};

struct Reply {
  int status = 200;
  HttpFields fields{};
  std::string body{};
  bool is_reset = false;                    ///< instead of an answer
  bool is_silent = false;                   ///< no answer at all
  bool is_paired = false;                   ///< answers when two are asked at once
  std::chrono::milliseconds octet_every{};  ///< 0: all of it at once
  std::size_t endless_octets = 0;           ///< a body of so many, without a length
};

/// A key and a certificate that it signed itself.
class TlsIdentity {
 public:
  explicit TlsIdentity(const std::string& name);
  [[nodiscard]] boost::asio::ssl::context& context() { return context_; }
  [[nodiscard]] const std::string& spki() const { return spki_; }
  /// Nothing newer than this (TLS1_1_VERSION), with the weak ciphers of its time.
  void be_old(int version);

 private:
  boost::asio::ssl::context context_{boost::asio::ssl::context::tls_server};
  std::string spki_;
};

class HttpPeer {
 public:
  using Answerer = std::function<Reply(const Asked&)>;
  struct State;

  /// tls: nothing, or outlives the peer. address: one of 127.0.0.0/8.
  HttpPeer(boost::asio::io_context& io, Answerer answerer, TlsIdentity* tls = nullptr,
           const std::string& address = "127.0.0.1");
  HttpPeer(const HttpPeer&) = delete;
  HttpPeer& operator=(const HttpPeer&) = delete;
  HttpPeer(HttpPeer&&) = delete;
  HttpPeer& operator=(HttpPeer&&) = delete;
  ~HttpPeer();

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] const std::vector<Asked>& asked() const;
  [[nodiscard]] int count(std::string_view method) const;
  [[nodiscard]] int connections() const;
  [[nodiscard]] int most_at_once() const;
  [[nodiscard]] int reset_or_closed() const;  ///< connections that the client ended
  [[nodiscard]] std::size_t octets_sent() const;
  /// The next handshakes show another certificate.
  void show(TlsIdentity& tls);

 private:
  std::shared_ptr<State> state_;
};

}  // namespace rackseed::redfish::tests
