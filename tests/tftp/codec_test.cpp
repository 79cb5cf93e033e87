#include "tftp/codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rackseed::tftp {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;
using testing::HasSubstr;

template <class T>
T decoded(std::string_view datagram) {
  const auto packet = decode(bytes_of(datagram));
  if (!packet || !std::holds_alternative<T>(*packet)) {
    ADD_FAILURE() << "not the packet it should be: " << testing::PrintToString(datagram);
    return T{};
  }
  return std::get<T>(*packet);
}

Errc refused(std::string_view datagram) {
  const auto packet = decode(bytes_of(datagram));
  EXPECT_FALSE(packet) << testing::PrintToString(datagram);
  return packet ? Errc::kTimedOut : packet.error().code;
}

/// The options of a read request whose end is as given.
Options options_of(std::string_view end) {
  return decoded<Request>("\0\1boot.efi\0octet\0"s.append(end)).options;
}

TEST(TftpCodec, ReadsARequestWithoutOptions) {  // RFC 1350 section 5
  const auto request = decoded<Request>("\0\1boot.efi\0octet\0"sv);
  EXPECT_FALSE(request.wants_to_write);
  EXPECT_EQ(request.name, "boot.efi");
  EXPECT_EQ(request.mode, Mode::kOctet);
  EXPECT_TRUE(request.options.none());
}

TEST(TftpCodec, ReadsAWriteRequest) {
  EXPECT_TRUE(decoded<Request>("\0\2boot.efi\0octet\0"sv).wants_to_write);
}

TEST(TftpCodec, ReadsModesInAnyCase) {
  EXPECT_EQ(decoded<Request>("\0\1f\0OCTET\0"sv).mode, Mode::kOctet);
  EXPECT_EQ(decoded<Request>("\0\1f\0NetASCII\0"sv).mode, Mode::kNetascii);
  EXPECT_EQ(decoded<Request>("\0\1f\0mail\0"sv).mode, Mode::kMail);
}

TEST(TftpCodec, RefusesAnUnknownMode) {
  EXPECT_EQ(refused("\0\1f\0octets\0"sv), Errc::kMalformed);
  EXPECT_EQ(refused("\0\1f\0\0"sv), Errc::kMalformed);
}

TEST(TftpCodec, ReadsOptionNamesInAnyCase) {  // RFC 2347
  const auto options = options_of(
      "BlkSize\0"
      "1468\0TIMEOUT\0"
      "7\0tSize\0"
      "0\0WindowSize\0"
      "4\0"sv);
  EXPECT_EQ(options.block_bytes, 1468);
  EXPECT_EQ(options.timeout, std::chrono::seconds(7));
  EXPECT_EQ(options.transfer_bytes, 0U);
  EXPECT_EQ(options.window_blocks, 4);
}

TEST(TftpCodec, LeavesOutAnUnknownOption) {  // RFC 2347
  EXPECT_TRUE(options_of("multicast\0\0utimeout\0"
                         "5\0"sv)
                  .none());
  EXPECT_EQ(options_of("multicast\0\0blksize\0"
                       "600\0"sv)
                .block_bytes,
            600);
}

TEST(TftpCodec, KeepsTheFirstOfARepeatedOption) {
  EXPECT_EQ(options_of("blksize\0"
                       "600\0BLKSIZE\0"
                       "700\0"sv)
                .block_bytes,
            600);
  EXPECT_EQ(options_of("blksize\0x\0blksize\0"
                       "700\0"sv)
                .block_bytes,
            std::nullopt);
}

TEST(TftpCodec, IgnoresPaddingBehindTheOptions) {
  EXPECT_EQ(options_of("blksize\0"
                       "600\0\0\0\0\0"sv)
                .block_bytes,
            600);
  EXPECT_TRUE(options_of("\0\0\0"sv).none());
}

struct Limit {
  std::string_view option;
  std::vector<std::string_view> inside;
  std::vector<std::string_view> outside;
};

TEST(TftpCodec, KnowsTheLimitsOfEveryOption) {
  const auto limits = std::to_array<Limit>({
      {"blksize", {"8", "512", "65464", "0008"}, {"7", "0", "65465", "99999999999999999999999"}},
      {"timeout", {"1", "255"}, {"0", "256"}},
      {"tsize", {"0", "18446744073709551615"}, {"18446744073709551616"}},
      {"windowsize", {"1", "65535"}, {"0", "65536"}},
  });
  for (const auto& [option, inside, outside] : limits) {
    const auto with = [&, name = option](std::string_view value) {
      return options_of(std::string(name).append(1, '\0').append(value).append(1, '\0'));
    };
    for (const auto value : inside) EXPECT_FALSE(with(value).none()) << option << '=' << value;
    for (const auto value : outside) EXPECT_TRUE(with(value).none()) << option << '=' << value;
    for (const auto value : {"", " 16", "+16", "-16", "16 ", "0x10", "16k", "1e2"})
      EXPECT_TRUE(with(value).none()) << option << '=' << value;
  }
}

