#include "tftp/receiver.hpp"

#include <gtest/gtest.h>

namespace rackseed::tftp {
namespace {

using namespace std::chrono_literals;
using State = Receiver::State;

const Request kAsked{.name = "f", .options = {.block_bytes = 8, .window_blocks = 4}};

/// A client and its clock.
class Reader {
 public:
  explicit Reader(Request request) : receiver_(std::move(request), RetryLimits{.repeats = 3}) {
    receiver_.start(now_);
  }
  /// A client that agreed on blocks of 8 bytes and windows of 4.
  static Reader agreed() {
    Reader reader(kAsked);
    reader.take(OptionAck{.options = kAsked.options});
    return reader;
  }

  std::optional<Packet> take(const Packet& packet) {
    datagram_ = encode(packet);
    now_ += 1ms;
    const auto step = receiver_.take(datagram_, now_);
    text_ += text_of(step.content);
    return step.answer;
  }
  std::optional<Packet> block(int number, std::string_view text = "12345678") {
    return take(Data{.block = static_cast<std::uint16_t>(number), .bytes = bytes_of(text)});
  }
  std::optional<Packet> deadline() { return receiver_.retry(now_ = receiver_.deadline()); }

  [[nodiscard]] const Receiver& receiver() const { return receiver_; }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  Time now_{};
  Receiver receiver_;
  std::vector<std::uint8_t> datagram_;
  std::string text_;
};

std::optional<Packet> ack(int block) { return Packet(Ack{static_cast<std::uint16_t>(block)}); }

TEST(TftpReceiver, ReadsFromAServerWithoutOptions) {
  Reader reader(kAsked);
  EXPECT_EQ(reader.block(1, std::string(512, 'a')), ack(1));
  EXPECT_EQ(reader.block(2, "end"), ack(2));
  EXPECT_EQ(reader.receiver().state(), State::kDone);
  EXPECT_EQ(reader.text(), std::string(512, 'a') + "end");
}

TEST(TftpReceiver, AcknowledgesOptionsWithBlockZero) {  // RFC 2347
  Reader reader(kAsked);
  EXPECT_EQ(reader.take(OptionAck{.options = {.block_bytes = 8}}), ack(0));
  EXPECT_EQ(reader.take(OptionAck{.options = {.block_bytes = 8}}), ack(0));  // ours was lost
  EXPECT_EQ(reader.block(1), ack(1));
}

TEST(TftpReceiver, RefusesWhatItDidNotAskFor) {
  for (const Options& options :
       {Options{.block_bytes = 9}, Options{.window_blocks = 5}, Options{.transfer_bytes = 1},
        Options{.timeout = std::chrono::seconds(1)}}) {
    Reader reader(kAsked);
    const auto answer = reader.take(OptionAck{.options = options});
    ASSERT_TRUE(answer);
    EXPECT_EQ(std::get<ErrorPacket>(*answer).code, ErrorCode::kOptionsRefused);
    EXPECT_EQ(reader.receiver().state(), State::kFailed);
  }
}

TEST(TftpReceiver, AcknowledgesOncePerWindow) {  // RFC 7440 section 4
  Reader reader = Reader::agreed();
  for (const int block : {1, 2, 3}) EXPECT_EQ(reader.block(block), std::nullopt);
  EXPECT_EQ(reader.block(4), ack(4));
  EXPECT_EQ(reader.block(5), std::nullopt);
  EXPECT_EQ(reader.block(6, "end"), ack(6));
  EXPECT_EQ(reader.receiver().received_bytes(), 43U);
}

TEST(TftpReceiver, ComplainsOnceAboutAGap) {
  Reader reader = Reader::agreed();
  reader.block(1);
  EXPECT_EQ(reader.block(3), ack(1));
  EXPECT_EQ(reader.block(4), std::nullopt);
  EXPECT_EQ(reader.block(2), std::nullopt);
  EXPECT_EQ(reader.text().size(), 16U);
}

TEST(TftpReceiver, ComplainsOnceInEachBurstOfOldBlocks) {
  Reader reader = Reader::agreed();
  for (const int block : {1, 2, 3, 4}) reader.block(block);
  for (int burst = 0; burst < 2; ++burst) {
    EXPECT_EQ(reader.block(1), ack(4));
    for (const int block : {2, 3, 4}) EXPECT_EQ(reader.block(block), std::nullopt);
  }
  EXPECT_EQ(reader.text().size(), 32U);
}

TEST(TftpReceiver, IgnoresABlockThatTheNetworkRepeats) {
  Reader reader = Reader::agreed();
  for (const int block : {1, 1, 2, 1, 2, 3, 3}) EXPECT_EQ(reader.block(block), std::nullopt);
  EXPECT_EQ(reader.block(4), ack(4));
  EXPECT_EQ(reader.block(4), ack(4));  // perhaps ours was lost
  EXPECT_EQ(reader.text().size(), 32U);
}

TEST(TftpReceiver, AcknowledgesTheLastBlockAgain) {
  Reader reader = Reader::agreed();
  reader.block(1, "end");
  EXPECT_EQ(reader.block(1, "end"), ack(1));
  EXPECT_EQ(reader.text(), "end");
}

TEST(TftpReceiver, RefusesABlockThatIsTooLarge) {
  Reader reader = Reader::agreed();
  const auto answer = reader.block(1, "123456789");
  ASSERT_TRUE(answer);
  EXPECT_EQ(std::get<ErrorPacket>(*answer).code, ErrorCode::kIllegalOperation);
  EXPECT_EQ(reader.receiver().state(), State::kFailed);
  EXPECT_EQ(reader.block(1), std::nullopt);
}

TEST(TftpReceiver, EndsWhenTheServerRefuses) {
  Reader reader(kAsked);
  EXPECT_EQ(reader.take(ErrorPacket{.code = ErrorCode::kFileNotFound, .text = "gone"}),
            std::nullopt);
  EXPECT_EQ(reader.receiver().state(), State::kFailed);
  EXPECT_EQ(reader.receiver().why(), "server: error 1: gone");
}

TEST(TftpReceiver, RepeatsWhatItWaitsWith) {
  Reader reader(kAsked);
  EXPECT_EQ(reader.deadline(), Packet(kAsked));
  reader.take(OptionAck{.options = kAsked.options});
  EXPECT_EQ(reader.deadline(), ack(0));
  reader.block(1);
  EXPECT_EQ(reader.deadline(), ack(1));
}

TEST(TftpReceiver, GivesUpOnASilentServer) {
  Reader reader(kAsked);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(reader.deadline());
  EXPECT_EQ(reader.deadline(), std::nullopt);
  EXPECT_EQ(reader.receiver().state(), State::kFailed);
}

TEST(TftpReceiver, IgnoresWhatIsNoAnswer) {
  Reader reader = Reader::agreed();
  EXPECT_EQ(reader.take(Ack{7}), std::nullopt);
  EXPECT_EQ(reader.take(kAsked), std::nullopt);
  EXPECT_EQ(reader.receiver().state(), State::kReceiving);
}

}  // namespace
}  // namespace rackseed::tftp
