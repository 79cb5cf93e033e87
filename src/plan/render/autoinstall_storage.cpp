#include <fmt/core.h>
#include <rackseed/ascii.hpp>

#include <algorithm>
#include <array>

#include "src/plan/render/autoinstall.hpp"

namespace rackseed::plan {
namespace {

constexpr std::string_view kSwap = "swap";

/// A serial number as a pattern for the installer, which compares with globs: the number itself and
/// whatever the kernel appends. One that is not known must fit no disk at all.
std::string serial_pattern(const NodeFacts& facts, std::size_t disk) {
  if (disk >= facts.os_disks.size() || facts.os_disks[disk].serial.empty())
    return fmt::format("rackseed-no-serial-of-os-disk-{}", disk);
  std::string pattern;
  for (const char c : facts.os_disks[disk].serial) {
    const bool special = c == '*' || c == '?' || c == '[';
    pattern += special ? fmt::format("[{}]", c) : std::string(1, c);
  }
  return pattern + '*';
}

struct Mount {
  std::string name{};    ///< "var" in the ids m-var and f-var
  std::string device{};  ///< id of a format
  std::string path{};    ///< "" for swap
};

/// Where a logical volume goes: the folders that fill up have volumes of their own. A name without
/// a folder of its own is mounted below "/"; "" when it cannot be a folder.
std::string mount_path(std::string_view volume) {
  struct Folder {
    std::string_view volume{}, path{};
  };
  constexpr auto kFolders = std::to_array<Folder>({{"root", "/"},
                                                   {"log", "/var/log"},
                                                   {"audit", "/var/log/audit"},
                                                   {"lib", "/var/lib"},
                                                   {"ceph", "/var/lib/ceph"},
                                                   {"containers", "/var/lib/containers"},
                                                   {"docker", "/var/lib/docker"},
                                                   {"libvirt", "/var/lib/libvirt"},
                                                   {"nova", "/var/lib/nova"}});
  const auto folder = std::ranges::find(kFolders, volume, &Folder::volume);
  if (folder != kFolders.end()) return std::string(folder->path);
  const bool plain = std::ranges::all_of(
      volume, [](char c) { return is_lower(c) || is_digit(c) || c == '_' || c == '-'; });
  return plain ? fmt::format("/{}", volume) : "";
}

/// Parents first: "/" and swap, then by depth, within one depth by name.
std::pair<std::ptrdiff_t, std::string> mount_order(const Mount& mount) {
  if (mount.path == "/") return {0, ""};
  return {std::ranges::count(mount.path, '/'), mount.path.empty() ? "swap" : mount.path};
}

class StorageConfig {
 public:
  StorageConfig(const NodeView& node, const NodeFacts& facts)
      : profile_(*node.storage), facts_(facts), bios_(node.node->boot.firmware == Firmware::kBios) {
    const bool raid = profile_.layout == "raid1-lvm";
    disks_ = raid ? static_cast<std::size_t>(std::max(profile_.disk_count, 1)) : 1;
    mirrored_ = disks_ > 1;
  }

  Value build() {
    for (std::size_t disk = 0; disk < disks_; ++disk) add_disk(disk);
    if (!bios_) add_efi_formats();
    if (mirrored_) {
      add_raid("md0", 2);
      add_raid("md1", 3);
    }
    add_format("boot", mirrored_ ? "md0" : "d0p2", "ext4");
    mounts_.push_back({"boot", "f-boot", "/boot"});
    add_volume_group();
    for (const Volume& volume : profile_.volumes) add_volume(volume);
    add_mounts();
    return std::move(config_);
  }

 private:
  /// Both disks of a mirror get a loader, so that each boots without the other.
  void add_disk(std::size_t disk) {
    Value entry(Value::Map{{"type", "disk"},
                           {"id", fmt::format("d{}", disk)},
                           {"match", Value::Map{{"serial", serial_pattern(facts_, disk)}}},
                           {"ptable", "gpt"}});
    if (!profile_.wipe.empty()) entry.set("wipe", profile_.wipe);
    config_.push_back(std::move(entry.set("preserve", false).set("grub_device", bios_)));
    if (bios_) {
      add_partition(disk, 1, "1M", "bios_grub");
    } else {
      add_partition(disk, 1, "1G", "boot");
    }
    add_partition(disk, 2, "2G", "");
    add_partition(disk, 3, -1, "");
  }

