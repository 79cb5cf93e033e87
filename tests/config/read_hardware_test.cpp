#include <gtest/gtest.h>

#include "tests/config/plan_text.hpp"

namespace rackseed::config {
namespace {

TEST(Hardware, ReadsEveryKey) {
  const std::string text =
      "hardware:\n  srv:\n    nics:\n"
      "      lom0: {where: lom/0, speed: 1G, switch: mgmt}\n"
      "      a1: {where: slot1/1, speed: 25G, switch: tor, side: A, lane: 1}\n"
      "    min: {ram_gib: 64, os_disks: 2}\n";
  EXPECT_EQ(said(text), Lines{});
  const auto plan = plan_of(text);
  const plan::Hardware& hardware = plan.hardware.at(0);
  EXPECT_EQ(hardware.name, "srv");
  ASSERT_EQ(hardware.nics.size(), 2U);
  EXPECT_EQ(hardware.nics[0].where, "lom/0");
  EXPECT_EQ(hardware.nics[0].speed_mbps, 1000);
  EXPECT_EQ(hardware.nics[0].side, plan::Side::kNone);
  EXPECT_EQ(hardware.nics[1].switch_kind, "tor");
  EXPECT_EQ(hardware.nics[1].side, plan::Side::kA);
  EXPECT_EQ(hardware.nics[1].lane, 1);
  EXPECT_EQ(hardware.min_ram_gib, 64);
  EXPECT_EQ(hardware.min_os_disks, 2);
  EXPECT_EQ(plan.source.find("hardware.srv.nics.a1.switch"), (plan::Position{9, 48}));
}

TEST(Hardware, NamesWhatIsWrong) {
  EXPECT_EQ(said("hardware: {h: {nics: {n: {speed: 25, switch: tor}}}}\n"),
            Lines{"5:34 E-111 hardware.h.nics.n.speed: \"25\" is not a speed such as 100M, 1G or "
                  "25G"});
  EXPECT_EQ(said("hardware: {h: {nics: {n: {switch: tor}}}}\n"),
            Lines{"5:23 E-115 hardware.h.nics.n.speed: missing"});
  EXPECT_EQ(said("hardware: {h: {nics: {n: {speed: 1G, switch: tor, side: C}}}}\n"),
            Lines{"5:57 E-111 hardware.h.nics.n.side: \"C\" is not known here; use one of A, B"});
  EXPECT_EQ(said("hardware: {h: {nics: {nnnnnnnnnnnnnnnn: {speed: 1G, switch: tor}}}}\n").size(),
            1U);
  EXPECT_EQ(said("hardware: {h: {nics: {n: {speed: 1G, switch: tor, where: \"a$b\"}}}}\n").size(),
            1U);
  EXPECT_EQ(said("hardware: {h: {min: {ram_gib: -1}}}\n"),
            Lines{"5:31 E-111 hardware.h.min.ram_gib: -1 is outside 0..1000000"});
  EXPECT_EQ(said("hardware: {h: {mini: {}}}\n"),
            Lines{"5:16 E-101 hardware.h.mini: unknown key; did you mean \"min\"?"});
}

TEST(StorageProfiles, ReadEveryKey) {
  const std::string text =
      "storage_profiles:\n  s:\n"
      "    os_disks: {count: 2, transport: nvme, size_gib: {min: 400, max: 2000}, pick: largest}\n"
      "    layout: raid1-lvm\n    vg: vg0\n    volumes: {root: 50G, swap: 8G}\n"
      "    wipe: superblock-recursive\n    data_disks: keep\n";
  EXPECT_EQ(said(text), Lines{});
  const auto plan = plan_of(text);
  const plan::StorageProfile& storage = plan.storage_profiles.at(0);
  EXPECT_EQ(storage.disk_count, 2);
  EXPECT_EQ(storage.transport, "nvme");
  EXPECT_EQ(storage.min_gib, 400);
  EXPECT_EQ(storage.max_gib, 2000);
  EXPECT_EQ(storage.pick, "largest");
  EXPECT_EQ(storage.layout, "raid1-lvm");
  EXPECT_EQ(storage.vg, "vg0");
  ASSERT_EQ(storage.volumes.size(), 2U);
  EXPECT_EQ(storage.volumes[1].name, "swap");
  EXPECT_EQ(storage.volumes[1].size, "8G");
  EXPECT_EQ(storage.wipe, "superblock-recursive");
}

TEST(StorageProfiles, NameWhatIsWrong) {
  EXPECT_EQ(
      said("storage_profiles: {s: {os_disks: {transport: usb}}}\n"),
      Lines{"5:46 E-111 storage_profiles.s.os_disks.transport: \"usb\" is not known here; use "
            "one of nvme, sata, sas"});
  EXPECT_EQ(
      said("storage_profiles: {s: {volumes: {root: 50}}}\n"),
      Lines{"5:40 E-111 storage_profiles.s.volumes.root: \"50\" is not a size such as 50G (K, "
            "M, G, T or P)"});
  EXPECT_EQ(said("storage_profiles: {s: {os_disks: {count: 0}}}\n"),
            Lines{"5:42 E-111 storage_profiles.s.os_disks.count: 0 is outside 1..1000"});
  EXPECT_EQ(said("storage_profiles: {s: {volumes: {\"a/b\": 5G}}}\n").size(), 1U);
}

TEST(OsProfiles, ReadEveryKey) {
  const std::string text =
      "os_profiles:\n  o:\n    family: ubuntu\n    method: preseed\n    iso: a.iso\n"
      "    image: b.img\n    sha256: auto\n    install_user: osism\n"
      "    password_hash: {secret: hash}\n"
      "    ssh_keys: [{secret: operator}, ssh-ed25519 AAAA me@seed]\n"
      "    apt: {mode: mirror, uri: \"http://{seed.prov}/apt\", trusted: true}\n"
      "    packages: [lldpd, libstdc++6]\n    answers: {disks: os_disks, mode: Static}\n"
      "    verify: [ssh-root, ntp]\n";
  EXPECT_EQ(said(text), Lines{});
  const auto plan = plan_of(text);
  const plan::OsProfile& os = plan.os_profiles.at(0);
  EXPECT_EQ(os.family, "ubuntu");
  EXPECT_EQ(os.method, plan::Method::kPreseed);
  EXPECT_EQ(os.iso, "a.iso");
  EXPECT_EQ(os.image, "b.img");
  EXPECT_EQ(os.install_user, "osism");
  EXPECT_EQ(os.password_hash->name, "hash");
  ASSERT_EQ(os.ssh_keys.size(), 2U);
  EXPECT_EQ(std::get<plan::Secret>(os.ssh_keys[0]).name, "operator");
  EXPECT_EQ(std::get<std::string>(os.ssh_keys[1]), "ssh-ed25519 AAAA me@seed");
  EXPECT_EQ(os.apt_mode, plan::AptMode::kMirror);
  EXPECT_EQ(os.apt_uri, "http://{seed.prov}/apt");
  EXPECT_TRUE(os.apt_trusted);
  EXPECT_EQ(os.packages, (Lines{"lldpd", "libstdc++6"}));
  ASSERT_EQ(os.answers.size(), 2U);
  EXPECT_EQ(os.answers[1].second, "Static");
  EXPECT_EQ(os.verify, (Lines{"ssh-root", "ntp"}));
}

TEST(OsProfiles, HoldNothingThatAShellWouldRun) {
  for (const auto* keys :
       {"iso: ../a.iso", "iso: \"a b.iso\"", "image: /dev/sda", "install_user: \"a;b\"",
        "packages: [\"a b\"]", "packages: [\"$(x)\"]", "answers: {a: \"$(x)\"}",
        "verify: [\"a b\"]", "apt: {uri: \"http://a/ b\"}", "apt: {uri: \"file:///etc\"}",
        "sha256: abc", "ssh_keys: [\"ssh-rsa AAAA $(x)\"]", "ssh_keys: [abc]", R"(family: "a\nb")"})
    EXPECT_EQ(said(fmt::format("os_profiles: {{o: {{{}}}}}\n", keys)).size(), 1U) << keys;
}

}  // namespace
}  // namespace rackseed::config
