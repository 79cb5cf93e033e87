#include "tftp/terms.hpp"

#include <gtest/gtest.h>

namespace rackseed::tftp {
namespace {

TEST(TftpTerms, AreThoseOfRfc1350WhenNothingWasAsked) {
  const auto terms = agree(Options{}, 1000, {});
  EXPECT_EQ(terms, Terms{});
  EXPECT_EQ(terms.block_bytes, 512);
  EXPECT_EQ(terms.window_blocks, 1);
  EXPECT_TRUE(terms.answer.none());
}

TEST(TftpTerms, AnswerOnlyWhatWasAsked) {  // RFC 2347
  EXPECT_EQ(agree(Options{.block_bytes = 1468}, 1000, {}).answer, Options{.block_bytes = 1468});
  EXPECT_EQ(agree(Options{.window_blocks = 4}, 1000, {}).answer, Options{.window_blocks = 4});
  const Options timeout{.timeout = std::chrono::seconds(9)};
  EXPECT_EQ(agree(timeout, 1000, {}).answer, timeout);
  EXPECT_EQ(agree(timeout, 1000, {}).timeout, timeout.timeout);
}

TEST(TftpTerms, TellTheSizeInsteadOfWhatTheClientSent) {  // RFC 2349
  EXPECT_EQ(agree(Options{.transfer_bytes = 0}, 5'000'000'000, {}).answer.transfer_bytes,
            5'000'000'000U);
  EXPECT_EQ(agree(Options{.transfer_bytes = 7}, 0, {}).answer.transfer_bytes, 0U);
}

TEST(TftpTerms, LowerWhatIsAboveTheLimit) {
  const TermLimits limits{.block_bytes = 1468, .window_bytes = 14680};
  const auto terms = agree(Options{.block_bytes = 65464, .window_blocks = 64}, 0, limits);
  EXPECT_EQ(terms.block_bytes, 1468);
  EXPECT_EQ(terms.window_blocks, 10);
  EXPECT_EQ(terms.answer, (Options{.block_bytes = 1468, .window_blocks = 10}));
}

TEST(TftpTerms, LetAWindowHoldOneBlockAtLeast) {
  const auto terms =
      agree(Options{.block_bytes = 65464, .window_blocks = 8}, 0, TermLimits{.window_bytes = 1});
  EXPECT_EQ(terms.block_bytes, 65464);
  EXPECT_EQ(terms.window_blocks, 1);
}

TEST(TftpTerms, KeepHalfOfAllBlockNumbersOutOfAWindow) {
  const auto terms = agree(Options{.block_bytes = 8, .window_blocks = 65535}, 0, {});
  EXPECT_EQ(terms.window_blocks, kMostWindowBlocks);
}

}  // namespace
}  // namespace rackseed::tftp
