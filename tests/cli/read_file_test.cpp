#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/cli/files.hpp"
#include "tests/cli/temporary_folder.hpp"

namespace rackseed::cli {
namespace {

constexpr std::uintmax_t kMostBytes = std::uintmax_t{64} << 20U;

void expect_unavailable(const std::string& path, const std::string& why) {
  const auto content = read_file(path);
  ASSERT_FALSE(content) << path;
  EXPECT_EQ(content.error().code, Errc::kUnavailable);
  EXPECT_EQ(content.error().detail, path + ": " + why);
}

TEST(ReadFile, GivesEveryByte) {
  const TemporaryFolder folder;
  const std::string bytes("a\0b\r\n\xff\x1a", 7);
  write(folder / "plan.yaml", bytes);
  const auto content = read_file(folder / "plan.yaml");
  ASSERT_TRUE(content);
  EXPECT_EQ(*content, bytes);
}

TEST(ReadFile, ReadsAnEmptyFile) {
  const TemporaryFolder folder;
  write(folder / "plan.yaml", "");
  const auto content = read_file(folder / "plan.yaml");
  ASSERT_TRUE(content);
  EXPECT_EQ(*content, "");
}

TEST(ReadFile, FollowsALinkThatTheOperatorNamed) {
  const TemporaryFolder folder;
  write(folder / "plan.yaml", "x");
  std::filesystem::create_symlink("plan.yaml", folder / "link.yaml");
  const auto content = read_file(folder / "link.yaml");
  ASSERT_TRUE(content);
  EXPECT_EQ(*content, "x");
}

TEST(ReadFile, ReadsAsMuchAsItPromises) {
  const TemporaryFolder folder;
  write(folder / "large", "");
  std::filesystem::resize_file(folder / "large", kMostBytes);
  const auto content = read_file(folder / "large");
  ASSERT_TRUE(content);
  EXPECT_EQ(content->size(), kMostBytes);
}

TEST(ReadFile, RefusesWhatIsLarger) {
  const TemporaryFolder folder;
  write(folder / "large", "");
  std::filesystem::resize_file(folder / "large", kMostBytes + 1);
  expect_unavailable(folder / "large", "is larger than 64 MiB");
}

TEST(ReadFile, SaysThatAFileIsMissing) {
  const TemporaryFolder folder;
  expect_unavailable(folder / "plan.yaml", "No such file or directory");
  expect_unavailable("", "No such file or directory");
}

TEST(ReadFile, SaysThatAFolderIsNoFile) {
  const TemporaryFolder folder;
  expect_unavailable(folder.text(), "is a directory; give a file");
}

TEST(ReadFile, NeverWaitsForAPipe) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  expect_unavailable(folder / "pipe", "is not a regular file");
}

TEST(ReadFile, NeverReadsADevice) { expect_unavailable("/dev/zero", "is not a regular file"); }

TEST(ReadFile, SaysThatPermissionIsMissing) {
  const TemporaryFolder folder;
  const WithoutRoot without(folder);
  write(folder / "plan.yaml", "x");
  std::filesystem::permissions(folder / "plan.yaml", std::filesystem::perms::none);
  expect_unavailable(folder / "plan.yaml", "Permission denied");
}

}  // namespace
}  // namespace rackseed::cli
