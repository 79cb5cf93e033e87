#include "src/rehearsal/virtual_bmc.hpp"

#include <gmock/gmock.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/http/error.hpp>

#include "tests/rehearsal/client.hpp"

namespace rackseed::rehearsal {
namespace {

using namespace std::chrono_literals;

constexpr const char* kRootPath = "/redfish/v1";
using TlsClient = Client<asio::ssl::stream<asio::ip::tcp::socket>>;

class VirtualBmcOnWire : public VirtualBmcTest {
 public:
  /// Asks one question after the other, on one connection.
  asio::awaitable<void> ask(int count) {
    PlainClient client = co_await connect();
    for (int i = 0; i < count; ++i) {
      Reply reply = co_await client.get(kRootPath);
      replies.push_back(std::move(reply));
    }
  }
  asio::awaitable<void> ask_twice_at_once() {
    using asio::experimental::awaitable_operators::operator&&;
    co_await (ask(1) && ask(1));
  }
  asio::awaitable<void> wait_in_vain() {
    const auto answered = co_await within(100ms, ask(1), "answer");
    EXPECT_FALSE(answered);
  }
  asio::awaitable<void> shake_hands(int count) {
    for (int i = 0; i < count; ++i) {
      asio::ssl::context context(asio::ssl::context::tls_client);
      SSL_CTX_set_security_level(context.native_handle(), 0);
      SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_VERSION);
      TlsClient client(asio::ssl::stream<asio::ip::tcp::socket>(io, context));
      const auto [refused] = co_await client.stream().next_layer().async_connect(endpoint, kAwait);
      EXPECT_FALSE(refused);
      const auto [error] =
          co_await client.stream().async_handshake(asio::ssl::stream_base::client, kAwait);
      EXPECT_FALSE(error) << error.message();
      keys.push_back(key_of(client.stream().native_handle()));
      describe(client.stream().native_handle());
      Reply reply = co_await client.get(kRootPath);
      replies.push_back(std::move(reply));
    }
  }
  /// With what a client of today asks for.
  asio::awaitable<void> shake_hands_in_vain() {
    asio::ssl::context context(asio::ssl::context::tls_client);
    SSL_CTX_set_security_level(context.native_handle(), 2);
    asio::ssl::stream<asio::ip::tcp::socket> stream(io, context);
    const auto [refused] = co_await stream.next_layer().async_connect(endpoint, kAwait);
    EXPECT_FALSE(refused);
    const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::client, kAwait);
    EXPECT_TRUE(error);
  }
  /// First where it listens, then where it sends its clients.
  asio::awaitable<void> ask_here_and_there() {
    co_await ask(1);
    const std::string& moved = bmc->state().moved_to;
    endpoint.port(static_cast<std::uint16_t>(std::stoi(moved.substr(moved.rfind(':') + 1))));
    co_await ask(1);
  }
  void describe(SSL* ssl) {
    versions.emplace_back(SSL_get_version(ssl));
    ciphers.emplace_back(SSL_get_cipher_name(ssl));
    X509* certificate = SSL_get1_peer_certificate(ssl);
    signatures.emplace_back(OBJ_nid2sn(X509_get_signature_nid(certificate)));
    X509_free(certificate);
    EVP_PKEY* key = nullptr;
    exchange_bits.push_back(SSL_get_peer_tmp_key(ssl, &key) == 1 ? EVP_PKEY_get_bits(key) : 0);
    EVP_PKEY_free(key);
  }
  static std::string key_of(SSL* ssl) {
    X509* certificate = SSL_get1_peer_certificate(ssl);
    unsigned char* encoded = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &encoded);
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(encoded, static_cast<std::size_t>(size), digest.data());
    OPENSSL_free(encoded);
    X509_free(certificate);
    std::string text;
    for (const unsigned char octet : digest) {
      text += "0123456789abcdef"[octet >> 4U];
      text += "0123456789abcdef"[octet & 0xfU];
    }
    return text;
  }

  std::vector<Reply> replies{};
  std::vector<std::string> keys{};
  std::vector<std::string> versions{};
  std::vector<std::string> ciphers{};
  std::vector<std::string> signatures{};
  std::vector<int> exchange_bits{};
};

TEST_F(VirtualBmcOnWire, KeepsItsConnections) {
  begin({});
  run(ask(3));
  for (const Reply& reply : replies) EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(bmc->counters().connections, 1U);
  EXPECT_EQ(bmc->counters().requests, 3U);
  EXPECT_EQ(bmc->counters().in_flight, 0U);
  EXPECT_EQ(bmc->counters().by_path.at("GET /redfish/v1"), 3U);
}

TEST_F(VirtualBmcOnWire, CountsWhatIsInFlight) {
  begin({}, {.delay = 20ms});
  run(ask_twice_at_once());
  EXPECT_EQ(bmc->counters().most_in_flight, 2U);
}

