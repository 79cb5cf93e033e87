#pragma once

#include <rackseed/error.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace rackseed::images {

/// At most so many files are imported at once.
inline constexpr std::size_t kMostTreeFiles = 100'000;

struct TreeFile {
  std::string path{};  ///< relative to the folder; as is_safe_path() says
  std::int64_t bytes = 0;
};

struct Tree {
  std::vector<TreeFile> files{};       ///< by path
  std::vector<std::string> skipped{};  ///< no files: links to folders, pipes, devices
};

/// The files below a folder. A symbolic link to a file of the folder stands for that file; one to
/// a folder is skipped.
/// Errors: kDenied (a link that leads out of the folder, a name that cannot be served),
/// kUnsupported (more than `most` files), kUnavailable.
[[nodiscard]] Result<Tree> list_tree(const std::filesystem::path& folder,
                                     std::size_t most = kMostTreeFiles);

}  // namespace rackseed::images
