#include "tftp/sender.hpp"

#include "tests/tftp/loopback_socket.hpp"
#include "tests/tftp/some_content.hpp"

#include <gtest/gtest.h>

namespace rackseed::tftp {
namespace {

/// Where the kernel cuts, and where it cannot.
class TftpSender : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    const int room = 4 << 20;
    ::setsockopt(to_.descriptor(), SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    from_.connect(to_.address());
  }

  BlockSender::Sent send(const BlockRange& range, std::string_view content,
                         std::uint16_t block_bytes) {
    return sender_.send(from_.descriptor(), range, bytes_of(content), block_bytes, GetParam());
  }
  /// Expects the blocks of a range, in order, and nothing behind them.
  void expect_blocks(const BlockRange& range, std::string_view content, std::uint16_t block_bytes) {
    for (std::uint64_t block = range.first; block < range.first + range.count; ++block) {
      const auto datagram = to_.receive();
      ASSERT_TRUE(datagram) << block;
      const auto packet = decode(bytes_of(*datagram));
      ASSERT_TRUE(packet && std::holds_alternative<Data>(*packet)) << block;
      const auto& data = std::get<Data>(*packet);
      EXPECT_EQ(data.block, static_cast<std::uint16_t>(block));
      EXPECT_EQ(text_of(data.bytes), content.substr((block - 1) * block_bytes, block_bytes));
    }
    EXPECT_TRUE(to_.is_quiet());
  }

  LoopbackSocket from_;
  LoopbackSocket to_;
  BlockSender sender_{GetParam()};
};

std::vector<bool> ways_of_this_kernel() {
  if (BlockSender::kernel_segments()) return {false, true};
  return {false};
}

INSTANTIATE_TEST_SUITE_P(Kernel, TftpSender, testing::ValuesIn(ways_of_this_kernel()),
                         [](const auto& with) {
                           return with.param ? "Segments" : "DoesNotSegment";
                         });

TEST_P(TftpSender, SendsAWindow) {
  const auto content = some_content(10'000);
  const BlockRange range{.first = 2, .count = 8};
  EXPECT_EQ(send(range, content, 1000).blocks, 8U);
  expect_blocks(range, content, 1000);
}

TEST_P(TftpSender, SendsTheShortLastBlock) {
  const auto content = some_content(10'001);
  const BlockRange range{.first = 8, .count = 4};
  EXPECT_EQ(send(range, content, 1000).blocks, 4U);
  expect_blocks(range, content, 1000);
}

TEST_P(TftpSender, SendsAnEmptyLastBlock) {
  const auto content = some_content(3000);
  const BlockRange range{.first = 1, .count = 4};
  EXPECT_EQ(send(range, content, 1000).blocks, 4U);
  expect_blocks(range, content, 1000);
  EXPECT_EQ(send({.first = 1, .count = 1}, "", 512).blocks, 1U);
  expect_blocks({.first = 1, .count = 1}, "", 512);
}

TEST_P(TftpSender, SendsMoreThanOneMessageHolds) {
  const auto content = some_content(std::size_t{300} * 1468);
  const BlockRange range{.first = 1, .count = 300};
  EXPECT_EQ(send(range, content, 1468).blocks, 300U);
  expect_blocks(range, content, 1468);
}

TEST_P(TftpSender, SendsMoreThanOneCallHolds) {
  const auto content = some_content(std::size_t{2500} * 8);
  const BlockRange range{.first = 1, .count = 2500};
  EXPECT_EQ(send(range, content, 8).blocks, 2500U);
  expect_blocks(range, content, 8);
}

TEST_P(TftpSender, NumbersBlocksAcrossTheRollOver) {
  const auto content = some_content(std::size_t{65'600} * 8);
  const BlockRange range{.first = 65'530, .count = 20};
  EXPECT_EQ(send(range, content, 8).blocks, 20U);
  expect_blocks(range, content, 8);
}

TEST_P(TftpSender, SendsTheLargestBlock) {
  const auto content = some_content(100'000);
  const BlockRange range{.first = 1, .count = 2};
  EXPECT_EQ(send(range, content, kMostBlockBytes).blocks, 2U);
  expect_blocks(range, content, kMostBlockBytes);
}

TEST_P(TftpSender, StopsWhereTheSocketIsFull) {
  const int room = 1;  // the least that the kernel grants
  ::setsockopt(from_.descriptor(), SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
  const auto content = some_content(1'000'000);
  std::uint64_t blocks = 0;
  for (int i = 0; i < 2000 && blocks < 600; ++i) {
    const auto sent = send({.first = 1 + blocks, .count = 600 - blocks}, content, 1468);
    blocks += sent.blocks;
    EXPECT_TRUE(sent.error == 0 || sent.error == EAGAIN) << sent.error;
    while (!to_.is_quiet()) to_.receive();
  }
  EXPECT_EQ(blocks, 600U);
}

TEST_P(TftpSender, TellsWhenNobodyListens) {
  {
    const LoopbackSocket gone;
    from_.connect(gone.address());
  }
  const BlockRange range{.first = 1, .count = 2};
  const auto first = send(range, "some", 512);
  const auto second = send(range, "some", 512);
  EXPECT_TRUE(first.error == ECONNREFUSED || second.error == ECONNREFUSED);
}

TEST_P(TftpSender, TellsWhenTheSocketCannotSend) {
  EXPECT_EQ(sender_.send(-1, {.first = 1, .count = 2}, bytes_of("some"), 512, GetParam()).error,
            EBADF);
}

}  // namespace
}  // namespace rackseed::tftp
