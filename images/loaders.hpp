#pragma once

#include <rackseed/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace rackseed::images {

/// A boot loader that Debian packages.
struct Loader {
  std::string name{};  ///< below os/boot, as DHCP or shim asks for it
  std::filesystem::path file{};
};

/// Those below a root: "/", or a folder with what `dpkg-deb -x` made of the packages, all in it or
/// each in a folder named like its package.
/// Errors: kUnavailable (names the packages that are missing, and how to get them).
[[nodiscard]] Result<std::vector<Loader>> find_loaders(const std::filesystem::path& root);

}  // namespace rackseed::images
