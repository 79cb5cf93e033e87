#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::images {

/// What a server may serve of the store; it never changes, a later import makes another one.
class Catalogue {
 public:
  using Contents = std::map<std::string, std::filesystem::path, std::less<>>;

  Catalogue() = default;
  Catalogue(Contents contents, std::vector<std::string> loaders)
      : contents_(std::move(contents)), loaders_(std::move(loaders)) {}

  /// Where a content stands; nothing when the store does not have it.
  /// sha256: 64 lower case hexadecimal digits.
  [[nodiscard]] std::optional<std::filesystem::path> find(std::string_view sha256) const {
    const auto found = contents_.find(sha256);
    return found == contents_.end() ? std::nullopt : std::optional(found->second);
  }

  /// The names of the boot loaders, sorted: paths below the TFTP root and below /os/boot/.
  [[nodiscard]] const std::vector<std::string>& loaders() const { return loaders_; }

 private:
  Contents contents_;
  std::vector<std::string> loaders_;
};

}  // namespace rackseed::images
