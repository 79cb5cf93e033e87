#include "redfish/credentials.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <utility>

namespace rackseed::redfish {

void wipe(std::string& secret) {
  secret.resize(secret.capacity());  // a short text may have had a longer one in its place
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

Credentials::Credentials(std::string user, std::string password)
    : user_(std::move(user)), password_(password) {
  wipe(password);
}

Credentials::Credentials(Credentials&& other) noexcept : user_(std::move(other.user_)) {
  password_.swap(other.password_);
  wipe(other.password_);  // a short text was copied
}

Credentials& Credentials::operator=(Credentials&& other) noexcept {
  if (this == &other) return *this;
  user_ = std::move(other.user_);
  password_.swap(other.password_);
  wipe(other.password_);
  return *this;
}

Credentials::~Credentials() { wipe(password_); }

std::string Credentials::login_body() const {
  const auto quoted = [](const std::string& text) { return boost::json::serialize(text); };
  std::string password = quoted(password_);
  std::string body = R"({"UserName":)" + quoted(user_) + R"(,"Password":)" + password + "}";
  wipe(password);
  return body;
}

std::string Credentials::basic() const {
  std::string plain = user_ + ":" + password_;
  std::string encoded(4 * ((plain.size() + 2) / 3) + 1, '\0');  // a NUL is written too
  const auto size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                    reinterpret_cast<const unsigned char*>(plain.data()),
                                    static_cast<int>(plain.size()));
  encoded.resize(static_cast<std::size_t>(size));
  wipe(plain);
  std::string field = "Basic " + encoded;
  wipe(encoded);
  return field;
}

bool Credentials::is_same(const Credentials& other) const {
  return user_ == other.user_ && password_ == other.password_;
}

}  // namespace rackseed::redfish