TEST(TftpCodec, RefusesEveryTruncationOfARequest) {
  const auto whole =
      "\0\1boot.efi\0octet\0blksize\0"
      "1468\0tsize\0"
      "0\0"sv;
  // A request without its last options is whole where an option ends.
  const std::vector<std::size_t> whole_too = {17, 30};
  for (std::size_t n = 0; n < whole.size(); ++n) {
    if (std::ranges::count(whole_too, n) > 0)
      EXPECT_TRUE(decode(bytes_of(whole.substr(0, n)))) << n << " bytes";
    else
      EXPECT_EQ(refused(whole.substr(0, n)), Errc::kMalformed) << n << " bytes";
  }
}

TEST(TftpCodec, RefusesEveryTruncationOfAFixedPart) {
  for (const auto whole : {"\0\3\0\1"sv, "\0\4\0\1"sv, "\0\5\0\1"sv})
    for (std::size_t n = 0; n < whole.size(); ++n)
      EXPECT_EQ(refused(whole.substr(0, n)), Errc::kMalformed) << n << " bytes";
  const auto options =
      "\0\6tsize\0"
      "0\0"sv;
  for (std::size_t n = 3; n < options.size(); ++n)
    EXPECT_EQ(refused(options.substr(0, n)), Errc::kMalformed) << n << " bytes";
}

TEST(TftpCodec, RefusesAnUnknownOpcode) {
  for (const auto datagram : {"\0\0x"sv, "\0\7"sv, "\1\1f\0octet\0"sv, "\xff\xff"sv})
    EXPECT_EQ(refused(datagram), Errc::kUnsupported);
}

TEST(TftpCodec, ReadsData) {
  const auto datagram =
      "\0\3\xff\xfe"
      "abc"sv;
  const auto data = decoded<Data>(datagram);
  EXPECT_EQ(data.block, 0xfffe);
  EXPECT_EQ(text_of(data.bytes), "abc");
  EXPECT_TRUE(decoded<Data>("\0\3\0\1"sv).bytes.empty());
}

TEST(TftpCodec, ReadsAnAcknowledgement) {
  EXPECT_EQ(decoded<Ack>("\0\4\x12\x34"sv).block, 0x1234);
  EXPECT_EQ(decoded<Ack>("\0\4\0\1 and padding"sv).block, 1);
}

TEST(TftpCodec, ReadsErrorsWithAndWithoutTheirTerminator) {
  EXPECT_EQ(decoded<ErrorPacket>("\0\5\0\10no\0"sv),
            (ErrorPacket{.code = ErrorCode::kOptionsRefused, .text = "no"}));
  EXPECT_EQ(decoded<ErrorPacket>("\0\5\0\1no"sv),
            (ErrorPacket{.code = ErrorCode::kFileNotFound, .text = "no"}));
  EXPECT_EQ(decoded<ErrorPacket>("\0\5\0\2"sv), (ErrorPacket{.code = ErrorCode::kAccessViolation}));
  EXPECT_EQ(decoded<ErrorPacket>("\0\5\0\11odd\0and more"sv), (ErrorPacket{.text = "odd"}));
}

TEST(TftpCodec, WritesAsTheRfcsShow) {
  EXPECT_EQ(text_of(encode(Ack{.block = 0x1234})), "\0\4\x12\x34"sv);
  EXPECT_EQ(text_of(encode(Data{.block = 1, .bytes = bytes_of("ab")})), "\0\3\0\1ab"sv);
  EXPECT_EQ(text_of(encode(ErrorPacket{.code = ErrorCode::kFileNotFound, .text = "no"})),
            "\0\5\0\1no\0"sv);
  EXPECT_EQ(text_of(encode(OptionAck{.options = {.block_bytes = 1432, .transfer_bytes = 9}})),
            "\0\6tsize\0"
            "9\0blksize\0"
            "1432\0"sv);
}

TEST(TftpCodec, CutsTextsAtANul) {
  EXPECT_EQ(text_of(encode(ErrorPacket{.text = "a\0b"s})), "\0\5\0\0a\0"sv);
  EXPECT_EQ(text_of(encode(Request{.name = "f\0g"s})), "\0\1f\0octet\0"sv);
}

TEST(TftpCodec, DecodesWhatItEncodes) {
  const Options all{.block_bytes = kMostBlockBytes,
                    .timeout = std::chrono::seconds(255),
                    .transfer_bytes = std::numeric_limits<std::uint64_t>::max(),
                    .window_blocks = 65535};
  const std::vector<Packet> packets = {
      Request{.name = "a/b c", .mode = Mode::kOctet, .options = all},
      Request{.wants_to_write = true, .name = "", .mode = Mode::kMail},
      Request{.name = std::string(5000, 'x'), .mode = Mode::kNetascii},
      Data{.block = 0, .bytes = {}},
      Data{.block = 65535, .bytes = bytes_of("\0\0\3"sv)},
      Ack{.block = 65535},
      ErrorPacket{.code = ErrorCode::kNoSuchUser, .text = "why"},
      OptionAck{},
      OptionAck{.options = all},
  };
  for (const auto& packet : packets) {
    const auto datagram = encode(packet);
    const auto again = decode(datagram);
    ASSERT_TRUE(again) << packet.index();
    EXPECT_EQ(*again, packet) << packet.index();
  }
}

TEST(TftpCodec, NamesWhatItRefuses) {
  EXPECT_THAT(decode(bytes_of("\0\x2a"sv)).error().detail, HasSubstr("42"));
}

}  // namespace
}  // namespace rackseed::tftp
