#include "tftp/transfer.hpp"

#include <gtest/gtest.h>

namespace rackseed::tftp {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kFour = 4;
constexpr std::uint64_t kBlock = 512;  // bytes
constexpr RetryLimits kLimits{.first = 1s, .least = 1s, .most = 4s, .repeats = 5, .silence = 1h};

Terms terms_of(std::uint16_t block_bytes, std::uint16_t window_blocks) {
  return agree(Options{.block_bytes = block_bytes, .window_blocks = window_blocks}, 0, {});
}

/// A transfer and its clock.
class Reading {
 public:
  Reading(const Terms& terms, std::uint64_t content_bytes, const RetryLimits& limits = kLimits)
      : transfer_(terms, content_bytes, limits), first_(transfer_.start(now_)) {}

  [[nodiscard]] const Action& first() const { return first_; }
  Action ack(std::uint64_t block) { return step(Ack{static_cast<std::uint16_t>(block)}); }
  Action step(const Event& event) {
    now_ += 1ms;
    return transfer_.step(event, now_);
  }
  Action deadline() {
    now_ = transfer_.deadline();
    return transfer_.step(DeadlinePassed{}, now_);
  }
  [[nodiscard]] Duration patience() const { return transfer_.deadline() - now_; }
  [[nodiscard]] const Transfer& transfer() const { return transfer_; }

