#pragma once

#include <string>
#include <string_view>

namespace rackseed::redfish {

/// Overwrites a text in a way that no compiler leaves out, and empties it.
void wipe(std::string& secret);

/// A user's name and password. They are moved, never copied, are overwritten when they end, and
/// have no text: whoever wants to send them says so.
class Credentials {
 public:
  Credentials() = default;
  Credentials(std::string user, std::string password);
  Credentials(Credentials&& other) noexcept;
  Credentials& operator=(Credentials&& other) noexcept;
  Credentials(const Credentials&) = delete;
  Credentials& operator=(const Credentials&) = delete;
  ~Credentials();

  [[nodiscard]] const std::string& user() const { return user_; }
  /// {"UserName":...,"Password":...}: what a log-in sends. To be wiped.
  [[nodiscard]] std::string login_body() const;
  /// "Basic ..." (RFC 7617), in UTF-8. To be wiped.
  [[nodiscard]] std::string basic() const;
  [[nodiscard]] bool is_same(const Credentials& other) const;

 private:
  std::string user_;
  std::string password_;
};

}  // namespace rackseed::redfish
