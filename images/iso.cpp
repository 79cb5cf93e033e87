#include "images/iso.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "images/archive.hpp"
#include "images/names.hpp"

namespace rackseed::images {
namespace {

constexpr std::size_t kReadBytes = std::size_t{64} << 10U;
constexpr std::size_t kMostEntries = 1'000'000;

/// The entries of an ISO, one after the other. Remembers the first failure: ask error() at the end.
class IsoReader {
 public:
  explicit IsoReader(const SourceFile& iso) : iso_(iso), reader_(new_archive_reader()) {
    archive_read_support_format_iso9660(reader_.get());
    if (::lseek(iso.descriptor(), 0, SEEK_SET) != 0) {
      error_ = io_error(iso.path());
    } else if (archive_read_open_fd(reader_.get(), iso.descriptor(), kReadBytes) != ARCHIVE_OK) {
      fail(Errc::kUnsupported, "is no ISO");
    }
  }

  /// Moves to the next regular file; false at the end and after a failure.
  bool next() {
    while (!error_) {
      const int code = archive_read_next_header(reader_.get(), &entry_);
      if (code == ARCHIVE_EOF) return false;
      if (++entries_ > kMostEntries) fail(Errc::kMalformed, "has too many entries");
      if (code < ARCHIVE_WARN) fail(Errc::kMalformed, "the ISO is damaged");
      if (!error_ && (archive_entry_filetype(entry_) == AE_IFREG || !same_as().empty()))
        return true;
    }
    return false;
  }

  [[nodiscard]] std::string_view path() const {
    std::string_view name = text(archive_entry_pathname(entry_));
    while (name.starts_with("./")) name.remove_prefix(2);
    return name;
  }
  [[nodiscard]] std::string_view same_as() const { return text(archive_entry_hardlink(entry_)); }
  [[nodiscard]] std::int64_t bytes() const { return archive_entry_size(entry_); }

  /// The next piece of the data of this entry; empty at its end and after a failure.
  Bytes read(std::vector<std::uint8_t>& buffer) {
    if (error_) return {};
    const auto size = archive_read_data(reader_.get(), buffer.data(), buffer.size());
    if (size < 0) fail(Errc::kMalformed, "the ISO is damaged");
    return size <= 0 ? Bytes() : Bytes(buffer).first(static_cast<std::size_t>(size));
  }

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  static std::string_view text(const char* text) { return text == nullptr ? "" : text; }

  void fail(Errc code, std::string_view what) {
    if (error_) return;
    error_ = Error{code, fmt::format("{}: {}: {}", iso_.path().string(), what,
                                     printable(text(archive_error_string(reader_.get()))))};
  }

  const SourceFile& iso_;
  ArchiveReader reader_;
  archive_entry* entry_ = nullptr;
  std::size_t entries_ = 0;
  std::optional<Error> error_;
};

}  // namespace

Result<std::vector<IsoMember>> find_boot_files(const SourceFile& iso) {
  IsoReader reader(iso);
  std::vector<IsoEntry> found;
  IsoEntry last;  // an entry that shares data follows the one that has it
  while (reader.next()) {
    const std::string path(reader.path());
    const std::string same_as(reader.same_as());
    if (same_as.empty()) last = {.path = path, .bytes = reader.bytes()};
    if (is_boot_file(path) && std::ranges::count(found, path, &IsoEntry::path) == 0)
      found.push_back({.path = path,
                       .bytes = same_as.empty() || same_as == last.path ? last.bytes : 0,
                       .same_as = same_as});
  }
  if (reader.error()) return *reader.error();
  auto members = plan_iso(found);
  if (!members)
    return Error{members.error().code,
                 fmt::format("{}: {}", iso.path().string(), members.error().detail)};
  return members;
}

Result<void> extract_member(const SourceFile& iso, const IsoMember& member, const Sink& sink) {
  IsoReader reader(iso);
  bool found = false;
  while (!found && reader.next()) found = reader.path() == member.path && reader.same_as().empty();
  std::vector<std::uint8_t> buffer(kChunkBytes);
  std::int64_t done = 0;
  while (found && done <= kMostMemberBytes) {
    const Bytes piece = reader.read(buffer);
    if (piece.empty()) break;
    done += static_cast<std::int64_t>(piece.size());
    if (auto taken = sink(piece); !taken) return taken;
  }
  if (reader.error()) return *reader.error();
  if (found && done == member.bytes) return {};
  return Error{Errc::kMalformed,
               fmt::format("{}: {} cannot be read whole", iso.path().string(), member.path)};
}

}  // namespace rackseed::images
