#include "http/file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "http/content_type.hpp"
#include "tests/cli/temporary_folder.hpp"

namespace rackseed::http {
namespace {

using cli::TemporaryFolder;

class FolderTest : public testing::Test {
 protected:
  FolderTest() { cli::write(outer_ / "root/os/vmlinuz", "kernel"); }

  [[nodiscard]] auto find(const std::vector<std::string>& path) const {
    return Folder(outer_ / "root").find(path);
  }

  TemporaryFolder outer_;
};

TEST_F(FolderTest, FindsRegularFiles) {
  const auto file = find({"os", "vmlinuz"});
  ASSERT_TRUE(file && *file);
  EXPECT_EQ((*file)->bytes(), 6U);
  EXPECT_EQ((*file)->etag().front(), '"');
  EXPECT_EQ((*file)->etag(), (*find({"os", "vmlinuz"}))->etag());
}

TEST_F(FolderTest, KnowsThatAFileChanged) {
  const auto before = (*find({"os", "vmlinuz"}))->etag();
  cli::write(outer_ / "root/os/vmlinuz", "kernel, newer");
  EXPECT_NE((*find({"os", "vmlinuz"}))->etag(), before);
}

TEST_F(FolderTest, FindsNothingElse) {
  ASSERT_EQ(::mkfifo((outer_ / "root/pipe").c_str(), 0600), 0);
  for (const std::vector<std::string>& path : {std::vector<std::string>{},
                                               {"os"},
                                               {"none"},
                                               {"os", "vmlinuz", "x"},
                                               {"pipe"},
                                               {std::string(300, 'a')}}) {
    const auto file = find(path);
    ASSERT_TRUE(file);
    EXPECT_FALSE(*file);
  }
}

TEST_F(FolderTest, FollowsNoLinkOut) {
  cli::write(outer_ / "secret", "key");
  std::filesystem::create_symlink("../secret", outer_ / "root/link");
  std::filesystem::create_symlink(outer_ / "secret", outer_ / "root/absolute");
  std::filesystem::create_symlink("os/vmlinuz", outer_ / "root/inside");
  for (const auto* name : {"link", "absolute"}) {
    const auto file = find({name});
    ASSERT_FALSE(file) << name;
    EXPECT_EQ(file.error().code, Errc::kDenied);
  }
  EXPECT_EQ(find({"..", "secret"}).error().code, Errc::kDenied);
  EXPECT_TRUE(*find({"inside"}));
}

TEST_F(FolderTest, SaysThatPermissionIsMissing) {
  std::filesystem::permissions(outer_ / "root/os/vmlinuz", std::filesystem::perms::none);
  const cli::WithoutRoot without(outer_);
  EXPECT_EQ(find({"os", "vmlinuz"}).error().code, Errc::kDenied);
}

TEST(FolderOpening, SaysWhatIsMissing) {
  EXPECT_THROW(Folder("/nonexistent/rackseed"), std::system_error);
}

TEST(ContentType, IsKnownByTheName) {
  EXPECT_EQ(content_type("BOOTX64.efi"), "application/efi");
  EXPECT_EQ(content_type("a.iso"), "application/vnd.efi-iso");
  EXPECT_EQ(content_type("vmlinuz"), "application/octet-stream");
}

}  // namespace
}  // namespace rackseed::http
