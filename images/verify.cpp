#include "images/verify.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <system_error>

#include "images/digest.hpp"
#include "images/links.hpp"
#include "images/names.hpp"
#include "images/part.hpp"

namespace rackseed::images {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kImportAgain = "remove it and import the file again";

class Verifier {
 public:
  Verifier(const Layout& layout, const std::vector<Expected>& rows, const Progress& progress)
      : layout_(layout), rows_(rows), progress_(progress) {
    for (const Expected& row : rows) total_ += row.bytes;
  }

  void check_rows() {
    for (const Expected& row : rows_) {
      known_.insert(row.sha256);
      check(row);
    }
  }

  void check_names(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      if (name.starts_with(kPartPrefix)) {
        if (Part::remove_stale(layout_.contents() / name)) ++result_.removed_parts;
      } else if (!known_.contains(name)) {
        add(Fault::kOrphaned, layout_.contents() / name,
            "the inventory does not know it; import the file again, or remove it");
      }
    }
  }

  Result<void> check_links() {
    std::set<FileIdentity> contents;
    for (const std::string& sha256 : known_)
      if (const auto identity = identity_of(layout_.content(sha256))) contents.insert(*identity);
    const auto served = served_files(layout_);
    if (!served) return served.error();
    for (const ServedFile& file : *served)
      if (!contents.contains(file.identity))
        add(Fault::kOrphaned, layout_.state() / file.path,
            "is served, but is no content of the store; import it with --as, or remove it");
    return {};
  }

  Verification take() { return std::move(result_); }

 private:
  void add(Fault fault, const fs::path& path, std::string text) {
    result_.problems.push_back({.fault = fault,
                                .path = path.lexically_relative(layout_.state()).string(),
                                .text = std::move(text)});
  }

  void check(const Expected& row) {
    const fs::path path = layout_.content(row.sha256);
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file && errno == ENOENT) {
      add(Fault::kMissing, path, fmt::format("{}: import the file again", printable(row.name)));
      return;
    }
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
      add(Fault::kChanged, path, fmt::format("is no file that can be read; {}", kImportAgain));
    } else if (status.st_size != row.bytes) {
      add(Fault::kChanged, path,
          fmt::format("{}: has {} octets instead of {}; {}", printable(row.name), status.st_size,
                      row.bytes, kImportAgain));
    } else {
      check_digest(row, file.get(), path);
    }
  }

  void check_digest(const Expected& row, int file, const fs::path& path) {
    ++result_.contents;
    ::posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL);
    Digest digest;
    for (std::int64_t offset = 0; offset < row.bytes;) {
      const auto size = read_at(file, offset, buffer_, path);
      if (!size || *size == 0) {
        add(Fault::kChanged, path,
            fmt::format("{}; {}", size ? "ends too early" : size.error().detail, kImportAgain));
        return;
      }
      digest.update(Bytes(buffer_).first(*size));
      offset += static_cast<std::int64_t>(*size);
      result_.bytes += static_cast<std::int64_t>(*size);
      progress_(result_.bytes, total_);
    }
    if (const std::string found = digest.hex(); found != row.sha256)
      add(Fault::kChanged, path,
          fmt::format("{}: its SHA-256 is {}; {}", printable(row.name), found, kImportAgain));
  }

  const Layout& layout_;
  const std::vector<Expected>& rows_;
  const Progress& progress_;
  std::int64_t total_ = 0;
  std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(kChunkBytes);
  std::set<std::string> known_;
  Verification result_;
};

}  // namespace

std::string_view to_string(Fault fault) {
  switch (fault) {
    case Fault::kMissing:
      return "missing";
    case Fault::kChanged:
      return "changed";
    case Fault::kOrphaned:
      return "orphaned";
  }
  return "changed";
}

Result<std::vector<std::string>> list_contents(const Layout& layout) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(layout.contents(), error), end; !error && entry != end;
       entry.increment(error))
    names.push_back(entry->path().filename().string());
  if (error)
    return Error{Errc::kUnavailable,
                 fmt::format("{}: {}", layout.contents().string(), error.message())};
  std::ranges::sort(names);
  return names;
}

Result<Verification> verify(const Layout& layout, const std::vector<std::string>& names,
                            const std::vector<Expected>& rows, const Progress& progress) {
  Verifier verifier(layout, rows, progress);
  verifier.check_rows();
  verifier.check_names(names);
  if (const auto done = verifier.check_links(); !done) return done.error();
  return verifier.take();
}

}  // namespace rackseed::images
