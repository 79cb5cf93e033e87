#include "src/serve/black_box.hpp"

#include "tests/serve/rack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace rackseed::serve {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using namespace tests;

constexpr std::size_t kFileHeader = 24;
constexpr std::size_t kRecordHeader = 16;
constexpr std::size_t kIpAndUdp = 28;
const Mac kA = mac("02:00:00:00:00:01");
const Mac kB = mac("02:00:00:00:00:02");
const Mac kC = mac("02:00:00:00:00:03");

Frame frame(std::string_view payload = "dhcp") {
  using std::chrono::system_clock;
  return {.time = system_clock::time_point(std::chrono::microseconds(1'700'000'000'250'001)),
          .source = ip("10.1.8.10"),
          .source_port = 68,
          .destination = ip("255.255.255.255"),
          .destination_port = 67,
          .payload = {payload.begin(), payload.end()}};
}

/// The payloads in a capture, whose headers are checked on the way.
std::vector<std::string> payloads(const Octets& capture) {
  std::vector<std::string> found;
  ByteReader file(capture);
  file.bytes(kFileHeader);
  while (!file.failed() && !file.empty()) {
    file.bytes(8);
    const std::uint32_t kept = file.u32be();
    EXPECT_EQ(file.u32be(), kept);
    const Bytes datagram = file.bytes(kept);
    found.emplace_back(text_of(datagram.subspan(kIpAndUdp)));
  }
  EXPECT_FALSE(file.failed());
  return found;
}

TEST(BlackBox, WritesACaptureFile) {
  BlackBox box;
  box.record(kA, frame());
  const Octets capture = box.capture(kA);
  EXPECT_THAT(Bytes(capture).first(kFileHeader + kRecordHeader),
              ElementsAreArray({0xa1, 0xb2, 0xc3, 0xd4, 0,    2,    0,    4,  // magic, version
                                0,    0,    0,    0,    0,    0,    0,    0,  // UTC, accuracy
                                0,    0,    0xff, 0xff, 0,    0,    0,    101,
                                0x65, 0x53, 0xf1, 0x00, 0x00, 0x03, 0xd0, 0x91,  // .250001 s
                                0,    0,    0,    32,   0,    0,    0,    32}));
  EXPECT_THAT(Bytes(capture).subspan(kFileHeader + kRecordHeader),
              ElementsAreArray({0x45, 0,  0, 32, 0,   0,   0,   0,   64,   17,   0x68, 0xc3,
                                10,   1,  8, 10, 255, 255, 255, 255,  // checksum: RFC 1071
                                0,    68, 0, 67, 0,   12,  0,   0,   0x64, 0x68, 0x63, 0x70}));
}

TEST(BlackBox, KeepsTheLastFramesOfEachClient) {
  BlackBox box({.frames = 2});
  box.record(kA, frame("1"));
  box.record(kB, frame("other"));
  box.record(kA, frame("2"));
  box.record(kA, frame("3"));
  EXPECT_THAT(payloads(box.capture(kA)), ElementsAre("2", "3"));
  EXPECT_THAT(payloads(box.capture(kB)), ElementsAre("other"));
}

TEST(BlackBox, KnowsNothingOfOthers) { EXPECT_THAT(BlackBox().capture(kA), IsEmpty()); }

TEST(BlackBox, CutsLongPayloads) {
  BlackBox box({.octets = 3});
  box.record(kA, frame("12345"));
  box.record(kA, frame(""));
  EXPECT_THAT(payloads(box.capture(kA)), ElementsAre("123", ""));
}

TEST(BlackBox, ForgetsWhoWasSilentLongest) {
  BlackBox box({.clients = 2});
  box.record(kA, frame());
  box.record(kB, frame());
  box.record(kA, frame());
  box.record(kC, frame());
  EXPECT_THAT(box.capture(kB), IsEmpty());
  EXPECT_EQ(payloads(box.capture(kA)).size(), 2U);
  EXPECT_THAT(box.take_changed(9), UnorderedElementsAre(kA, kC));
}

TEST(BlackBox, SaysOnceWhoChanged) {
  BlackBox box;
  EXPECT_THAT(box.take_changed(9), IsEmpty());
  box.record(kA, frame());
  box.record(kA, frame());
  box.record(kB, frame());
  EXPECT_EQ(box.take_changed(1).size(), 1U);
  EXPECT_EQ(box.take_changed(9).size(), 1U);
  EXPECT_THAT(box.take_changed(9), IsEmpty());
  box.record(kB, frame());
  EXPECT_THAT(box.take_changed(9), ElementsAre(kB));
}

TEST(BlackBox, HandsOutThoseFirstWhoWaitLongest) {
  BlackBox box;
  box.record(kC, frame());
  box.record(kB, frame());
  box.record(kC, frame());
  EXPECT_THAT(box.take_changed(1), ElementsAre(kC));
  box.record(kA, frame());
  EXPECT_THAT(box.take_changed(1), ElementsAre(kB));
}

}  // namespace
}  // namespace rackseed::serve
