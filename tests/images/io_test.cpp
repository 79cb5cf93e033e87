#include "images/io.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <limits>

namespace rackseed::images {
namespace {

constexpr std::int64_t kMiB = std::int64_t{1} << 20U;

TEST(Space, IsEnoughWithSomeToSpare) {
  EXPECT_TRUE(judge_space(100 * kMiB, 164 * kMiB, "/state"));
  EXPECT_FALSE(judge_space(100 * kMiB + 1, 164 * kMiB, "/state"));
  EXPECT_FALSE(judge_space(0, 0, "/state"));
}

TEST(Space, IsToldByHowMuchItLacks) {
  const auto room = judge_space(3 * 1024 * kMiB, 1024 * kMiB, "/state/images");
  ASSERT_FALSE(room);
  EXPECT_EQ(room.error().code, Errc::kUnavailable);
  EXPECT_EQ(room.error().detail,
            "/state/images: not enough space: 3.0 GiB are needed (and 64.0 MiB for the database), "
            "1.0 GiB are free; free 2.1 GiB there, or take a state folder on a larger disk");
}

TEST(Space, IsNotThereInAMissingFolder) {
  EXPECT_EQ(check_space(1, "/nonexistent").error().detail,
            "/nonexistent: No such file or directory");
}

TEST(Space, IsNeverEnoughForEverything) {
  EXPECT_FALSE(check_space(std::numeric_limits<std::int64_t>::max(), "/"));
}

TEST(SizeText, IsShort) {
  EXPECT_EQ(size_text(0), "0 B");
  EXPECT_EQ(size_text(1023), "1023 B");
  EXPECT_EQ(size_text(1024), "1.0 KiB");
  EXPECT_EQ(size_text(2'773'874'688), "2.6 GiB");
  EXPECT_EQ(size_text(std::numeric_limits<std::int64_t>::max()), "8192.0 PiB");
}

TEST(IoError, SaysWhatToDoWhenTheDiskIsFull) {
  errno = ENOSPC;
  EXPECT_EQ(io_error("/state").detail,
            "/state: No space left on device; free some space there, or take a state folder on a "
            "larger disk");
  errno = EIO;
  EXPECT_EQ(io_error("/state").detail, "/state: Input/output error");
}

}  // namespace
}  // namespace rackseed::images
