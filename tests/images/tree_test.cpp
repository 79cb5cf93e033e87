#include "images/tree.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/cli/temporary_folder.hpp"

namespace rackseed::images {
namespace {

namespace fs = std::filesystem;
using cli::TemporaryFolder;
using cli::write;

std::vector<std::string> paths_of(const Tree& tree) {
  std::vector<std::string> paths;
  for (const TreeFile& file : tree.files) paths.push_back(file.path);
  return paths;
}

TEST(Tree, ListsAllFiles) {
  const TemporaryFolder folder;
  write(folder / "b", "12345");
  write(folder / "casper/vmlinuz", "");
  write(folder / ".disk/info", "");
  const auto tree = list_tree(folder.text());
  ASSERT_TRUE(tree) << tree.error().detail;
  EXPECT_THAT(paths_of(*tree), testing::ElementsAre(".disk/info", "b", "casper/vmlinuz"));
  EXPECT_EQ(tree->files[1].bytes, 5);
  EXPECT_TRUE(tree->skipped.empty());
}

TEST(Tree, FollowsLinksToItsOwnFiles) {
  const TemporaryFolder folder;
  write(folder / "a/file", "12345");
  fs::create_symlink("a/file", folder / "link");
  fs::create_symlink("../a/../link", folder / "a/twice");
  const auto tree = list_tree(folder.text());
  ASSERT_TRUE(tree) << tree.error().detail;
  EXPECT_THAT(paths_of(*tree), testing::ElementsAre("a/file", "a/twice", "link"));
  EXPECT_EQ(tree->files[2].bytes, 5);
}

TEST(Tree, RefusesLinksThatLeaveIt) {
  for (const auto* target : {"/etc/hostname", "../outside", "a/../../outside", "link"}) {
    const TemporaryFolder folder;
    write(folder / "outside", "");
    write(folder / "tree/a/file", "");
    fs::create_symlink(target, folder / "tree/link");
    EXPECT_EQ(list_tree(folder / "tree").error().code, Errc::kDenied) << target;
  }
}

TEST(Tree, RefusesLinksToNothing) {
  const TemporaryFolder folder;
  fs::create_symlink("missing", folder / "link");
  EXPECT_EQ(list_tree(folder.text()).error().code, Errc::kUnavailable);
}

TEST(Tree, SkipsWhatIsNoFile) {
  const TemporaryFolder folder;
  write(folder / "file", "");
  fs::create_symlink(".", folder / "debian");  // as Debian's ISO has it
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  const auto tree = list_tree(folder.text());
  ASSERT_TRUE(tree) << tree.error().detail;
  EXPECT_THAT(tree->skipped, testing::ElementsAre("debian", "pipe"));
  EXPECT_THAT(paths_of(*tree), testing::ElementsAre("file"));
}

TEST(Tree, RefusesHostileNames) {
  for (const auto* name : {"a\nb", "\x1b[2J", "\xff", ".rackseed-new"}) {
    const TemporaryFolder folder;
    write(folder / name, "");
    const auto tree = list_tree(folder.text());
    ASSERT_FALSE(tree);
    EXPECT_EQ(tree.error().code, Errc::kDenied);
    EXPECT_EQ(tree.error().detail.find_first_of("\n\x1b\xff"), std::string::npos);
  }
}

TEST(Tree, IsBounded) {
  const TemporaryFolder folder;
  for (const auto* name : {"a", "b", "c"}) write(folder / name, "");
  EXPECT_TRUE(list_tree(folder.text(), 3));
  EXPECT_EQ(list_tree(folder.text(), 2).error().code, Errc::kUnsupported);
}

TEST(Tree, NeedsAFolder) { EXPECT_EQ(list_tree("/nonexistent").error().code, Errc::kUnavailable); }

}  // namespace
}  // namespace rackseed::images