TEST_F(VirtualBmcOnWire, RefusesMoreAtATimeThanItCanDo) {
  begin({"one-at-a-time"}, {.delay = 20ms});
  run(ask_twice_at_once());
  ASSERT_EQ(replies.size(), 2U);
  EXPECT_EQ(replies[0].status + replies[1].status, 200 + 503);
}

TEST_F(VirtualBmcOnWire, ResetsWhatIsUsedAgain) {
  begin({"connection-reset-on-reuse"});
  run(ask(2));
  EXPECT_EQ(replies[0].status, 200);
  EXPECT_EQ(replies[1].error, asio::error::connection_reset);
}

TEST_F(VirtualBmcOnWire, IsSilent) {
  begin({"silent"});
  run(wait_in_vain());
  EXPECT_EQ(bmc->counters().requests, 1U);
  EXPECT_EQ(bmc->counters().in_flight, 0U) << "the client has left";
}

TEST_F(VirtualBmcOnWire, SendsInChunks) {
  begin({"chunked"});
  run(ask(2));
  EXPECT_EQ(replies[1].status, 200);
  EXPECT_THAT(replies[1].body, testing::HasSubstr("\"Vendor\":\"Contoso\""));
}

TEST_F(VirtualBmcOnWire, SpeaksAnOldVersion) {
  begin({"http-1.0"});
  run(ask(2));
  EXPECT_EQ(replies[0].version, 10U);
  EXPECT_EQ(replies[0].status, 200);
  EXPECT_TRUE(replies[1].error) << "the connection has ended";
}

TEST_F(VirtualBmcOnWire, SendsAHugeBody) {
  begin({"hostile-body=2MB"});
  run(ask(1));
  EXPECT_FALSE(replies[0].error);
  EXPECT_EQ(replies[0].body.size(), std::size_t{2} << 20U);
}

TEST_F(VirtualBmcOnWire, SendsByteByByte) {
  begin({"hostile-slow=0"});
  run(ask(1));
  EXPECT_EQ(replies[0].status, 200);
  EXPECT_THAT(replies[0].body, testing::EndsWith("}"));
}

TEST_F(VirtualBmcOnWire, SendsAChunkThatIsNone) {
  begin({"hostile-chunked"});
  run(ask(1));
  EXPECT_EQ(replies[0].error, http::error::bad_chunk);
}

TEST_F(VirtualBmcOnWire, ProvesTheKeyThatItTells) {
  begin({}, {.has_tls = true});
  run(shake_hands(2));
  EXPECT_EQ(replies[1].status, 200);
  EXPECT_EQ(keys[0], bmc->spki_sha256());
  EXPECT_EQ(keys[1], bmc->spki_sha256());
  EXPECT_EQ(versions[0], "TLSv1.3");
}

TEST_F(VirtualBmcOnWire, ChangesItsKey) {
  begin({"certificate-changes=1", "certificate-expired"}, {.has_tls = true});
  run(shake_hands(2));
  EXPECT_EQ(keys[0], bmc->spki_sha256());
  EXPECT_NE(keys[1], bmc->spki_sha256());
}

TEST_F(VirtualBmcOnWire, SpeaksAnOldTls) {
  begin({"tls-old"}, {.has_tls = true});
  run(shake_hands(1));
  EXPECT_EQ(versions[0], "TLSv1.1");
  EXPECT_EQ(replies[0].status, 200);
}

TEST_F(VirtualBmcOnWire, SpeaksAWeakTls) {
  begin({"tls-weak"}, {.has_tls = true});
  run(shake_hands(1));
  EXPECT_EQ(versions[0], "TLSv1.2");
  EXPECT_THAT(ciphers[0], testing::StartsWith("DHE-RSA-"));
  EXPECT_EQ(exchange_bits[0], 1024);
  EXPECT_EQ(replies[0].status, 200);
}

TEST_F(VirtualBmcOnWire, SpeaksATlsThatIsOldAndWeak) {  // as iRMC S4
  begin({"tls-weak", "tls-old"}, {.has_tls = true});
  run(shake_hands(1));
  EXPECT_EQ(versions[0], "TLSv1.1");
  EXPECT_EQ(exchange_bits[0], 1024);
}

TEST_F(VirtualBmcOnWire, IsTooWeakForAClientOfToday) {
  begin({"tls-weak"}, {.has_tls = true});
  run(shake_hands_in_vain());
}

TEST_F(VirtualBmcOnWire, SignsWithSha1) {
  begin({"certificate-sha1"}, {.has_tls = true});
  run(shake_hands(1));
  EXPECT_EQ(signatures[0], "ecdsa-with-SHA1");
  EXPECT_EQ(versions[0], "TLSv1.3");
}

TEST_F(VirtualBmcOnWire, MovesToAnotherPort) {
  begin({"redirect-port"});
  run(ask_here_and_there());
  ASSERT_EQ(replies.size(), 2U);
  EXPECT_EQ(replies[0].status, 301);
  EXPECT_EQ(replies[1].status, 200);
}

}  // namespace
}  // namespace rackseed::rehearsal
