#include "images/loaders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <system_error>

namespace rackseed::images {
namespace {

namespace fs = std::filesystem;

struct Source {
  std::string_view name{};
  std::string_view package{};
  bool is_required = true;
  std::array<std::string_view, 2> files{};  ///< the first that is there; "": none
};

// Debian 12 has no iPXE and, on amd64, no shim and GRUB for arm64; Debian 13 has ipxe-arm64.efi.
constexpr auto kSources = std::to_array<Source>({
    {"undionly.kpxe", "ipxe", true, {"usr/lib/ipxe/undionly.kpxe", ""}},
    {"snponly.efi", "ipxe", true, {"usr/lib/ipxe/snponly.efi", ""}},
    // usr/lib/ipxe/ipxe.efi is an absolute link to it.
    {"ipxe.efi", "ipxe", true, {"boot/ipxe.efi", "usr/lib/ipxe/ipxe-amd64.efi"}},
    {"snponly-arm64.efi",
     "ipxe",
     false,
     {"usr/lib/ipxe/snponly-arm64.efi", "usr/lib/ipxe/ipxe-arm64.efi"}},
    {"shimx64.efi", "shim-signed", true, {"usr/lib/shim/shimx64.efi.signed", ""}},
    {"shimaa64.efi", "shim-signed", false, {"usr/lib/shim/shimaa64.efi.signed", ""}},
    // shim loads the file of this name that stands beside it.
    {"grubx64.efi",
     "grub-efi-amd64-signed",
     true,
     {"usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed", ""}},
    {"grubaa64.efi",
     "grub-efi-arm64-signed",
     false,
     {"usr/lib/grub/arm64-efi-signed/grubnetaa64.efi.signed", ""}},
});

std::optional<fs::path> find(const fs::path& root, const Source& source) {
  for (const std::string_view file : source.files)
    for (const fs::path& folder : {root, root / source.package}) {
      std::error_code unreadable;
      const fs::path path = folder / file;
      if (!file.empty() && fs::is_regular_file(path, unreadable)) return path;
    }
  return {};
}

Error missing(const fs::path& root, const std::vector<std::string_view>& files,
              const std::vector<std::string_view>& packages) {
  const auto join = [](const auto& words, std::string_view between) {
    std::string text;
    for (const auto& word : words) text += fmt::format("{}{}", text.empty() ? "" : between, word);
    return text;
  };
  return {Errc::kUnavailable,
          fmt::format("{}: {} missing: apt install {}; without network, unpack the packages by "
                      "dpkg-deb -x on another machine and give the folder by --loaders-from",
                      root.string(), join(files, ", "), join(packages, " "))};
}

}  // namespace

Result<std::vector<Loader>> find_loaders(const fs::path& root) {
  std::vector<Loader> loaders;
  std::vector<std::string_view> files;
  std::vector<std::string_view> packages;
  for (const Source& source : kSources) {
    if (const auto file = find(root, source)) {
      loaders.push_back({.name = std::string(source.name), .file = *file});
    } else if (source.is_required) {
      files.push_back(source.files.front());
      if (std::ranges::count(packages, source.package) == 0) packages.push_back(source.package);
    }
  }
  if (!packages.empty()) return missing(root, files, packages);
  return loaders;
}

}  // namespace rackseed::images
