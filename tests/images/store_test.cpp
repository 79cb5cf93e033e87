#include <sys/stat.h>

#include "tests/images/store_fixture.hpp"

namespace rackseed::images {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

TEST_F(StoreTest, KeepsAContentUnderItsDigest) {
  write(path("a.img"), "abc");
  const auto content = import("a.img");
  ASSERT_TRUE(content) << content.error().detail;
  EXPECT_EQ(content->sha256, digest_of("abc"));
  EXPECT_EQ(content->bytes, 3);
  EXPECT_EQ(content->kind, Kind::kFile);
  EXPECT_TRUE(content->is_new);
  EXPECT_EQ(stored(), Names{digest_of("abc")});
  EXPECT_EQ(read(layout().content(content->sha256)), "abc");
  const auto mode = fs::status(layout().content(content->sha256)).permissions();
  EXPECT_EQ(mode, static_cast<fs::perms>(0644));
}

TEST_F(StoreTest, KeepsEmptyAndLongContents) {
  for (const std::size_t size :
       {std::size_t{0}, kChunkBytes - 1, kChunkBytes, kChunkBytes + 1, 3 * kChunkBytes}) {
    const std::string text = noise(size);
    write(path("a.img"), text);
    const auto content = import("a.img");
    ASSERT_TRUE(content) << content.error().detail;
    EXPECT_EQ(content->sha256, digest_of(text)) << size;
    EXPECT_EQ(read(layout().content(content->sha256)), text) << size;
  }
}

TEST_F(StoreTest, MakesItsFolders) {
  open();
  for (const fs::path& folder : {layout().contents(), layout().boot(), layout().apt()})
    EXPECT_TRUE(fs::is_directory(folder)) << folder;
  write(path("file"), "");
  EXPECT_EQ(Store::open(path("file")).error().code, Errc::kUnavailable);
}

TEST_F(StoreTest, StoresAContentOnce) {
  write(path("a.img"), "abc");
  write(path("b.img"), "abc");
  ASSERT_TRUE(import("a.img"));
  const auto status = [&] {
    struct stat result {};
    EXPECT_EQ(::stat(layout().content(digest_of("abc")).c_str(), &result), 0);
    return std::pair(result.st_ino, result.st_ctim.tv_nsec);
  };
  const auto before = status();
  const auto again = import("b.img");
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->is_new);
  EXPECT_EQ(again->sha256, digest_of("abc"));
  EXPECT_EQ(status(), before) << "copied a second time";
  EXPECT_EQ(stored().size(), 1U);
}

TEST_F(StoreTest, TellsContentsOfOneSizeApart) {
  write(path("a.img"), "abc");
  write(path("b.img"), "abd");
  ASSERT_TRUE(import("a.img"));
  const auto other = import("b.img");
  ASSERT_TRUE(other);
  EXPECT_TRUE(other->is_new);
  EXPECT_EQ(stored().size(), 2U);
}

TEST_F(StoreTest, RefusesAnotherDigest) {
  write(path("a.img"), "abc");
  for (const bool same_size_is_there : {false, true}) {
    const auto refused = import("a.img", digest_of("abd"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::kDenied);
    EXPECT_NE(refused.error().detail.find(digest_of("abc")), std::string::npos);
    EXPECT_NE(refused.error().detail.find(digest_of("abd")), std::string::npos);
    EXPECT_EQ(stored().size(), same_size_is_there ? 1U : 0U);
    write(path("b.img"), "abd");
    ASSERT_TRUE(import("b.img", digest_of("abd")));
  }
}

TEST_F(StoreTest, RefusesAnotherDigestOfWhatIsThere) {
  write(path("a.img"), "abc");
  ASSERT_TRUE(import("a.img"));
  EXPECT_EQ(import("a.img", digest_of("x")).error().code, Errc::kDenied);
  EXPECT_EQ(stored(), Names{digest_of("abc")});
}

TEST_F(StoreTest, ReplacesAContentOfTheWrongSize) {
  write(path("a.img"), "abc");
  open();
  write(layout().content(digest_of("abc")), "ab");
  const auto content = import("a.img");
  ASSERT_TRUE(content);
  EXPECT_TRUE(content->is_new);
  EXPECT_EQ(read(layout().content(digest_of("abc"))), "abc");
}

TEST_F(StoreTest, ReadsOnlyRegularFiles) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(SourceFile::open(path("pipe")).error().code, Errc::kUnavailable);
  EXPECT_EQ(SourceFile::open(path("")).error().code, Errc::kUnavailable);
  EXPECT_EQ(SourceFile::open(path("missing")).error().detail,
            path("missing").string() + ": No such file or directory");
}

TEST_F(StoreTest, SaysThatAFolderCannotBeWritten) {
  write(path("a.img"), "abc");
  auto store = open();
  fs::permissions(layout().contents(), fs::perms::owner_read | fs::perms::owner_exec |
                                           fs::perms::others_read | fs::perms::others_exec);
  const WithoutRoot without(folder_);
  const auto refused = store.import_file(source("a.img"), "", kQuiet);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kUnavailable);
  EXPECT_NE(refused.error().detail.find("Permission denied"), std::string::npos);
}

TEST_F(StoreTest, NeedsNoSpaceForWhatMayBeThere) {
  write(path("a.img"), "abc");
  ASSERT_TRUE(import("a.img"));
  EXPECT_EQ(*open().space_for(3), 0);
  EXPECT_EQ(*open().space_for(4), 4);
}

TEST_F(StoreTest, UndoesAnImport) {
  write(path("a.img"), "abc");
  const auto content = import("a.img");
  ASSERT_TRUE(content);
  open().remove(content->sha256);
  EXPECT_TRUE(stored().empty());
}

TEST_F(StoreTest, TellsHowFarItIs) {
  write(path("a.img"), noise(2 * kChunkBytes + 1));
  std::vector<std::int64_t> seen;
  auto store = open();
  ASSERT_TRUE(store.import_file(source("a.img"), "", [&](std::int64_t done, std::int64_t total) {
    EXPECT_EQ(total, static_cast<std::int64_t>(2 * kChunkBytes + 1));
    seen.push_back(done);
  }));
  EXPECT_TRUE(std::ranges::is_sorted(seen));
  EXPECT_EQ(seen.back(), static_cast<std::int64_t>(2 * kChunkBytes + 1));
}

TEST_F(StoreTest, RefusesAFileThatIsWrittenMeanwhile) {
  write(path("a.img"), noise(2 * kChunkBytes));
  auto store = open();
  const auto file = source("a.img");
  const auto grow = [&](std::int64_t, std::int64_t) { write(path("a.img"), noise(kChunkBytes)); };
  const auto refused = store.import_file(file, "", grow);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kUnavailable);
  EXPECT_NE(refused.error().detail.find("changed while it was read"), std::string::npos);
}

}  // namespace
}  // namespace rackseed::images
