#include "images/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "images/names.hpp"
#include "images/source_file.hpp"

namespace rackseed::images {
namespace {

namespace fs = std::filesystem;

Error unreadable(const fs::path& path, const std::error_code& error) {
  return {Errc::kUnavailable, fmt::format("{}: {}", path.string(), error.message())};
}

/// Adds what stands behind one name.
Result<void> add(const fs::path& folder, const fs::directory_entry& entry, Tree& tree) {
  std::error_code error;
  const auto type = entry.symlink_status(error).type();
  if (error) return unreadable(entry.path(), error);
  if (type == fs::file_type::directory) return {};
  const std::string path = entry.path().lexically_relative(folder).string();
  const bool is_link = type == fs::file_type::symlink;
  if ((!is_link && type != fs::file_type::regular) || (is_link && entry.is_directory(error))) {
    tree.skipped.push_back(path);
    return {};
  }
  if (!is_safe_path(path))
    return Error{Errc::kDenied,
                 fmt::format("{}: {}: is no name that can be served; rename it first",
                             folder.string(), printable(path))};
  const auto file = SourceFile::open_below(folder, path);
  if (!file) return file.error();
  tree.files.push_back({.path = path, .bytes = file->bytes()});
  return {};
}

}  // namespace

Result<Tree> list_tree(const fs::path& folder, std::size_t most) {
  Tree tree;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (const auto added = add(folder, *entry, tree); !added) return added.error();
    if (tree.files.size() + tree.skipped.size() > most)
      return Error{Errc::kUnsupported,
                   fmt::format("{}: more than {} files; import its folders one by one",
                               folder.string(), most)};
  }
  if (error) return unreadable(folder, error);
  std::ranges::sort(tree.files, {}, &TreeFile::path);
  std::ranges::sort(tree.skipped);
  return tree;
}

}  // namespace rackseed::images
