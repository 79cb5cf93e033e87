#include "images/links.hpp"

#include <gmock/gmock.h>

#include "tests/images/store_fixture.hpp"

namespace rackseed::images {
namespace {

namespace fs = std::filesystem;

class LinksTest : public StoreTest {
 protected:
  LinksTest() {
    write(path("a"), "abc");
    write(path("b"), "abd");
    a_ = import("a")->sha256;
    b_ = import("b")->sha256;
  }

  Result<LinkChange> link(const std::string& sha256, const std::string& served) const {
    return link_content(layout(), sha256, served);
  }
  fs::path os(const std::string& name) const { return layout().os() / name; }

  std::string a_;
  std::string b_;
};

TEST_F(LinksTest, ServesAContentWithoutCopyingIt) {
  ASSERT_EQ(*link(a_, "noble/casper/vmlinuz"), LinkChange::kMade);
  EXPECT_EQ(read(os("noble/casper/vmlinuz")), "abc");
  EXPECT_TRUE(fs::equivalent(os("noble/casper/vmlinuz"), layout().content(a_)));
}

TEST_F(LinksTest, ChangesNothingTheSecondTime) {
  ASSERT_TRUE(link(a_, "noble/x"));
  EXPECT_EQ(*link(a_, "noble/x"), LinkChange::kUnchanged);
}

TEST_F(LinksTest, ReplacesAnotherContent) {
  ASSERT_TRUE(link(a_, "noble/x"));
  EXPECT_EQ(*link(b_, "noble/x"), LinkChange::kReplaced);
  EXPECT_EQ(read(os("noble/x")), "abd");
  EXPECT_EQ(read(layout().content(a_)), "abc");
  EXPECT_EQ(served_files(layout())->size(), 1U) << "a temporary is left";
}

TEST_F(LinksTest, ReplacesWhatAKilledImportLeft) {
  ASSERT_TRUE(link(a_, "noble/x"));
  fs::create_hard_link(layout().content(a_), os("noble/.rackseed-new"));
  EXPECT_EQ(*link(b_, "noble/x"), LinkChange::kReplaced);
  EXPECT_EQ(served_files(layout())->size(), 1U);
}

TEST_F(LinksTest, ReplacesALinkInsteadOfFollowingIt) {
  write(path("precious"), "precious");
  fs::create_directories(os("noble"));
  fs::create_symlink(path("precious"), os("noble/x"));
  ASSERT_TRUE(link(a_, "noble/x"));
  EXPECT_EQ(read(path("precious")), "precious");
  EXPECT_FALSE(fs::is_symlink(os("noble/x")));
}

TEST_F(LinksTest, RefusesALinkedFolder) {
  fs::create_directories(path("elsewhere"));
  fs::create_symlink(path("elsewhere"), os("noble"));
  EXPECT_EQ(link(a_, "noble/x").error().code, Errc::kDenied);
  EXPECT_TRUE(fs::is_empty(path("elsewhere")));
}

TEST_F(LinksTest, RefusesWhatIsInTheWay) {
  fs::create_directories(os("noble/x"));
  EXPECT_EQ(link(a_, "noble/x").error().code, Errc::kDenied);
  ASSERT_TRUE(link(a_, "noble/y"));
  EXPECT_EQ(link(a_, "noble/y/z").error().code, Errc::kDenied);
}

TEST_F(LinksTest, NeedsAContent) {
  EXPECT_EQ(link(digest_of("other"), "noble/x").error().code, Errc::kUnavailable);
  EXPECT_FALSE(fs::exists(os("noble")));
}

TEST_F(LinksTest, AreFoundWithTheirContent) {
  ASSERT_TRUE(link(a_, "noble/x"));
  ASSERT_TRUE(link(a_, "jammy/deep/x"));
  ASSERT_TRUE(link(b_, "boot/y"));
  fs::create_symlink("x", os("noble/z"));
  const auto served = served_files(layout());
  ASSERT_TRUE(served);
  std::vector<std::string> paths;
  for (const ServedFile& file : *served) paths.push_back(file.path);
  EXPECT_THAT(paths,
              testing::ElementsAre("os/boot/y", "os/jammy/deep/x", "os/noble/x", "os/noble/z"));
  EXPECT_EQ(served->at(1).identity, *identity_of(layout().content(a_)));
  EXPECT_EQ(served->at(0).identity, *identity_of(layout().content(b_)));
}

TEST_F(LinksTest, AreNoneWithoutTheFolder) {
  EXPECT_TRUE(served_files(Layout(path("missing")))->empty());
}

}  // namespace
}  // namespace rackseed::images
