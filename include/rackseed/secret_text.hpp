#pragma once

#include <string.h>  // NOLINT(modernize-deprecated-headers): explicit_bzero(3)

#include <string>
#include <string_view>
#include <utility>

namespace rackseed {

/// Overwrites a text in a way that no compiler leaves out, and empties it.
inline void wipe(std::string& secret) {
  secret.resize(secret.capacity());  // a short text may have had a longer one in its place
  ::explicit_bzero(secret.data(), secret.size());
  secret.clear();
}

/// A password or a private key in memory: wiped when it goes, never printed, never copied by
/// chance.
class SecretText {
 public:
  SecretText() = default;
  /// Takes the text over and leaves nothing of it behind.
  explicit SecretText(std::string&& text) : text_(text) { wipe(text); }
  SecretText(SecretText&& other) noexcept {
    text_.swap(other.text_);
    wipe(other.text_);  // a short text was copied
  }
  SecretText& operator=(SecretText&& other) noexcept {
    if (this == &other) return *this;
    text_.swap(other.text_);
    wipe(other.text_);
    return *this;
  }
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;
  ~SecretText() { wipe(text_); }

  [[nodiscard]] SecretText copy() const { return SecretText(std::string(text_)); }
  /// The text itself; it must not be kept.
  [[nodiscard]] std::string_view reveal() const { return text_; }

 private:
  std::string text_;
};

}  // namespace rackseed
