#pragma once

#include <rackseed/error.hpp>
#include <rackseed/net.hpp>

#include <filesystem>
#include <string>
#include <string_view>

#include "src/secrets/key_file.hpp"

namespace rackseed::serve {

/// The words that an installer or agent has to show. They follow from a key of the seed, so nothing
/// is stored, a restart changes nothing, and the word of an earlier attempt is worth nothing.
class InstallTokens {
 public:
  using Key = secrets::Key;

  explicit InstallTokens(const Key& key) : key_(key) {}
  /// The key in a file of mode 0600, which is made at the first call. Errors: kUnavailable, kDenied
  /// (others may read the file), kMalformed.
  [[nodiscard]] static Result<InstallTokens> open(const std::filesystem::path& file);

  /// 32 hexadecimal digits.
  [[nodiscard]] std::string token(Ipv4 bmc, int attempt) const;
  /// In the same time whatever the word is.
  [[nodiscard]] bool accepts(Ipv4 bmc, int attempt, std::string_view word) const;

 private:
  Key key_;
};

}  // namespace rackseed::serve
