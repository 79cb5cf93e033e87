#include "redfish/ipmi/rmcp_crypto.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <numeric>
#include <string>

namespace rackseed::redfish {
namespace {

using namespace std::string_literals;

/// An HMAC without any code of ours.
std::string raw_hmac(CipherSuite suite, const std::string& key, const std::string& text) {
  std::string code(suite == CipherSuite::k17 ? 32 : 20, '\0');
  unsigned size = 0;
  HMAC(suite == CipherSuite::k17 ? EVP_sha256() : EVP_sha1(), key.data(),
       static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), reinterpret_cast<unsigned char*>(code.data()), &size);
  EXPECT_EQ(size, code.size());
  return code;
}

std::string hex(Bytes octets) {
  std::string text;
  for (const auto octet : octets) {
    text += "0123456789abcdef"[octet >> 4U];
    text += "0123456789abcdef"[octet & 0xfU];
  }
  return text;
}

RakpOctets counted_from(std::uint8_t first) {
  RakpOctets octets{};
  std::iota(octets.begin(), octets.end(), first);
  return octets;
}

RakpTerms terms_of(CipherSuite suite) {
  return {.suite = suite,
          .console_session = 0xa4a3a2a1,
          .bmc_session = 0x02001b00,
          .console_random = counted_from(0x10),
          .bmc_random = counted_from(0x30),
          .bmc_guid = counted_from(0x50),
          .role = 0x14,
          .user = "admin"};
}

const std::string kConsoleId = "\xa1\xa2\xa3\xa4";  // as on the wire
const std::string kBmcId = "\x00\x1b\x00\x02"s;
const std::string kName =
    "\x14\x05"
    "admin";

std::string text_of_octets(const RakpOctets& octets) { return std::string(text_of(octets)); }

class RmcpCrypto : public testing::TestWithParam<CipherSuite> {
 protected:
  [[nodiscard]] std::string expected(const std::string& key, const std::string& text) const {
    return raw_hmac(GetParam(), key, text);
  }
  [[nodiscard]] std::string truncated(const std::string& code) const {
    return code.substr(0, GetParam() == CipherSuite::k17 ? 16 : 12);
  }

  const RakpTerms terms_ = terms_of(GetParam());
  const std::string rm_ = text_of_octets(terms_.console_random);
  const std::string rc_ = text_of_octets(terms_.bmc_random);
  const std::string guid_ = text_of_octets(terms_.bmc_guid);
  const std::string password_ = "secret";
};

TEST_P(RmcpCrypto, ComputesTheCodesOfTheKeyExchange) {  // section 13.31
  const Bytes key = bytes_of(password_);
  EXPECT_EQ(text_of(rakp2_code(terms_, key)),
            expected(password_, kConsoleId + kBmcId + rm_ + rc_ + guid_ + kName));
  EXPECT_EQ(text_of(rakp3_code(terms_, key)), expected(password_, rc_ + kConsoleId + kName));
  const std::string sik = expected(password_, rm_ + rc_ + kName);
  const auto session = session_key(terms_, key);
  EXPECT_EQ(text_of(session.bytes()), sik);
  EXPECT_EQ(text_of(rakp4_code(terms_, session.bytes())),
            truncated(expected(sik, rm_ + kBmcId + guid_)));
}

TEST_P(RmcpCrypto, DerivesTheKeysOfTheSession) {  // section 13.32
  const std::string sik(algorithms_of(GetParam()).digest_bytes, 'k');
  const auto keys = derive_keys(GetParam(), bytes_of(sik));
  EXPECT_EQ(text_of(keys.integrity.bytes()), expected(sik, std::string(20, '\1')));
  EXPECT_EQ(text_of(keys.confidentiality.bytes()),
            expected(sik, std::string(20, '\2')).substr(0, 16));
}

TEST_P(RmcpCrypto, SignsPackets) {
  const std::string key(20, 'q');
  EXPECT_EQ(text_of(packet_code(GetParam(), bytes_of(key), bytes_of("signed part"))),
            truncated(expected(key, "signed part")));
}

TEST_P(RmcpCrypto, TakesAPasswordOfEveryLength) {
  const std::string data = rc_ + kConsoleId + kName;
  for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 20U}) {
    const std::string password(size, 'p');
    std::string padded = password;
    padded.resize(20, '\0');
    EXPECT_EQ(text_of(rakp3_code(terms_, bytes_of(password))), expected(padded, data));
  }
}

