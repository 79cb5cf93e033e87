#include <array>
#include <variant>

#include "src/config/readers.hpp"

namespace rackseed::config {
namespace {

using SshKey = std::variant<plan::Secret, std::string>;

constexpr Range kDisks{1, 1000};

void read_disks(Section& in, plan::StorageProfile& storage) {
  constexpr auto kTransports = std::to_array<std::string_view>({"nvme", "sata", "sas"});
  in.read("count", storage.disk_count, kDisks);
  in.read("transport", storage.transport, OneOf{kTransports});
  in.section("size_gib", [&](Section& size) {
    size.read("min", storage.min_gib, kAnyCount);
    size.read("max", storage.max_gib, kAnyCount);
  });
  in.read("pick", storage.pick, kWord);
}

void read_storage(Section& in, plan::StorageProfile& storage) {
  in.section("os_disks", [&](Section& disks) { read_disks(disks, storage); });
  in.read("layout", storage.layout, kWord);
  in.read("vg", storage.vg, kName);
  in.cells("volumes", kName, [&](const std::string& name, const Cell& cell) {
    plan::Volume volume{.name = name};
    if (read_value(cell, volume.size, kVolumeSize)) storage.volumes.push_back(std::move(volume));
  });
  in.read("wipe", storage.wipe, kWord);
  in.read("data_disks", storage.data_disks, kWord);
}

/// A public key, or the name of a secret that holds one.
void read_ssh_key(const Cell& cell, std::vector<SshKey>& keys) {
  plan::Secret secret;
  std::string text;
  if (cell.tree().kind == Kind::kMap) {
    if (read_value(cell, secret)) keys.emplace_back(std::move(secret));
  } else if (cell.tree().text.starts_with("-----BEGIN")) {  // whoever pastes the wrong half
    refuse_plain_secret(cell);
  } else if (read_value(cell, text, kPublicKey)) {
    keys.emplace_back(std::move(text));
  }
}

void read_apt(Section& in, plan::OsProfile& os) {
  in.read("mode", os.apt_mode);
  in.read("uri", os.apt_uri, kSeedUrl);
  in.read("trusted", os.apt_trusted);
}

void read_os(Section& in, plan::OsProfile& os) {
  in.read("family", os.family, kWord);
  in.read("method", os.method);
  in.read("iso", os.iso, kFileName);
  in.read("image", os.image, kFileName);
  in.read("sha256", os.sha256, kDigest);
  in.read("install_user", os.install_user, kName);
  in.read("password_hash", os.password_hash);
  if (const auto keys = in.find("ssh_keys"))
    for (const Cell& key : keys->items()) read_ssh_key(key, os.ssh_keys);
  in.section("apt", [&](Section& apt) { read_apt(apt, os); });
  in.read("packages", os.packages, kWord);
  in.cells("answers", kName, [&](const std::string& question, const Cell& cell) {
    std::string answer;
    if (read_value(cell, answer, kFreeText)) os.answers.emplace_back(question, std::move(answer));
  });
  in.read("verify", os.verify, kWord);
}

}  // namespace

void read_profiles(Section& root, plan::Plan& plan) {
  root.entries("storage_profiles", kName, [&](const std::string& name, Section& in) {
    plan::StorageProfile storage{.name = name};
    read_storage(in, storage);
    plan.storage_profiles.push_back(std::move(storage));
  });
  root.entries("os_profiles", kName, [&](const std::string& name, Section& in) {
    plan::OsProfile os{.name = name};
    read_os(in, os);
    plan.os_profiles.push_back(std::move(os));
  });
}

}  // namespace rackseed::config
