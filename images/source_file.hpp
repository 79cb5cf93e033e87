#pragma once

#include "images/io.hpp"

#include <sys/stat.h>

namespace rackseed::images {

/// A regular file that is to be imported. What it says was read when it was opened.
class SourceFile {
 public:
  /// Errors: kUnavailable (missing, no permission, no regular file).
  [[nodiscard]] static Result<SourceFile> open(const std::filesystem::path& path);
  /// path: relative to a folder. Errors: also kDenied (a link leads out of the folder).
  [[nodiscard]] static Result<SourceFile> open_below(const std::filesystem::path& folder,
                                                     const std::string& path);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] int descriptor() const { return file_.get(); }
  [[nodiscard]] std::int64_t bytes() const { return status_.st_size; }
  /// The same for the same file, whatever stands in it; letters and digits.
  [[nodiscard]] std::string key() const;
  /// Errors: kUnavailable (somebody wrote to the file since it was opened).
  [[nodiscard]] Result<void> check_unchanged() const;

 private:
  SourceFile(Descriptor file, std::filesystem::path path, struct stat status)
      : file_(std::move(file)), path_(std::move(path)), status_(status) {}
  static Result<SourceFile> take(Descriptor file, std::filesystem::path path);

  Descriptor file_;
  std::filesystem::path path_;
  struct stat status_;
};

/// A name for what is written on the way from a source into the store; letters and digits.
[[nodiscard]] std::string part_key(std::string_view source);

}  // namespace rackseed::images
