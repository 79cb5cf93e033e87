#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "src/cli/files.hpp"
#include "tests/cli/temporary_folder.hpp"

namespace rackseed::cli {
namespace {

namespace fs = std::filesystem;
using Paths = std::vector<std::string>;

const plan::Artefacts kTree = {
    {.path = "addresses.txt", .content = "ctrl1 172.30.2.10\n"},
    {.path = "eos/tor-r11a.cfg", .content = "hostname tor-r11a\n"},
    {.path = "nocloud/172.30.2.10/vendor-data", .content = ""},
    {.path = "keepalived/notify", .content = "#!/bin/sh\n", .executable = true}};

TreeChange write_all(const TemporaryFolder& folder, const plan::Artefacts& files = kTree,
                     bool force = false) {
  const auto change = write_tree(folder / "out", files, force);
  EXPECT_TRUE(change) << change.error().detail;
  return change ? *change : TreeChange{};
}

void expect_denied(const TemporaryFolder& folder, const plan::Artefacts& files = kTree) {
  for (const bool force : {false, true}) {
    const auto change = write_tree(folder / "out", files, force);
    ASSERT_FALSE(change);
    EXPECT_EQ(change.error().code, Errc::kDenied) << change.error().detail;
  }
}

/// Every file below the folder, links and temporaries included.
Paths files_in(const fs::path& folder) {
  Paths paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (!entry.is_directory()) paths.push_back(entry.path().lexically_relative(folder).string());
  std::ranges::sort(paths);
  return paths;
}

TEST(WriteTree, WritesEveryFileAndNothingElse) {
  const TemporaryFolder folder;
  const TreeChange change = write_all(folder);
  EXPECT_EQ(change.written, (Paths{"addresses.txt", "eos/tor-r11a.cfg",
                                   "nocloud/172.30.2.10/vendor-data", "keepalived/notify"}));
  EXPECT_TRUE(change.unchanged.empty());
  EXPECT_TRUE(change.differing.empty());
  EXPECT_EQ(files_in(folder / "out"),
            (Paths{"addresses.txt", "eos/tor-r11a.cfg", "keepalived/notify",
                   "nocloud/172.30.2.10/vendor-data"}));
  for (const plan::Artefact& file : kTree)
    EXPECT_EQ(read(folder / "out" / file.path), file.content) << file.path;
}

TEST(WriteTree, MakesTheFolderAndThoseAboveIt) {
  const TemporaryFolder folder;
  const auto change = write_tree(folder / "a/b/out", kTree, false);
  ASSERT_TRUE(change);
  EXPECT_EQ(read(folder / "a/b/out/addresses.txt"), "ctrl1 172.30.2.10\n");
}

TEST(WriteTree, MakesOnlyScriptsExecutable) {
  const TemporaryFolder folder;
  write_all(folder);
  const auto mode = [&](const std::string& path) {
    return fs::status(folder / "out" / path).permissions();
  };
  EXPECT_NE(mode("keepalived/notify") & fs::perms::owner_exec, fs::perms::none);
  EXPECT_EQ(mode("addresses.txt") & fs::perms::owner_exec, fs::perms::none);
  EXPECT_EQ(mode("addresses.txt") & fs::perms::others_write, fs::perms::none);
}

TEST(WriteTree, WritesNothingTheSecondTime) {
  const TemporaryFolder folder;
  write_all(folder);
  const auto identity = [&] {
    struct stat status {};
    EXPECT_EQ(::stat((folder / "out/addresses.txt").c_str(), &status), 0);
    return std::pair(status.st_ino, status.st_mtim.tv_nsec);
  };
  const auto before = identity();
  for (const bool force : {false, true}) {
    const TreeChange change = write_all(folder, kTree, force);
    EXPECT_TRUE(change.written.empty());
    EXPECT_TRUE(change.differing.empty());
    EXPECT_EQ(change.unchanged.size(), kTree.size());
  }
  EXPECT_EQ(identity(), before);
}

TEST(WriteTree, TouchesNothingWhenOneFileDiffers) {
  const TemporaryFolder folder;
  write(folder / "out/eos/tor-r11a.cfg", "hostname mine\n");
  const TreeChange change = write_all(folder);
  EXPECT_EQ(change.differing, Paths{"eos/tor-r11a.cfg"});
  EXPECT_EQ(files_in(folder / "out"), Paths{"eos/tor-r11a.cfg"});
  EXPECT_EQ(read(folder / "out/eos/tor-r11a.cfg"), "hostname mine\n");
}

TEST(WriteTree, NamesEveryFileThatDiffers) {
  const TemporaryFolder folder;
  write_all(folder);
  write(folder / "out/addresses.txt", "ctrl1 172.30.2.1\n");       // of the same length
  write(folder / "out/keepalived/notify", "#!/bin/sh\nexit 1\n");  // longer
  write(folder / "out/nocloud/172.30.2.10/vendor-data", std::string(1, '\0'));  // no longer empty
  const TreeChange change = write_all(folder);
  EXPECT_EQ(change.differing,
            (Paths{"addresses.txt", "nocloud/172.30.2.10/vendor-data", "keepalived/notify"}));
  EXPECT_EQ(change.unchanged, Paths{"eos/tor-r11a.cfg"});
}

TEST(WriteTree, ReplacesWhatDiffersByForce) {
  const TemporaryFolder folder;
  write(folder / "out/eos/tor-r11a.cfg", "hostname mine, which is much longer\n");
  const TreeChange change = write_all(folder, kTree, true);
  EXPECT_EQ(change.differing, Paths{"eos/tor-r11a.cfg"});
  EXPECT_EQ(change.written.size(), kTree.size() - 1);
  for (const plan::Artefact& file : kTree)
    EXPECT_EQ(read(folder / "out" / file.path), file.content) << file.path;
}

TEST(WriteTree, LeavesStrangersAlone) {
  const TemporaryFolder folder;
  write(folder / "out/notes.txt", "mine");
  write(folder / "out/eos/other.cfg", "mine");
  write_all(folder, kTree, true);
  EXPECT_EQ(read(folder / "out/notes.txt"), "mine");
  EXPECT_EQ(read(folder / "out/eos/other.cfg"), "mine");
}

TEST(WriteTree, CutsHardLinksInsteadOfWritingThroughThem) {
  const TemporaryFolder folder;
  write(folder / "precious", "precious");
  fs::create_directories(folder / "out");
  fs::create_hard_link(folder / "precious", folder / "out/addresses.txt");
  write_all(folder, kTree, true);
  EXPECT_EQ(read(folder / "precious"), "precious");
  EXPECT_EQ(read(folder / "out/addresses.txt"), "ctrl1 172.30.2.10\n");
}

TEST(WriteTree, RefusesALinkedFile) {
  const TemporaryFolder folder;
  write(folder / "precious", "precious");
  fs::create_directories(folder / "out");
  fs::create_symlink("../precious", folder / "out/addresses.txt");
  expect_denied(folder);
  EXPECT_EQ(read(folder / "precious"), "precious");
  EXPECT_EQ(files_in(folder / "out"), Paths{"addresses.txt"});
}

TEST(WriteTree, RefusesALinkedFileEvenWithTheRightContent) {
  const TemporaryFolder folder;
  write(folder / "elsewhere", kTree.front().content);
  fs::create_directories(folder / "out");
  fs::create_symlink("../elsewhere", folder / "out/addresses.txt");
  expect_denied(folder);
}

TEST(WriteTree, RefusesADanglingLink) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "out");
  fs::create_symlink("../made-by-render", folder / "out/addresses.txt");
  expect_denied(folder);
  EXPECT_FALSE(fs::exists(folder / "made-by-render"));
}

