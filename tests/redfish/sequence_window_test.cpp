#include "redfish/ipmi/sequence_window.hpp"

#include <gtest/gtest.h>

namespace rackseed::redfish {
namespace {

TEST(SequenceWindow, TakesEachNumberOnce) {
  SequenceWindow window;
  for (std::uint32_t n = 1; n < 200; ++n) {
    EXPECT_TRUE(window.take(n));
    EXPECT_FALSE(window.take(n));
  }
}

TEST(SequenceWindow, TakesLateNumbersOnce) {
  SequenceWindow window;
  EXPECT_TRUE(window.take(100));
  EXPECT_TRUE(window.take(105));
  for (const std::uint32_t n : {101U, 104U, 103U, 102U, 74U}) {
    EXPECT_TRUE(window.take(n)) << n;
    EXPECT_FALSE(window.take(n)) << n;
  }
  EXPECT_FALSE(window.take(100));
  EXPECT_FALSE(window.take(73)) << "32 behind";
}

TEST(SequenceWindow, KnowsItsEnds) {
  SequenceWindow window;
  EXPECT_TRUE(window.take(1000));
  EXPECT_FALSE(window.take(1033)) << "too far ahead";
  EXPECT_TRUE(window.take(1032));
  EXPECT_TRUE(window.take(1001)) << "31 behind";
  EXPECT_FALSE(window.take(1000)) << "32 behind";
}

TEST(SequenceWindow, BeginsWhereTheFirstNumberIs) {
  SequenceWindow window;
  EXPECT_TRUE(window.take(0));
  EXPECT_TRUE(window.take(1));
  EXPECT_FALSE(window.take(0));
}

TEST(SequenceWindow, RollsOver) {
  SequenceWindow window;
  EXPECT_TRUE(window.take(0xfffffffeU));
  EXPECT_TRUE(window.take(1));
  EXPECT_TRUE(window.take(0xffffffffU));
  EXPECT_FALSE(window.take(0xffffffffU));
  EXPECT_FALSE(window.take(0xfffffffeU));
}

}  // namespace
}  // namespace rackseed::redfish
