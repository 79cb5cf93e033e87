#pragma once

#include "images/layout.hpp"

#include <rackseed/error.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rackseed::images {

enum class LinkChange : std::uint8_t { kMade, kUnchanged, kReplaced };

/// Makes os/PATH a hard link to a content; whoever asks for PATH meanwhile gets the old or the new
/// one. No symbolic link on the way is followed.
/// path: as is_safe_path() says.
/// Errors: kDenied (a symbolic link, a folder or a file is in the way), kUnavailable.
[[nodiscard]] Result<LinkChange> link_content(const Layout& layout, const std::string& sha256,
                                              const std::string& path);

/// Device and number of a file: the same for all its names.
using FileIdentity = std::pair<std::uint64_t, std::uint64_t>;

/// Something below os/ that is no folder.
struct ServedFile {
  std::string path{};  ///< relative to the state folder
  FileIdentity identity{};
};

/// All of them, by path. Errors: kUnavailable.
[[nodiscard]] Result<std::vector<ServedFile>> served_files(const Layout& layout);

/// Errors: kUnavailable.
[[nodiscard]] Result<FileIdentity> identity_of(const std::filesystem::path& path);

}  // namespace rackseed::images