  void add_partition(std::size_t disk, int number, const Value& size, std::string_view flag) {
    Value entry(Value::Map{{"type", "partition"},
                           {"id", fmt::format("d{}p{}", disk, number)},
                           {"device", fmt::format("d{}", disk)},
                           {"number", number},
                           {"size", size}});
    if (!flag.empty()) entry.set("flag", flag);
    if (flag == "boot") entry.set("grub_device", true);
    config_.push_back(std::move(entry.set("wipe", "superblock").set("preserve", false)));
  }

  void add_efi_formats() {
    for (std::size_t disk = 0; disk < disks_; ++disk)
      config_.push_back(Value::Map{{"type", "format"},
                                   {"id", fmt::format("f-efi{}", disk)},
                                   {"volume", fmt::format("d{}p1", disk)},
                                   {"fstype", "fat32"},
                                   {"label", fmt::format("EFI{}", disk)}});
    mounts_.push_back({"efi", "f-efi0", "/boot/efi"});
  }

  void add_raid(std::string_view name, int partition) {
    Value::List devices;
    for (std::size_t disk = 0; disk < disks_; ++disk)
      devices.emplace_back(fmt::format("d{}p{}", disk, partition));
    config_.push_back(Value::Map{{"type", "raid"},
                                 {"id", name},
                                 {"name", name},
                                 {"raidlevel", 1},
                                 {"devices", std::move(devices)},
                                 {"preserve", false}});
  }

  void add_volume_group() {
    config_.push_back(Value::Map{{"type", "lvm_volgroup"},
                                 {"id", "vg"},
                                 {"name", profile_.vg},
                                 {"devices", Value::list({mirrored_ ? "md1" : "d0p3"})},
                                 {"preserve", false}});
  }

  void add_volume(const Volume& volume) {
    config_.push_back(Value::Map{{"type", "lvm_partition"},
                                 {"id", "lv-" + volume.name},
                                 {"name", volume.name},
                                 {"volgroup", "vg"},
                                 {"size", volume.size},
                                 {"wipe", "superblock"},
                                 {"preserve", false}});
    const bool swap = volume.name == kSwap;
    add_format(volume.name, "lv-" + volume.name, swap ? "swap" : "ext4");
    const std::string path = swap ? "" : mount_path(volume.name);
    if (swap || !path.empty()) mounts_.push_back({volume.name, "f-" + volume.name, path});
  }

  void add_format(const std::string& name, std::string_view volume, std::string_view fstype) {
    config_.push_back(Value::Map{
        {"type", "format"}, {"id", "f-" + name}, {"volume", volume}, {"fstype", fstype}});
  }

  void add_mounts() {
    std::ranges::stable_sort(mounts_, {}, mount_order);
    for (const Mount& mount : mounts_)
      config_.push_back(Value::Map{{"type", "mount"},
                                   {"id", "m-" + mount.name},
                                   {"device", mount.device},
                                   {"path", mount.path}});
  }

  const StorageProfile& profile_;
  const NodeFacts& facts_;
  bool bios_ = false;
  std::size_t disks_ = 1;
  bool mirrored_ = false;
  Value::List config_{};
  std::vector<Mount> mounts_{};
};

}  // namespace

Value autoinstall_storage(const NodeView& node, const NodeFacts& facts) {
  const bool ours = node.storage != nullptr &&
                    (node.storage->layout == "raid1-lvm" || node.storage->layout == "single-lvm");
  if (!ours)
    return Value::Map{
        {"layout",
         Value::Map{{"name", "lvm"}, {"match", Value::Map{{"serial", serial_pattern(facts, 0)}}}}}};
  return Value::Map{{"swap", Value::Map{{"size", 0}}},
                    {"config", StorageConfig(node, facts).build()}};
}

}  // namespace rackseed::plan
