#pragma once

#include "images/iso.hpp"
#include "images/kind.hpp"
#include "images/layout.hpp"
#include "images/part.hpp"
#include "images/source_file.hpp"

#include <optional>
#include <vector>

namespace rackseed::images {

/// A content of the store.
struct Content {
  std::string sha256{};
  std::int64_t bytes = 0;
  Kind kind = Kind::kFile;
  std::int64_t resumed_bytes = 0;  ///< copied by an earlier import that was killed
  bool is_new = false;             ///< false: was there before
};

/// The contents below a state folder. Blocks; several processes may use the same folder.
class Store {
 public:
  /// Makes the folders that are missing. Errors: kUnavailable.
  [[nodiscard]] static Result<Store> open(const std::filesystem::path& state);

  [[nodiscard]] const Layout& layout() const { return layout_; }

  /// Stores the content of a file, unless it is there already. A content appears whole and durable
  /// or not at all; an import that is killed goes on where it was when the same file is imported
  /// again.
  /// expected: the digest that it must have, or "".
  /// Errors: kDenied (another digest; nothing is stored), kConflict (another process imports the
  /// same file), kUnavailable (the file changed while it was read, disk full, I/O).
  [[nodiscard]] Result<Content> import_file(const SourceFile& source, const std::string& expected,
                                            const Progress& progress);

  /// Stores one file of an ISO, which is a content itself.
  /// Errors: as import_file(), kMalformed (the ISO is damaged).
  [[nodiscard]] Result<Content> import_member(const std::string& iso_sha256,
                                              const IsoMember& member);

  /// Octets that importing a file of this size takes: 0 when a content of that size is there, as
  /// it may be the same.
  [[nodiscard]] Result<std::int64_t> space_for(std::int64_t bytes) const;

  /// Undoes an import. What is linked below os/ is kept.
  void remove(const std::string& sha256) const;

 private:
  explicit Store(Layout layout) : layout_(std::move(layout)) {}
  Result<std::vector<std::string>> contents_of(std::int64_t bytes) const;
  Result<std::optional<std::string>> find_same(const SourceFile& source,
                                               const std::string& expected,
                                               const Progress& progress) const;
  Result<Content> finish(Part& part) const;

  Layout layout_;
};

}  // namespace rackseed::images
