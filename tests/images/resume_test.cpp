#include "tests/images/store_fixture.hpp"

namespace rackseed::images {
namespace {

using Names = std::vector<std::string>;

class ResumeTest : public StoreTest {
 protected:
  ResumeTest() { write(path("a.img"), text_); }

  /// What an import that was killed has left: this part of its content.
  void leave(const std::string& part) const {
    open();
    write(layout().part(source("a.img").key()), part);
  }

  void expect_imported(std::int64_t resumed) const {
    const auto content = import("a.img", digest_of(text_));
    ASSERT_TRUE(content) << content.error().detail;
    EXPECT_EQ(content->resumed_bytes, resumed);
    EXPECT_EQ(stored(), Names{digest_of(text_)});
    EXPECT_EQ(read(layout().content(digest_of(text_))), text_);
    open().remove(content->sha256);
  }

  std::string text_ = noise(2 * kChunkBytes + 1000);
};

TEST_F(ResumeTest, GoesOnWhereverItWasKilled) {
  for (const std::size_t size :
       {std::size_t{1}, std::size_t{999}, kChunkBytes - 1, kChunkBytes, kChunkBytes + 1,
        2 * kChunkBytes, 2 * kChunkBytes + 999, 2 * kChunkBytes + 1000}) {
    leave(text_.substr(0, size));
    expect_imported(static_cast<std::int64_t>(size));
  }
}

TEST_F(ResumeTest, BeginsAnewWithAnEmptyPart) {
  leave("");
  expect_imported(0);
}

TEST_F(ResumeTest, KeepsWhatComesBeforeADamage) {
  for (const std::size_t place :
       {std::size_t{0}, std::size_t{7}, kChunkBytes - 1, kChunkBytes, 2 * kChunkBytes + 999}) {
    std::string part = text_;
    part[place] = static_cast<char>(part[place] + 1);
    leave(part);
    expect_imported(static_cast<std::int64_t>(place));
  }
}

TEST_F(ResumeTest, CutsWhatIsTooLong) {
  leave(text_ + "more");
  expect_imported(static_cast<std::int64_t>(text_.size()));
}

TEST_F(ResumeTest, KeepsNothingOfAnotherContent) {
  leave(std::string(text_.size(), static_cast<char>(text_.front() + 1)));
  expect_imported(0);
}

TEST_F(ResumeTest, RemovesThePartOfAContentThatIsThere) {
  ASSERT_TRUE(import("a.img"));
  leave(text_.substr(0, 100));
  const auto again = import("a.img");
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->is_new);
  EXPECT_EQ(stored(), Names{digest_of(text_)});
}

TEST_F(ResumeTest, LeavesThePartsOfOthers) {
  leave("");
  write(layout().part("0123"), "other");
  ASSERT_TRUE(import("a.img"));
  EXPECT_EQ(stored(), (Names{".part-0123", digest_of(text_)}));
}

TEST_F(ResumeTest, LeavesNothingOfARefusedFile) {
  leave(text_.substr(0, 100));
  EXPECT_EQ(import("a.img", digest_of("x")).error().code, Errc::kDenied);
  EXPECT_TRUE(stored().empty());
}

TEST_F(ResumeTest, DoesNotWriteThroughALink) {
  open();
  write(path("precious"), "precious");
  std::filesystem::create_symlink(path("precious"), layout().part(source("a.img").key()));
  EXPECT_FALSE(import("a.img"));
  EXPECT_EQ(read(path("precious")), "precious");
}

TEST_F(ResumeTest, IsOneAtATime) {
  open();
  const auto other = Part::open(layout(), source("a.img").key());
  ASSERT_TRUE(other);
  const auto refused = import("a.img");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kConflict);
  EXPECT_FALSE(Part::remove_stale(layout().part(source("a.img").key())));
}

TEST_F(ResumeTest, RemovesWhatNobodyHasOpen) {
  leave("abc");
  EXPECT_TRUE(Part::remove_stale(layout().part(source("a.img").key())));
  EXPECT_TRUE(stored().empty());
  EXPECT_FALSE(Part::remove_stale(layout().part("missing")));
}

TEST_F(ResumeTest, HasOneKeyForAllNamesOfAFile) {
  std::filesystem::create_symlink(path("a.img"), path("link"));
  EXPECT_EQ(source("link").key(), source("a.img").key());
  write(path("b.img"), text_);
  EXPECT_NE(source("b.img").key(), source("a.img").key());
}

}  // namespace
}  // namespace rackseed::images
