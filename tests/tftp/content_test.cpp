#include "tftp/content.hpp"

#include "tests/cli/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace rackseed::tftp {
namespace {

namespace fs = std::filesystem;
using cli::TemporaryFolder;
using cli::write;

class TftpContent : public testing::Test {
 protected:
  /// What a path yields, which must be there.
  std::string text(const std::string& path) {
    const auto found = source_.find(path);
    if (!found || !*found) {
      ADD_FAILURE() << path << ": " << (found ? "not there" : found.error().detail);
      return {};
    }
    return std::string(text_of((*found)->bytes()));
  }
  Errc refused(const std::string& path) {
    const auto found = source_.find(path);
    EXPECT_FALSE(found) << path;
    return found ? Errc::kTimedOut : found.error().code;
  }
  bool is_missing(const std::string& path) {
    const auto found = source_.find(path);
    return found && !*found;
  }

  TemporaryFolder root_;
  DirectorySource source_{root_.text(), 3};
};

TEST_F(TftpContent, IsWhatTheFileHolds) {
  write(root_ / "grub/grub.cfg", "menu");
  EXPECT_EQ(text("grub/grub.cfg"), "menu");
}

TEST_F(TftpContent, MayBeEmpty) {
  write(root_ / "empty", "");
  EXPECT_EQ(text("empty"), "");
}

TEST_F(TftpContent, IsMappedOnce) {
  write(root_ / "f", "content");
  const auto first = source_.find("f").value().value();
  const auto second = source_.find("f").value().value();
  EXPECT_EQ(first.bytes().data(), second.bytes().data());
  EXPECT_EQ(source_.mappings(), 1U);
}

TEST_F(TftpContent, IsReadAgainWhenTheFileWasReplaced) {
  write(root_ / "f", "before");
  const auto before = source_.find("f").value().value();
  write(root_ / "f.new", "after!");  // as a careful writer does
  fs::rename(root_ / "f.new", root_ / "f");
  EXPECT_EQ(text("f"), "after!");
  EXPECT_EQ(text_of(before.bytes()), "before");  // for the transfer that began with it
}

TEST_F(TftpContent, IsReadAgainWhenTheFileGrew) {
  write(root_ / "f", "short");
  EXPECT_EQ(text("f"), "short");
  write(root_ / "f", "much longer");
  EXPECT_EQ(text("f"), "much longer");
}

TEST_F(TftpContent, IsNotThereWhenTheFileIsNot) {
  write(root_ / "file", "x");
  EXPECT_TRUE(is_missing("missing"));
  EXPECT_TRUE(is_missing("missing/too"));
  EXPECT_TRUE(is_missing("file/below"));
}

TEST_F(TftpContent, IsGoneWhenTheFileIs) {
  write(root_ / "f", "x");
  EXPECT_EQ(text("f"), "x");
  fs::remove(root_ / "f");
  EXPECT_TRUE(is_missing("f"));
}

TEST_F(TftpContent, IsNeverOutsideTheRoot) {
  const TemporaryFolder outside;
  write(outside / "secret", "x");
  fs::create_symlink(outside / "secret", root_ / "absolute");
  fs::create_symlink("../" + fs::path(outside.text()).filename().string() + "/secret",
                     root_ / "relative");
  fs::create_directory_symlink(outside.text(), root_ / "folder");
  fs::create_symlink("/proc/self/root/etc/passwd", root_ / "magic");
  for (const char* const path :
       {"absolute", "relative", "folder/secret", "magic", "../secret", "/etc/passwd"})
    EXPECT_EQ(refused(path), Errc::kDenied) << path;
}

TEST_F(TftpContent, FollowsALinkInsideTheRoot) {
  write(root_ / "images/1.2/boot.efi", "x");
  fs::create_directory_symlink("1.2", root_ / "images/current");
  EXPECT_EQ(text("images/current/boot.efi"), "x");
}

TEST_F(TftpContent, RefusesALinkToItself) {
  fs::create_symlink("loop", root_ / "loop");
  EXPECT_EQ(refused("loop"), Errc::kDenied);
}

TEST_F(TftpContent, IsNoneOfAFolderOrAFifo) {
  fs::create_directory(root_ / "folder");
  ASSERT_EQ(::mkfifo((root_ / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(refused("folder"), Errc::kDenied);
  EXPECT_EQ(refused("fifo"), Errc::kDenied);  // and without a wait for its writer
}

TEST_F(TftpContent, KeepsTheFilesThatWereUsedLast) {
  for (const char* const name : {"a", "b", "c", "d"}) write(root_ / name, name);
  for (const char* const name : {"a", "b", "c", "a", "d"}) text(name);
  EXPECT_EQ(source_.mappings(), 3U);
  EXPECT_EQ(text("b"), "b");
  EXPECT_EQ(source_.mappings(), 3U);
}

TEST(TftpContentSource, NeedsItsRoot) {
  EXPECT_THROW(DirectorySource("/nonexistent"), std::system_error);
}

TEST(TftpContentValue, KeepsItsText) {
  Content content(std::string(100, 'x'));
  const Content moved = std::move(content);
  EXPECT_EQ(text_of(moved.bytes()), std::string(100, 'x'));
  EXPECT_TRUE(Content().bytes().empty());
}

}  // namespace
}  // namespace rackseed::tftp