TEST(WriteTree, RefusesALinkedFolder) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "elsewhere");
  fs::create_directories(folder / "out");
  fs::create_directory_symlink(folder / "elsewhere", folder / "out/eos");
  expect_denied(folder);
  EXPECT_TRUE(fs::is_empty(folder / "elsewhere"));
}

TEST(WriteTree, RefusesALinkedFolderInTheMiddle) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "elsewhere/172.30.2.10");
  fs::create_directories(folder / "out");
  fs::create_directory_symlink("../elsewhere", folder / "out/nocloud");
  expect_denied(folder);
  EXPECT_TRUE(fs::is_empty(folder / "elsewhere/172.30.2.10"));
}

TEST(WriteTree, RefusesADanglingFolderLink) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "out");
  fs::create_directory_symlink(folder / "elsewhere", folder / "out/eos");
  expect_denied(folder);
  EXPECT_FALSE(fs::exists(folder / "elsewhere"));
}

TEST(WriteTree, AcceptsThatTheFolderItselfIsALink) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "disk2");
  fs::create_directory_symlink("disk2", folder / "out");
  write_all(folder);
  EXPECT_EQ(files_in(folder / "disk2").size(), kTree.size());
}

TEST(WriteTree, RefusesWhatIsNoFile) {
  const TemporaryFolder folder;
  fs::create_directories(folder / "out/addresses.txt");
  expect_denied(folder);
  fs::remove(folder / "out/addresses.txt");
  ASSERT_EQ(::mkfifo((folder / "out/addresses.txt").c_str(), 0600), 0);
  expect_denied(folder);
}

