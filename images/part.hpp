#pragma once

#include "images/digest.hpp"
#include "images/layout.hpp"
#include "images/source_file.hpp"

namespace rackseed::images {

/// A content on its way into the store. It has a name from the beginning, so that what a killed
/// import has copied is not lost: the next one of the same source goes on from there. Locked
/// against other processes while it is open.
class Part {
 public:
  /// Errors: kConflict (another process has it open), kUnavailable.
  [[nodiscard]] static Result<Part> open(const Layout& layout, const std::string& key);
  /// Removes what a killed import has left, unless a process has it open; false then.
  static bool remove_stale(const std::filesystem::path& path);

  /// Copies the whole source. What is there already is compared with the source, and kept as far
  /// as it is the same. Where the file system can, blocks are shared instead of copied.
  /// Errors: kUnavailable; when the disk is full, nothing is left of the part.
  Result<void> copy(const SourceFile& source, const Progress& progress);
  /// Forgets what an earlier import has left, for a source that cannot be compared.
  Result<void> restart();
  /// Adds to the end. Errors: as copy().
  Result<void> append(Bytes bytes);

  [[nodiscard]] std::int64_t bytes() const { return bytes_; }
  /// How much of what it holds came from an earlier import.
  [[nodiscard]] std::int64_t resumed_bytes() const { return resumed_bytes_; }
  [[nodiscard]] int descriptor() const { return file_.get(); }
  /// The digest of what it holds; nothing may be added afterwards.
  [[nodiscard]] const std::string& sha256();

  /// Gives the content its final name, durably. false: it was there already, the part is gone.
  Result<bool> commit(const Layout& layout);
  void discard();

 private:
  Part(Descriptor file, std::filesystem::path path)
      : file_(std::move(file)), path_(std::move(path)) {}
  Result<bool> share_blocks(const SourceFile& source, const Progress& progress);
  Result<void> keep_what_is_the_same(const SourceFile& source, const Progress& progress);
  Result<void> copy_rest(const SourceFile& source, const Progress& progress);
  [[nodiscard]] Error failed();

  Descriptor file_;
  std::filesystem::path path_;
  Digest digest_;
  std::string sha256_;
  std::int64_t bytes_ = 0;
  std::int64_t resumed_bytes_ = 0;
};

}  // namespace rackseed::images