 private:
  Time now_{};
  Transfer transfer_;
  Action first_;
};

Action blocks(std::uint64_t first, std::uint64_t count) { return BlockRange{first, count}; }

Outcome outcome_of(const Action& action) {
  if (const auto* end = std::get_if<End>(&action)) return end->outcome;
  ADD_FAILURE() << "the transfer goes on";
  return Outcome::kFailed;
}

TEST(TftpTransfer, SendsBlockByBlockWithoutOptions) {  // RFC 1350
  Reading reading(Terms{}, 1100);
  EXPECT_EQ(reading.first(), blocks(1, 1));
  EXPECT_EQ(reading.ack(1), blocks(2, 1));
  EXPECT_EQ(reading.ack(2), blocks(3, 1));
  EXPECT_EQ(reading.transfer().acknowledged_bytes(), 1024U);
  EXPECT_EQ(reading.ack(3), Action(End{.outcome = Outcome::kFinished}));
  EXPECT_EQ(reading.transfer().acknowledged_bytes(), 1100U);
  EXPECT_EQ(reading.transfer().repeated_blocks(), 0U);
}

TEST(TftpTransfer, EndsWithAnEmptyBlockWhenTheSizeIsAMultiple) {
  Reading reading(Terms{}, 1024);
  reading.ack(1);
  EXPECT_EQ(reading.ack(2), blocks(3, 1));
  EXPECT_EQ(outcome_of(reading.ack(3)), Outcome::kFinished);
  EXPECT_EQ(reading.transfer().acknowledged_bytes(), 1024U);
}

TEST(TftpTransfer, SendsAnEmptyFileAsOneBlock) {
  Reading reading(Terms{}, 0);
  EXPECT_EQ(reading.first(), blocks(1, 1));
  EXPECT_EQ(outcome_of(reading.ack(1)), Outcome::kFinished);
}

TEST(TftpTransfer, AcknowledgesOptionsFirst) {  // RFC 2347
  Reading reading(terms_of(1468, 4), 20'000);
  EXPECT_EQ(reading.first(), Action(SendOptions{}));
  EXPECT_EQ(reading.ack(1), Action(Wait{}));
  EXPECT_EQ(reading.ack(0), blocks(1, kFour));
}

TEST(TftpTransfer, RepeatsTheOptionsUntilTheyAreAcknowledged) {
  Reading reading(terms_of(1468, 1), 20'000);
  EXPECT_EQ(reading.deadline(), Action(SendOptions{}));
  EXPECT_EQ(reading.deadline(), Action(SendOptions{}));
  EXPECT_EQ(reading.ack(0), blocks(1, 1));
  EXPECT_EQ(reading.ack(0), Action(Wait{}));
}

TEST(TftpTransfer, SendsWindows) {  // RFC 7440 section 4
  Reading reading(terms_of(512, 4), kBlock * 9 + 1);
  EXPECT_EQ(reading.ack(0), blocks(1, kFour));
  EXPECT_EQ(reading.ack(4), blocks(5, kFour));
  EXPECT_EQ(reading.ack(8), blocks(9, 2));
  EXPECT_EQ(outcome_of(reading.ack(10)), Outcome::kFinished);
}

TEST(TftpTransfer, GoesOnBehindTheLastBlockThatArrived) {  // RFC 7440 section 4
  Reading reading(terms_of(512, 4), kBlock * 20);
  reading.ack(0);
  EXPECT_EQ(reading.ack(2), blocks(3, kFour));
  EXPECT_EQ(reading.transfer().repeated_blocks(), 2U);
  EXPECT_EQ(reading.ack(6), blocks(7, kFour));
}

TEST(TftpTransfer, NeverAnswersARepeatedAcknowledgement) {  // RFC 1123 section 4.2.3.1
  Reading reading(terms_of(512, 4), kBlock * 20);
  reading.ack(0);
  EXPECT_EQ(reading.ack(4), blocks(5, kFour));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(reading.ack(4), Action(Wait{}));
  for (const std::uint64_t old : {0U, 1U, 3U}) EXPECT_EQ(reading.ack(old), Action(Wait{}));
  for (const std::uint64_t beyond : {9U, 10U, 40'000U})
    EXPECT_EQ(reading.ack(beyond), Action(Wait{}));
  EXPECT_EQ(reading.ack(8), blocks(9, kFour));
  EXPECT_EQ(reading.transfer().repeated_blocks(), 0U);
}

TEST(TftpTransfer, IsNotMovedByRepeatedAcknowledgements) {
  Reading reading(Terms{}, 5000);
  const Duration before = reading.patience();
  reading.ack(0);
  reading.ack(0);
  EXPECT_EQ(reading.patience(), before - 2ms);
}

TEST(TftpTransfer, RepeatsAWindowWhenTheDeadlinePasses) {
  Reading reading(terms_of(512, 4), kBlock * 20);
  reading.ack(0);
  EXPECT_EQ(reading.deadline(), blocks(1, kFour));
  EXPECT_EQ(reading.transfer().repeated_blocks(), kFour);
  EXPECT_EQ(reading.ack(4), blocks(5, kFour));
}

TEST(TftpTransfer, DoesNothingBeforeTheDeadline) {
  Reading reading(Terms{}, 5000);
  EXPECT_EQ(reading.step(DeadlinePassed{}), Action(Wait{}));
}

TEST(TftpTransfer, BacksOff) {
  Reading reading(Terms{}, 5000);
  std::vector<Duration> waits;
  for (int i = 0; i < 4; ++i) {
    waits.push_back(reading.patience());
    reading.deadline();
  }
  EXPECT_EQ(waits, (std::vector<Duration>{1s, 2s, 4s, 4s}));
  EXPECT_EQ(reading.ack(1), blocks(2, 1));
  EXPECT_EQ(reading.patience(), 1s);
}

TEST(TftpTransfer, MeasuresOnlyWhatWasSentOnce) {  // Karn's rule
  constexpr RetryLimits kQuick{.first = 1s, .least = 1ms, .most = 4s};
  Reading reading(Terms{}, 5000, kQuick);
  reading.deadline();
  reading.ack(1);  // of the first block, or of its repetition?
  EXPECT_EQ(reading.patience(), 1s);
  reading.ack(2);  // a round trip of 1 ms
  EXPECT_LT(reading.patience(), 10ms);
}

TEST(TftpTransfer, MeasuresAWindowThatOverlapsTheOneBefore) {
  constexpr RetryLimits kQuick{.first = 1s, .least = 1ms, .most = 4s};
  Reading reading(terms_of(512, 4), kBlock * 20, kQuick);
  reading.deadline();
  reading.ack(0);  // of the first option acknowledgement, or of its repetition?
  reading.deadline();
  reading.ack(2);  // of the first window, or of its repetition?
  EXPECT_EQ(reading.patience(), 1s);
  EXPECT_EQ(reading.ack(4), blocks(5, kFour));
  EXPECT_LT(reading.patience(), 10ms);
}

TEST(TftpTransfer, RollsOverBehindBlock65535) {
  constexpr std::uint64_t kBlocks = 140'000;  // twice
  Reading reading(Terms{}, kBlocks * kBlock - 1);
  for (std::uint64_t block = 1; block < kBlocks; ++block)
    ASSERT_EQ(reading.ack(block), blocks(block + 1, 1)) << block;
  EXPECT_EQ(outcome_of(reading.ack(kBlocks)), Outcome::kFinished);
}

TEST(TftpTransfer, RollsOverInsideAWindow) {
  Reading reading(terms_of(512, 64), kBlock * 70'000);
  reading.ack(0);
  std::uint64_t block = 64;
  for (; block + 64 <= 65'500; block += 64) reading.ack(block);
  EXPECT_EQ(reading.ack(block), blocks(65'473, 64));
  EXPECT_EQ(reading.ack(65'472), Action(Wait{}));      // repeated
  EXPECT_EQ(reading.ack(65'536), blocks(65'537, 64));  // 0 on the wire
  EXPECT_EQ(reading.ack(65'535), Action(Wait{}));      // late, from before the roll-over
  EXPECT_EQ(reading.ack(65'540), blocks(65'541, 64));  // 4 on the wire: a gap behind it
}

TEST(TftpTransfer, KnowsALateAcknowledgementInTheLargestWindow) {
  Reading reading(terms_of(8, 65535), std::uint64_t{8} * 200'000);
  EXPECT_EQ(reading.ack(0), blocks(1, kMostWindowBlocks));
  EXPECT_EQ(reading.ack(kMostWindowBlocks), blocks(kMostWindowBlocks + 1, kMostWindowBlocks));
  EXPECT_EQ(reading.ack(1), Action(Wait{}));
  EXPECT_EQ(reading.ack(kMostWindowBlocks - 1), Action(Wait{}));
}

TEST(TftpTransfer, GivesUpOnASilentClient) {
  Reading reading(Terms{}, 5000);
  for (unsigned i = 0; i < kLimits.repeats; ++i) EXPECT_EQ(reading.deadline(), blocks(1, 1)) << i;
  const Action last = reading.deadline();
  EXPECT_EQ(outcome_of(last), Outcome::kTimedOut);
  EXPECT_TRUE(std::get<End>(last).farewell);
}

TEST(TftpTransfer, DoesNotCallALostLastAcknowledgementAFailure) {
  Reading reading(Terms{}, 100);
  for (unsigned i = 0; i < kLimits.repeats; ++i) EXPECT_EQ(reading.deadline(), blocks(1, 1)) << i;
  const Action last = reading.deadline();
  EXPECT_EQ(outcome_of(last), Outcome::kUnconfirmed);
  EXPECT_FALSE(std::get<End>(last).farewell);
}

TEST(TftpTransfer, TakesARefusalOfTheOptionsAsAQuestionForTheSize) {  // as OVMF does
  for (const ErrorCode code : {ErrorCode::kOptionsRefused, ErrorCode::kNotDefined}) {
    Reading reading(terms_of(1468, 4), 5000);
    EXPECT_EQ(outcome_of(reading.step(ErrorPacket{.code = code, .text = "User aborted"})),
              Outcome::kOptionsOnly);
  }
  Reading reading(terms_of(1468, 4), 5000);
  EXPECT_EQ(outcome_of(reading.step(ErrorPacket{.code = ErrorCode::kDiskFull})), Outcome::kAborted);
}

TEST(TftpTransfer, EndsWhenTheClientAborts) {
  Reading reading(terms_of(1468, 4), 50'000);
  reading.ack(0);
  const Action last = reading.step(ErrorPacket{.code = ErrorCode::kDiskFull, .text = "disk full"});
  EXPECT_EQ(last, Action(End{.outcome = Outcome::kAborted, .why = "client: error 3: disk full"}));
}

TEST(TftpTransfer, EndsWhenTheClientClosesItsPort) {
  Reading early(terms_of(1468, 4), 50'000);
  EXPECT_EQ(outcome_of(early.step(PortClosed{})), Outcome::kOptionsOnly);
  Reading middle(Terms{}, 5000);
  EXPECT_EQ(outcome_of(middle.step(PortClosed{})), Outcome::kAborted);
  Reading late(Terms{}, 100);
  EXPECT_EQ(outcome_of(late.step(PortClosed{})), Outcome::kUnconfirmed);
}

}  // namespace
}  // namespace rackseed::tftp