TEST(WriteTree, RefusesAFileWhereAFolderMustBe) {
  const TemporaryFolder folder;
  write(folder / "out/eos", "a file");
  expect_denied(folder);
  EXPECT_EQ(read(folder / "out/eos"), "a file");
}

TEST(WriteTree, ReplacesWhatAKilledRunLeftBehind) {
  const TemporaryFolder folder;
  write(folder / "out/.addresses.txt.rackseed-new", "ctrl1 172.");
  write(folder / "out/eos/.tor-r11a.cfg.rackseed-new", std::string(100000, 'x'));
  write_all(folder);
  EXPECT_EQ(files_in(folder / "out").size(), kTree.size());
  EXPECT_EQ(read(folder / "out/addresses.txt"), "ctrl1 172.30.2.10\n");
  EXPECT_EQ(read(folder / "out/eos/tor-r11a.cfg"), "hostname tor-r11a\n");
}

TEST(WriteTree, DoesNotWriteThroughALinkedTemporary) {
  const TemporaryFolder folder;
  write(folder / "precious", "precious");
  fs::create_directories(folder / "out");
  fs::create_symlink("../precious", folder / "out/.addresses.txt.rackseed-new");
  write_all(folder);
  EXPECT_EQ(read(folder / "precious"), "precious");
  EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(folder / "out/addresses.txt")));
}

TEST(WriteTree, SaysWhatItCouldNotOpen) {
  const TemporaryFolder folder;
  write(folder / "out", "a file");
  const auto change = write_tree(folder / "out", kTree, false);
  ASSERT_FALSE(change);
  EXPECT_EQ(change.error().code, Errc::kUnavailable);
  EXPECT_EQ(change.error().detail, (folder / "out").string() + ": Not a directory");
  EXPECT_FALSE(write_tree("", kTree, false));
}

TEST(WriteTree, SaysThatAFolderCannotBeWritten) {
  const TemporaryFolder folder;
  const WithoutRoot without(folder);
  fs::create_directories(folder / "out");
  fs::permissions(folder / "out", fs::perms::owner_read | fs::perms::owner_exec);
  const auto change = write_tree(folder / "out", kTree, false);
  ASSERT_FALSE(change);
  EXPECT_EQ(change.error().code, Errc::kUnavailable);
  EXPECT_NE(change.error().detail.find("Permission denied"), std::string::npos);
}

TEST(WriteTree, WritesLongFilesWhole) {
  const TemporaryFolder folder;
  const std::string content(std::size_t{3} << 20U, 'x');
  const plan::Artefacts files = {{.path = "large", .content = content}};
  write_all(folder, files);
  EXPECT_EQ(read(folder / "out/large"), content);
  EXPECT_EQ(write_all(folder, files).unchanged, Paths{"large"});
}

TEST(WriteTree, WritesNothingWhenThereIsNothing) {
  const TemporaryFolder folder;
  const TreeChange change = write_all(folder, {});
  EXPECT_TRUE(change.written.empty());
  EXPECT_TRUE(fs::is_empty(folder / "out"));
}

}  // namespace
}  // namespace rackseed::cli
