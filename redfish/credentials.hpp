#pragma once

#include <rackseed/secret_text.hpp>

#include <string>

namespace rackseed::redfish {

/// A user's name and password. They are moved, never copied, are overwritten when they end, and
/// have no text: whoever wants to send them says so.
class Credentials {
 public:
  Credentials() = default;
  Credentials(std::string user, SecretText password);
  Credentials(std::string user, std::string password);

  [[nodiscard]] const std::string& user() const { return user_; }
  /// {"UserName":...,"Password":...}: what a log-in sends. To be wiped.
  [[nodiscard]] std::string login_body() const;
  /// "Basic ..." (RFC 7617), in UTF-8. To be wiped.
  [[nodiscard]] std::string basic() const;
  [[nodiscard]] bool is_same(const Credentials& other) const;

 private:
  std::string user_;
  SecretText password_;
};

}  // namespace rackseed::redfish
