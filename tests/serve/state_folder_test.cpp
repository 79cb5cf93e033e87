#include "src/serve/state_folder.hpp"

#include "tests/cli/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rackseed::serve {
namespace {

namespace fs = std::filesystem;
using cli::read;
using cli::write;
using testing::HasSubstr;

unsigned mode_of(const fs::path& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  return status.st_mode & 07777U;
}

class StateFolderTest : public testing::Test {
 protected:
  cli::TemporaryFolder folder_;
  fs::path state_ = folder_ / "state";
  fs::path file_ = folder_ / "file";
};

TEST_F(StateFolderTest, IsMadeWithAllThatIsInIt) {
  const auto opened = open_state(state_);
  ASSERT_TRUE(opened) << opened.error().detail;
  for (const char* name : {"images", "os", "os/boot", "apt", "frames", "logs"})
    EXPECT_TRUE(fs::is_directory(state_ / name)) << name;
  EXPECT_EQ(opened->frames(), state_ / "frames");
  EXPECT_EQ(opened->token_key(), state_ / "install.key");
}

TEST_F(StateFolderTest, IsOfOneSeedAtATime) {
  {
    const auto first = open_state(state_);
    ASSERT_TRUE(first);
    const auto second = open_state(state_);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::kConflict);
    EXPECT_EQ(second.error().detail, state_.string() +
                                         ": another rackseed serves from this folder; stop it, or "
                                         "choose another with --state");
  }
  EXPECT_TRUE(open_state(state_));
}

TEST_F(StateFolderTest, IsFreeWhenAProcessHasEnded) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(open_state(state_) ? 0 : 1);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(open_state(state_));
}

TEST_F(StateFolderTest, NeedsAParent) {
  const auto opened = open_state(folder_ / "none/state");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::kUnavailable);
  EXPECT_THAT(opened.error().detail, HasSubstr("none/state: No such file or directory"));
}

TEST_F(StateFolderTest, IsNoFile) {
  write(state_, "");
  const auto opened = open_state(state_);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().detail, HasSubstr("Not a directory"));
}

TEST_F(StateFolderTest, SaysWhenItMayNotBeWritten) {
  fs::create_directories(state_);
  fs::permissions(state_, fs::perms::owner_read | fs::perms::owner_exec);
  const cli::WithoutRoot nobody(folder_);
  const auto opened = open_state(state_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::kUnavailable);
  EXPECT_THAT(opened.error().detail, HasSubstr("Permission denied: the state folder must be "
                                               "writable; choose another with --state"));
}

TEST_F(StateFolderTest, PutsAFileInThePlaceOfAnother) {
  ASSERT_TRUE(replace_file(file_, "first, and longer"));
  EXPECT_EQ(read(file_), "first, and longer");
  EXPECT_EQ(mode_of(file_), 0600U);
  struct stat before {};
  ASSERT_EQ(::stat(file_.c_str(), &before), 0);
  fs::create_hard_link(file_, folder_ / "reader");
  ASSERT_TRUE(replace_file(file_, "second"));
  EXPECT_EQ(read(file_), "second");
  EXPECT_EQ(read(folder_ / "reader"), "first, and longer");  // who reads it sees no half of both
}

TEST_F(StateFolderTest, KeepsTheOldFileWhenTheNewCannotBeWritten) {
  write(file_, "old");
  fs::create_directories(folder_ / "file.part");  // in its way
  const auto replaced = replace_file(file_, "new");
  ASSERT_FALSE(replaced);
  EXPECT_EQ(replaced.error().code, Errc::kUnavailable);
  EXPECT_EQ(read(file_), "old");
}

TEST_F(StateFolderTest, LeavesNoPartBehind) {
  fs::create_directories(folder_ / "file/inside");  // cannot be replaced
  ASSERT_FALSE(replace_file(file_, "new"));
  EXPECT_FALSE(fs::exists(folder_ / "file.part"));
}

TEST_F(StateFolderTest, AppendsUpToALimit) {
  ASSERT_TRUE(append_file(file_, "12345", 8));
  ASSERT_TRUE(append_file(file_, "678", 8));
  EXPECT_EQ(mode_of(file_), 0600U);
  const auto full = append_file(file_, "9", 8);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, Errc::kDenied);
  EXPECT_EQ(full.error().detail, file_.string() + ": is full with 8 bytes");
  EXPECT_EQ(read(file_), "12345678");
  EXPECT_TRUE(append_file(file_, "", 8));
}

TEST_F(StateFolderTest, AppendsToNoFolder) {
  fs::create_directories(file_);
  const auto appended = append_file(file_, "x", 8);
  ASSERT_FALSE(appended);
  EXPECT_EQ(appended.error().code, Errc::kUnavailable);
}

}  // namespace
}  // namespace rackseed::serve
