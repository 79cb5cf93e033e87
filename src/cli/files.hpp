#pragma once

#include <rackseed/error.hpp>

#include <string>
#include <vector>

#include "src/plan/artefact.hpp"

namespace rackseed::cli {

/// Reads a regular file of at most 64 MiB.
/// Errors: kUnavailable (missing, no permission, a directory, too large).
[[nodiscard]] Result<std::string> read_file(const std::string& path);

/// What writing a tree came to; the paths are relative to its folder.
struct TreeChange {
  std::vector<std::string> written{};
  std::vector<std::string> unchanged{};
  std::vector<std::string> differing{};  ///< exist with other content; written only by force
};

/// Writes files below a folder, which is made where it is missing. A file appears whole or not at
/// all. No symbolic link below the folder is followed. Without force, nothing at all is written
/// when an existing file differs.
/// Errors: kDenied (a link or something that is no file is in the way), kUnavailable (I/O).
[[nodiscard]] Result<TreeChange> write_tree(const std::string& folder, const plan::Artefacts& files,
                                            bool force);

}  // namespace rackseed::cli
