#include <gtest/gtest.h>
#include <rackseed/error.hpp>

#include <stdexcept>
#include <string>

namespace rackseed {
namespace {

TEST(Result, HoldsAValueOrAnError) {
  const Result<int> good = 7;
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 7);
  const Result<int> bad = Error{Errc::kDenied, "not today"};
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, Errc::kDenied);
  EXPECT_EQ(bad.error().detail, "not today");
}

TEST(Result, ThrowsItsDetailWhenTheErrorWasOverlooked) {
  const Result<int> bad = Error{Errc::kDenied, "not today"};
  try {
    static_cast<void>(bad.value());
    FAIL() << "no exception";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("not today"), std::string::npos);
  }
}

}  // namespace
}  // namespace rackseed
