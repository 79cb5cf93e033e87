#include "src/secrets/key_file.hpp"

#include "tests/cli/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <thread>

namespace rackseed::secrets {
namespace {

using testing::HasSubstr;

TEST(KeyFile, IsMadeOnceAndIsPrivate) {
  const cli::TemporaryFolder folder;
  const auto file = folder / "secrets.key";
  const auto first = open_key(file, "x");
  ASSERT_TRUE(first);
  EXPECT_NE(*first, Key{});
  EXPECT_EQ(*open_key(file, "x"), *first);
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0600U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder / "."), {}), 1);
}

TEST(KeyFile, IsTheSameForAllWhoMakeItAtOnce) {
  const cli::TemporaryFolder folder;
  const auto file = folder / "secrets.key";
  std::vector<Key> keys(8);
  std::vector<std::jthread> makers;
  makers.reserve(keys.size());
  for (Key& key : keys)
    makers.emplace_back([&key, &file] {
      if (const auto made = open_key(file, "x")) key = *made;
    });
  makers.clear();
  for (const Key& key : keys) EXPECT_EQ(key, keys.front());
}

TEST(KeyFile, SaysWhatItCostsToRemoveABrokenOne) {
  const cli::TemporaryFolder folder;
  cli::write(folder / "secrets.key", "short");
  ASSERT_EQ(::chmod((folder / "secrets.key").c_str(), 0600), 0);
  const auto opened = open_key(folder / "secrets.key", "all is lost");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::kMalformed);
  EXPECT_THAT(opened.error().detail, HasSubstr("remove it, and all is lost"));
}

TEST(KeyFile, IsRefusedWhereOthersMayReadIt) {
  const cli::TemporaryFolder folder;
  ASSERT_TRUE(open_key(folder / "secrets.key", "x"));
  ASSERT_EQ(::chmod((folder / "secrets.key").c_str(), 0640), 0);
  EXPECT_EQ(open_key(folder / "secrets.key", "x").error().code, Errc::kDenied);
}

TEST(KeyFile, SaysWhereItCannotBe) {
  const cli::TemporaryFolder folder;
  const auto opened = open_key(folder / "none" / "secrets.key", "x");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::kUnavailable);
  EXPECT_THAT(opened.error().detail, HasSubstr("none/secrets.key"));
}

}  // namespace
}  // namespace rackseed::secrets
