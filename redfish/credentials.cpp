#include "redfish/credentials.hpp"

#include <openssl/evp.h>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <utility>

namespace rackseed::redfish {

Credentials::Credentials(std::string user, SecretText password)
    : user_(std::move(user)), password_(std::move(password)) {}

Credentials::Credentials(std::string user, std::string password)
    : Credentials(std::move(user), SecretText(std::move(password))) {}

std::string Credentials::login_body() const {
  const auto quoted = [](std::string_view text) { return boost::json::serialize(text); };
  std::string password = quoted(password_.reveal());
  std::string body = R"({"UserName":)" + quoted(user_) + R"(,"Password":)" + password + "}";
  wipe(password);
  return body;
}

std::string Credentials::basic() const {
  std::string plain = user_ + ":";
  plain.reserve(plain.size() + password_.reveal().size());  // grown, it would leave copies behind
  plain += password_.reveal();
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
  return user_ == other.user_ && password_.reveal() == other.password_.reveal();
}

}  // namespace rackseed::redfish
