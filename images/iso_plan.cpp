#include "images/iso_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rackseed::images {
namespace {

struct BootFile {
  std::string_view path{};
  std::string_view target{};
};

struct Installer {
  std::string_view name{};
  std::array<BootFile, 2> files{};
};

constexpr auto kInstallers = std::to_array<Installer>({
    {"Ubuntu live", {{{"casper/vmlinuz", "casper/vmlinuz"}, {"casper/initrd", "casper/initrd"}}}},
    {"Debian installer",
     {{{"install.amd/vmlinuz", "linux"}, {"install.amd/initrd.gz", "initrd.gz"}}}},
});

const IsoEntry* find(std::span<const IsoEntry> entries, std::string_view path) {
  const auto found = std::ranges::find(entries, path, &IsoEntry::path);
  return found == entries.end() ? nullptr : &*found;
}

bool has_all(std::span<const IsoEntry> entries, const Installer& installer) {
  return std::ranges::all_of(
      installer.files, [&](const BootFile& file) { return find(entries, file.path) != nullptr; });
}

Error unknown_iso() {
  std::string looked_for;
  for (const Installer& installer : kInstallers)
    looked_for += fmt::format("{}{} and {} ({})", looked_for.empty() ? "" : ", ",
                              installer.files[0].path, installer.files[1].path, installer.name);
  return {Errc::kUnsupported,
          fmt::format("no kernel and initrd that could be unpacked; looked for {}; import the ISO "
                      "without --unpack, and kernel and initrd with --as by themselves",
                      looked_for)};
}

}  // namespace

bool is_boot_file(std::string_view path) {
  return std::ranges::any_of(kInstallers, [path](const Installer& installer) {
    return std::ranges::count(installer.files, path, &BootFile::path) > 0;
  });
}

Result<std::vector<IsoMember>> plan_iso(std::span<const IsoEntry> entries) {
  const auto* const installer = std::ranges::find_if(
      kInstallers, [entries](const Installer& one) { return has_all(entries, one); });
  if (installer == kInstallers.end()) return unknown_iso();
  std::vector<IsoMember> members;
  for (const BootFile& file : installer->files) {
    const IsoEntry& entry = *find(entries, file.path);
    if (entry.bytes < 0 || entry.bytes > kMostMemberBytes)
      return Error{Errc::kMalformed,
                   fmt::format("{} has {} octets, a kernel or an initrd has at most {}", file.path,
                               entry.bytes, kMostMemberBytes)};
    members.push_back({.path = entry.same_as.empty() ? entry.path : entry.same_as,
                       .bytes = entry.bytes,
                       .target = std::string(file.target)});
  }
  return members;
}

}  // namespace rackseed::images
