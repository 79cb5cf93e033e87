#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace rackseed::images {

/// The name of an unfinished content begins so.
inline constexpr std::string_view kPartPrefix = ".part-";

/// Where everything stands below the state folder; pure paths.
///
///     rackseed.db      the inventory, which holds a row for each content
///     plan.yaml        the plan that was served last, mode 0600
///     secrets.key      opens the secrets in it, mode 0600
///     images/SHA256    a content, mode 0644, never changed
///     images/.part-*   unfinished contents
///     os/PROFILE/...   what /os/PROFILE/ serves: hard links to contents, so each exists once
///     os/boot/         the boot loaders; the TFTP root too
///     apt/             what /apt/ serves
class Layout {
 public:
  explicit Layout(std::filesystem::path state) : state_(std::move(state)) {}

  [[nodiscard]] const std::filesystem::path& state() const { return state_; }
  [[nodiscard]] std::filesystem::path database() const { return state_ / "rackseed.db"; }
  [[nodiscard]] std::filesystem::path plan() const { return state_ / "plan.yaml"; }
  [[nodiscard]] std::filesystem::path secrets_key() const { return state_ / "secrets.key"; }
  [[nodiscard]] std::filesystem::path contents() const { return state_ / "images"; }
  [[nodiscard]] std::filesystem::path content(const std::string& sha256) const {
    return contents() / sha256;
  }
  [[nodiscard]] std::filesystem::path part(const std::string& key) const {
    return contents() / (std::string(kPartPrefix) + key);
  }
  [[nodiscard]] std::filesystem::path os() const { return state_ / "os"; }
  [[nodiscard]] std::filesystem::path profile(const std::string& name) const { return os() / name; }
  [[nodiscard]] std::filesystem::path boot() const { return profile("boot"); }
  [[nodiscard]] std::filesystem::path apt() const { return state_ / "apt"; }

 private:
  std::filesystem::path state_;
};

}  // namespace rackseed::images