/// A session between ipmitool 1.8.19 and the BMC simulator of OpenIPMI 2.0.33, as -vvv tells it.
TEST(RmcpCryptoVector, IsThatOfASessionOfOthers) {
  const RakpTerms terms{.suite = CipherSuite::k3,
                        .console_session = 0xa0a2a3a4,
                        .bmc_session = 0x00000682,
                        .console_random = {0xbe, 0x96, 0xa0, 0x71, 0xa2, 0x53, 0x46, 0x8a, 0x42,
                                           0xb6, 0xcf, 0x66, 0x3b, 0x5b, 0x96, 0xb9},
                        .bmc_random = {0x24, 0x39, 0x42, 0xae, 0x3c, 0x9d, 0x7f, 0x69, 0x54, 0x21,
                                       0x27, 0x52, 0xb3, 0x6d, 0x33, 0xec},
                        .bmc_guid = {0xa1, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xa1, 0x23,
                                     0x45, 0x67, 0x89, 0xab, 0xcd, 0xef},
                        .role = 0x14,
                        .user = "ipmiusr"};
  const Bytes key = bytes_of("test");
  EXPECT_EQ(hex(rakp2_code(terms, key)), "0b2719c3c176fc5d81577ac344b3b8d5e6a302e3");
  EXPECT_EQ(hex(rakp3_code(terms, key)), "d4430a4a34ae80e4cce054dd70a1b03434deacb5");
  const auto session = session_key(terms, key);
  EXPECT_EQ(hex(session.bytes()), "bb088edb782d4cbcf4d48cb887b5668c0029e49d");
  EXPECT_EQ(hex(rakp4_code(terms, session.bytes())), "785eebe8c7f4bd394bc8511a");
  const auto keys = derive_keys(terms.suite, session.bytes());
  EXPECT_EQ(hex(keys.integrity.bytes()), "8294c096fcb6762082614ee25aef4bab5e0c9455");
  EXPECT_EQ(hex(keys.confidentiality.bytes()), "340008d64363620135b21ff6619b7fa0");
}

INSTANTIATE_TEST_SUITE_P(BothSuites, RmcpCrypto, testing::Values(CipherSuite::k3, CipherSuite::k17),
                         [](const auto& suite) {
                           return "Suite" + std::to_string(static_cast<int>(suite.param));
                         });

TEST(RmcpCode, IsTheSameOnlyWhole) {
  const Octets code{1, 2, 3, 4};
  EXPECT_TRUE(is_same_code(code, code));
  EXPECT_FALSE(is_same_code(code, Bytes(code).first(3)));
  EXPECT_FALSE(is_same_code({}, code));
  EXPECT_FALSE(is_same_code(code, Octets{1, 2, 3, 5}));
}

const RakpOctets kVector = counted_from(0xa0);
const RakpOctets kKey = counted_from(0x01);

TEST(RmcpEncryption, PadsAndEncrypts) {  // section 13.29
  const std::string plain = "seven o";
  const auto payload = encrypt_payload(kKey, kVector, bytes_of(plain));
  ASSERT_EQ(payload.size(), 32U);
  EXPECT_EQ(hex(Bytes(payload).first(16)), hex(kVector));
  const std::string padded = plain + "\1\2\3\4\5\6\7\x08\x08";
  std::string expected(32, '\0');
  int size = 0;
  auto* context = EVP_CIPHER_CTX_new();
  EVP_EncryptInit_ex(context, EVP_aes_128_cbc(), nullptr, kKey.data(), kVector.data());
  EVP_EncryptUpdate(context, reinterpret_cast<unsigned char*>(expected.data()), &size,
                    reinterpret_cast<const unsigned char*>(padded.data()), 16);
  EVP_CIPHER_CTX_free(context);
  EXPECT_EQ(text_of(Bytes(payload).subspan(16)), expected.substr(0, 16));
}

TEST(RmcpEncryption, DecryptsWhatItEncrypts) {
  for (std::size_t size = 0; size < 70; ++size) {
    const Octets plain(size, 0x5a);
    const auto again = decrypt_payload(kKey, encrypt_payload(kKey, kVector, plain));
    ASSERT_TRUE(again) << size;
    EXPECT_EQ(*again, plain);
  }
}

TEST(RmcpEncryption, RejectsEveryTruncation) {
  const auto whole = encrypt_payload(kKey, kVector, Octets(40, 0x5a));
  for (std::size_t n = 0; n < whole.size(); ++n)
    EXPECT_FALSE(decrypt_payload(kKey, Bytes(whole).first(n))) << n << " octets";
}

/// Ends a block with what is no trailer.
TEST(RmcpEncryption, RejectsABrokenTrailer) {
  const RakpOctets zero{};
  for (const auto& end : {"\x10"s, "\xff"s, "\2\1\2"s, "\1\2\4\3"s}) {
    std::string block(16 - end.size(), '\0');
    block += end;
    std::string encrypted(32, '\0');
    int size = 0;
    auto* context = EVP_CIPHER_CTX_new();
    EVP_EncryptInit_ex(context, EVP_aes_128_cbc(), nullptr, kKey.data(), zero.data());
    EVP_EncryptUpdate(context, reinterpret_cast<unsigned char*>(encrypted.data()), &size,
                      reinterpret_cast<const unsigned char*>(block.data()), 16);
    EVP_CIPHER_CTX_free(context);
    const std::string payload = std::string(16, '\0') + encrypted.substr(0, 16);
    EXPECT_FALSE(decrypt_payload(kKey, bytes_of(payload))) << testing::PrintToString(end);
  }
}

}  // namespace
}  // namespace rackseed::redfish
