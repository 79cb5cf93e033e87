#include "src/serve/install_tokens.hpp"

#include "tests/cli/temporary_folder.hpp"
#include "tests/serve/rack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace rackseed::serve {
namespace {

using cli::read;
using cli::write;
using testing::HasSubstr;
using testing::MatchesRegex;
using namespace tests;

class InstallTokensTest : public testing::Test {
 protected:
  [[nodiscard]] Result<InstallTokens> open() const { return InstallTokens::open(file_); }
  [[nodiscard]] unsigned mode() const {
    struct stat status {};
    EXPECT_EQ(::stat(file_.c_str(), &status), 0);
    return status.st_mode & 07777U;
  }

  cli::TemporaryFolder folder_;
  std::filesystem::path file_ = folder_ / "install.key";
};

TEST_F(InstallTokensTest, AreTheSameAfterARestart) {
  const auto first = open();
  ASSERT_TRUE(first);
  const auto second = open();
  ASSERT_TRUE(second);
  EXPECT_EQ(first->token(kCtrl1, 1), second->token(kCtrl1, 1));
  EXPECT_TRUE(second->accepts(kCtrl1, 1, first->token(kCtrl1, 1)));
}

TEST_F(InstallTokensTest, AreOthersInEachStateFolder) {
  const auto other = InstallTokens::open(folder_ / "other.key");
  ASSERT_TRUE(other);
  EXPECT_NE(open()->token(kCtrl1, 1), other->token(kCtrl1, 1));
}

TEST_F(InstallTokensTest, KeepTheirKeyToThemselves) {
  ASSERT_TRUE(open());
  EXPECT_EQ(mode(), 0600U);
  EXPECT_EQ(read(file_).size(), 32U);
  EXPECT_FALSE(std::filesystem::exists(file_.string() + ".part"));
}

TEST_F(InstallTokensTest, RefuseAKeyThatOthersMayRead) {
  ASSERT_TRUE(open());
  for (const mode_t mode : {0640U, 0604U, 0620U, 0602U}) {
    ASSERT_EQ(::chmod(file_.c_str(), mode), 0);
    const auto opened = open();
    ASSERT_FALSE(opened) << mode;
    EXPECT_EQ(opened.error().code, Errc::kDenied);
    EXPECT_THAT(opened.error().detail, HasSubstr("chmod 600 " + file_.string()));
  }
}

TEST_F(InstallTokensTest, RefuseAFileThatIsNoKey) {
  for (const std::size_t size : {0U, 31U, 33U}) {
    write(file_, std::string(size, 'k'));
    ASSERT_EQ(::chmod(file_.c_str(), 0600), 0);
    const auto opened = open();
    ASSERT_FALSE(opened) << size;
    EXPECT_EQ(opened.error().code, Errc::kMalformed);
    EXPECT_EQ(read(file_).size(), size);  // nobody loses a key that is only damaged
  }
}

TEST_F(InstallTokensTest, FollowNoLink) {
  write(folder_ / "elsewhere", std::string(32, 'k'));
  std::filesystem::create_symlink(folder_ / "elsewhere", file_);
  const auto opened = open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::kUnavailable);
}

TEST_F(InstallTokensTest, SayWhatIsInTheWay) {
  const auto opened = InstallTokens::open(folder_ / "none/install.key");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::kUnavailable);
  EXPECT_THAT(opened.error().detail, HasSubstr("none/install.key: No such file or directory"));
}

TEST_F(InstallTokensTest, ReplaceAnUnfinishedKey) {
  write(file_.string() + ".part", "half");
  ASSERT_TRUE(open());
  EXPECT_EQ(read(file_).size(), 32U);
}

TEST(InstallTokens, DifferInNodeAndAttempt) {
  const InstallTokens tokens(InstallTokens::Key{1});
  const std::string token = tokens.token(kCtrl1, 1);
  EXPECT_THAT(token, MatchesRegex("[0-9a-f]{32}"));
  EXPECT_NE(token, tokens.token(kCtrl2, 1));
  EXPECT_NE(token, tokens.token(kCtrl1, 2));
  EXPECT_NE(token, InstallTokens(InstallTokens::Key{2}).token(kCtrl1, 1));
}

TEST(InstallTokens, AcceptOnlyTheWholeWord) {
  const InstallTokens tokens(InstallTokens::Key{1});
  const std::string token = tokens.token(kCtrl1, 1);
  EXPECT_TRUE(tokens.accepts(kCtrl1, 1, token));
  for (const std::string& word :
       {std::string(), token.substr(1), token + "0", "x" + token.substr(1), tokens.token(kCtrl1, 0),
        tokens.token(kCtrl2, 1)})
    EXPECT_FALSE(tokens.accepts(kCtrl1, 1, word)) << word;
}

}  // namespace
}  // namespace rackseed::serve
