#pragma once

#include <rackseed/error.hpp>

#include <cstdint>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rackseed::http {

/// An open regular file. What it says was read when it was opened.
class File {
 public:
  /// Takes the descriptor over.
  File(int descriptor, std::uint64_t bytes, std::time_t modified, std::string etag)
      : descriptor_(descriptor), bytes_(bytes), modified_(modified), etag_(std::move(etag)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&&) = delete;
  File& operator=(File&&) = delete;
  ~File();

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  [[nodiscard]] std::time_t modified() const { return modified_; }
  /// A strong validator, in quotes (RFC 9110 section 8.8.3).
  [[nodiscard]] const std::string& etag() const { return etag_; }

 private:
  int descriptor_;
  std::uint64_t bytes_;
  std::time_t modified_;
  std::string etag_;
};

/// The regular files below a folder; no link leads out of it.
class Folder {
 public:
  /// Throws std::system_error when the folder cannot be opened.
  explicit Folder(const std::filesystem::path& root);
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder(Folder&&) = delete;
  Folder& operator=(Folder&&) = delete;
  ~Folder();

  /// path: segments as parse_target() yields them. Nothing when there is no such regular file.
  /// Errors: kDenied (no permission, or a link that leads out), kUnavailable.
  [[nodiscard]] Result<std::shared_ptr<const File>> find(
      const std::vector<std::string>& path) const;

 private:
  int root_;
};

}  // namespace rackseed::http
