#include "images/iso.hpp"

#include "tests/images/iso_file.hpp"
#include "tests/images/store_fixture.hpp"

namespace rackseed::images {
namespace {

const std::vector<IsoFile> kUbuntu = {{.path = ".disk/info", .content = "Ubuntu-Server 24.04.2"},
                                      {.path = "casper/hwe-vmlinuz", .content = "other kernel"},
                                      {.path = "casper/initrd", .content = noise(300000, 3)},
                                      {.path = "casper/vmlinuz", .content = noise(100000, 4)}};

class IsoTest : public StoreTest {
 protected:
  Result<std::vector<IsoMember>> find(const std::vector<IsoFile>& files) const {
    write_iso(path("x.iso"), files);
    return find_boot_files(source("x.iso"));
  }

  std::string extract(const IsoMember& member) const {
    std::string text;
    const auto done = extract_member(source("x.iso"), member, [&text](Bytes piece) {
      text += text_of(piece);
      return Result<void>();
    });
    EXPECT_TRUE(done) << done.error().detail;
    return text;
  }
};

TEST_F(IsoTest, HoldsKernelAndInitrdOfUbuntu) {
  const auto members = find(kUbuntu);
  ASSERT_TRUE(members) << members.error().detail;
  ASSERT_EQ(members->size(), 2U);
  EXPECT_EQ(members->at(0).target, "casper/vmlinuz");
  EXPECT_EQ(members->at(1).target, "casper/initrd");
  EXPECT_EQ(members->at(1).bytes, 300000);
  EXPECT_EQ(extract(members->at(0)), kUbuntu[3].content);
  EXPECT_EQ(extract(members->at(1)), kUbuntu[2].content);
}

TEST_F(IsoTest, HoldsKernelAndInitrdOfDebian) {
  const auto members = find({{.path = "install.amd/vmlinuz", .content = "kernel"},
                             {.path = "install.amd/initrd.gz", .content = "initrd"},
                             {.path = "install.amd/gtk/initrd.gz", .content = "another"}});
  ASSERT_TRUE(members) << members.error().detail;
  EXPECT_EQ(members->at(0).target, "linux");
  EXPECT_EQ(members->at(1).target, "initrd.gz");
  EXPECT_EQ(extract(members->at(0)), "kernel");
  EXPECT_EQ(extract(members->at(1)), "initrd");
}

TEST_F(IsoTest, FindsTheDataOfAHardLink) {  // as Debian's vmlinuz and gtk/vmlinuz
  for (const auto* other : {"vmlinuz", "install.amd/gtk/vmlinuz"}) {  // come before, come after
    const auto members = find({{.path = "install.amd/vmlinuz", .content = "kernel"},
                               {.path = other, .same_as = "install.amd/vmlinuz"},
                               {.path = "install.amd/initrd.gz", .content = "initrd"}});
    ASSERT_TRUE(members) << members.error().detail;
    EXPECT_EQ(members->at(0).bytes, 6);
    EXPECT_EQ(extract(members->at(0)), "kernel");
  }
}

TEST_F(IsoTest, SaysWhatItLookedFor) {
  const auto members = find({{.path = "casper/vmlinuz", .content = "kernel"},
                             {.path = "install.amd/initrd.gz", .content = "initrd"},
                             {.path = "x/casper/initrd", .content = "initrd"}});
  ASSERT_FALSE(members);
  EXPECT_EQ(members.error().code, Errc::kUnsupported);
  for (const auto* part : {"x.iso: ", "casper/vmlinuz and casper/initrd (Ubuntu live)",
                           "install.amd/vmlinuz and install.amd/initrd.gz (Debian installer)"})
    EXPECT_NE(members.error().detail.find(part), std::string::npos) << members.error().detail;
}

TEST_F(IsoTest, IsNoOtherFile) {
  for (const std::string& text : {std::string(), std::string("no ISO"), noise(100000)}) {
    write(path("x.iso"), text);
    const auto members = find_boot_files(source("x.iso"));
    ASSERT_FALSE(members);
    EXPECT_EQ(members.error().code, Errc::kUnsupported) << members.error().detail;
  }
}

TEST_F(IsoTest, IsRefusedWhenItIsCutOff) {
  write_iso(path("whole.iso"), kUbuntu);
  const std::string whole = read(path("whole.iso"));
  const auto members = find_boot_files(source("whole.iso"));
  ASSERT_TRUE(members);
  constexpr std::size_t kSector = 2048;
  for (std::size_t size = 0; size < 300000; size += kSector) {
    write(path("x.iso"), whole.substr(0, size));
    const Sink sink = [](Bytes) { return Result<void>(); };
    const auto iso = source("x.iso");
    EXPECT_FALSE(extract_member(iso, members->at(0), sink) &&
                 extract_member(iso, members->at(1), sink))
        << size;
  }
}

TEST_F(IsoTest, MayBeDamagedAnywhere) {
  write_iso(path("whole.iso"), {{.path = "casper/initrd", .content = "initrd"},
                                {.path = "casper/vmlinuz", .content = "kernel"}});
  const std::string whole = read(path("whole.iso"));
  std::uint32_t state = 7;
  for (int round = 0; round < 300; ++round) {
    std::string broken = whole;
    for (int i = 0; i < 20; ++i) {
      state = state * 1664525 + 1013904223;
      broken[state % broken.size()] = static_cast<char>(state >> 24U);
    }
    write(path("x.iso"), broken);
    const auto iso = source("x.iso");
    const auto members = find_boot_files(iso);
    if (!members) continue;
    for (const IsoMember& member : *members) {
      std::int64_t bytes = 0;
      static_cast<void>(extract_member(iso, member, [&bytes](Bytes piece) {
        bytes += static_cast<std::int64_t>(piece.size());
        return Result<void>();
      }));
      EXPECT_LE(bytes, static_cast<std::int64_t>(whole.size()) + kMostMemberBytes);
    }
  }
}

TEST_F(IsoTest, HandsOnWhatTheSinkSays) {
  const auto members = find(kUbuntu);
  ASSERT_TRUE(members);
  const auto done = extract_member(source("x.iso"), members->at(0), [](Bytes) {
    return Result<void>(Error{Errc::kUnavailable, "full"});
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().detail, "full");
}

TEST_F(IsoTest, BecomesContents) {
  const auto members = find(kUbuntu);
  ASSERT_TRUE(members);
  auto store = open();
  const auto iso = store.import_file(source("x.iso"), "", kQuiet);
  ASSERT_TRUE(iso);
  EXPECT_EQ(iso->kind, Kind::kIso);
  for (int round = 0; round < 2; ++round) {
    const auto kernel = store.import_member(iso->sha256, members->at(0));
    ASSERT_TRUE(kernel) << kernel.error().detail;
    EXPECT_EQ(kernel->sha256, digest_of(kUbuntu[3].content));
    EXPECT_EQ(kernel->is_new, round == 0);
  }
  EXPECT_EQ(stored().size(), 2U);
}

TEST_F(IsoTest, LeavesNothingOfAMemberThatCannotBeRead) {
  const auto members = find(kUbuntu);
  ASSERT_TRUE(members);
  auto store = open();
  const auto iso = store.import_file(source("x.iso"), "", kQuiet);
  ASSERT_TRUE(iso);
  IsoMember larger = members->at(0);
  ++larger.bytes;
  const IsoMember missing = {.path = "../../../etc/passwd", .bytes = 1, .target = "linux"};
  for (const IsoMember& member : {larger, missing})
    EXPECT_EQ(store.import_member(iso->sha256, member).error().code, Errc::kMalformed);
  EXPECT_EQ(stored().size(), 1U);
}

TEST(IsoPlan, TakesOutputPathsFromNoIso) {
  const std::vector<IsoEntry> entries = {{.path = "casper/vmlinuz", .same_as = "../../../etc/x"},
                                         {.path = "casper/initrd", .bytes = 1}};
  const auto members = plan_iso(entries);
  ASSERT_TRUE(members);
  EXPECT_EQ(members->at(0).target, "casper/vmlinuz");
  EXPECT_EQ(members->at(1).target, "casper/initrd");
}

TEST(IsoPlan, BoundsSizes) {
  for (const std::int64_t bytes : {std::int64_t{-1}, kMostMemberBytes + 1}) {
    const std::vector<IsoEntry> entries = {{.path = "casper/vmlinuz", .bytes = bytes},
                                           {.path = "casper/initrd", .bytes = 1}};
    EXPECT_EQ(plan_iso(entries).error().code, Errc::kMalformed);
  }
}

TEST(IsoPlan, LooksForExactNamesOnly) {
  EXPECT_TRUE(is_boot_file("casper/vmlinuz"));
  EXPECT_TRUE(is_boot_file("install.amd/initrd.gz"));
  for (const auto* path : {"", "casper", "CASPER/VMLINUZ", "/casper/vmlinuz", "casper/vmlinuz/x"})
    EXPECT_FALSE(is_boot_file(path)) << path;
}

}  // namespace
}  // namespace rackseed::images
