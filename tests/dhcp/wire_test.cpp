#include "dhcp/wire.hpp"

#include "tests/dhcp/raw_packet.hpp"

#include <gmock/gmock.h>

namespace rackseed::dhcp::tests {
namespace {

using testing::HasSubstr;

Octets repeated(std::size_t count, std::uint8_t octet) {
  Octets octets(count, octet);  // braces would make it two octets
  return octets;
}

std::string detail_of(Bytes datagram) {
  const auto packet = read_packet(datagram);
  EXPECT_FALSE(packet);
  return packet ? "" : packet.error().detail;
}

TEST(DhcpReadPacket, ReadsTheFixedPart) {
  RawPacket raw("00:00:5e:00:53:2a");
  raw.number(3, 2, 1).number(8, 7, 2).number(10, 0x8000, 2).client("10.1.8.21").relay("10.1.9.1");
  raw.number(16, 0x0a010816, 4).number(20, 0x0a010802, 4);
  raw.field(kServerNameField, bytes_of("seed")).field(kFileField, bytes_of("snponly.efi"));
  const auto packet = read_packet(raw.type(1).bytes());
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->header, (Header{.hops = 2,
                                    .transaction = 0x3903f326,
                                    .seconds = 7,
                                    .broadcast = true,
                                    .client = *Ipv4::parse("10.1.8.21"),
                                    .yours = *Ipv4::parse("10.1.8.22"),
                                    .next_server = *Ipv4::parse("10.1.8.2"),
                                    .relay = *Ipv4::parse("10.1.9.1"),
                                    .mac = *Mac::parse("00:00:5e:00:53:2a"),
                                    .server_name = "seed",
                                    .boot_file = "snponly.efi"}));
}

TEST(DhcpReadPacket, IgnoresFlagsThatMeanNothing) {  // RFC 2131 figure 2: must be zero
  const auto packet = read_packet(RawPacket().number(10, 0x7fff, 2).type(1).bytes());
  ASSERT_TRUE(packet);
  EXPECT_FALSE(packet->header.broadcast);
}

TEST(DhcpReadPacket, TakesAFieldWithoutNulWhole) {
  const auto packet = read_packet(RawPacket().field(kFileField, repeated(128, 'x')).bytes());
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->header.boot_file, std::string(128, 'x'));
}

TEST(DhcpReadPacket, PassesOverPadsAndWhatFollowsTheEnd) {
  RawPacket raw;
  raw.octets(repeated(3, 0)).type(1).octets(repeated(2, 0)).octets(repeated(1, 255));
  raw.option(12, Octets{99}).octets(Octets{7, 200});
  const auto packet = read_packet(raw.open_end());
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->options, (std::vector<RawOption>{{.code = 53, .value = {1}}}));
}

TEST(DhcpReadPacket, RefusesWhatIsNoDhcp) {
  EXPECT_THAT(detail_of({}), HasSubstr("0 bytes"));
  EXPECT_THAT(detail_of(Octets(65508)), HasSubstr("65508 bytes"));
  EXPECT_THAT(detail_of(RawPacket().number(0, 3, 1).bytes()), HasSubstr("op 3"));
  EXPECT_THAT(detail_of(RawPacket().number(236, 0x63825364, 4).bytes()), HasSubstr("cookie"));
}

TEST(DhcpReadPacket, RefusesOtherHardware) {
  for (const auto& raw :
       {RawPacket().number(1, 32, 1), RawPacket().number(2, 0, 1), RawPacket().number(2, 255, 1)}) {
    const auto packet = read_packet(raw.bytes());
    ASSERT_FALSE(packet);
    EXPECT_EQ(packet.error().code, Errc::kUnsupported);
  }
}

TEST(DhcpReadPacket, RefusesOptionsWithoutEnd) {
  EXPECT_THAT(detail_of(RawPacket().type(1).open_end()), HasSubstr("no end"));
  EXPECT_THAT(detail_of(RawPacket().type(1).octets(repeated(60, 0)).open_end()),
              HasSubstr("no end"));
}

TEST(DhcpReadPacket, RefusesAnOptionThatLiesAboutItsLength) {
  EXPECT_THAT(detail_of(RawPacket().type(1).octets(Octets{12, 4, 'a', 'b'}).bytes()),
              HasSubstr("option 12 is truncated"));
  EXPECT_THAT(detail_of(RawPacket().type(1).octets(Octets{12}).open_end()),
              HasSubstr("option 12 is truncated"));
}

TEST(DhcpReadPacket, RefusesEveryTruncation) {
  RawPacket raw;
  raw.type(3).option(50, Octets{10, 1, 8, 21}).option(60, "PXEClient").option(97, repeated(17, 0));
  const Octets whole = raw.bytes();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto packet = read_packet(Bytes(whole).first(size));
    ASSERT_FALSE(packet) << size;
    EXPECT_EQ(packet.error().code, Errc::kMalformed) << size;
  }
  EXPECT_TRUE(read_packet(whole));
}

TEST(DhcpReadPacket, JoinsThePartsOfALongOption) {  // RFC 3396
  RawPacket raw;
  raw.type(1).option(67, repeated(255, 'a')).option(12, "cmp1").option(67, repeated(9, 'b'));
  const auto packet = read_packet(raw.bytes());
  ASSERT_TRUE(packet);
  Octets joined = repeated(255, 'a');
  joined.insert(joined.end(), 9, 'b');
  ASSERT_EQ(packet->options.size(), 3U);
  EXPECT_EQ(packet->options[1], (RawOption{.code = 67, .value = joined}));
  EXPECT_EQ(packet->options[2].code, 12);
}

TEST(DhcpReadPacket, ReadsOverloadedFieldsFileFirst) {  // RFC 2131 4.1, RFC 3396 section 5
  RawPacket raw;
  raw.type(1).option(52, Octets{3}).option(67, "ab");
  raw.field(kFileField, Octets{67, 2, 'c', 'd', 255, 'x'});
  raw.field(kServerNameField, Octets{0, 67, 1, 'e', 12, 1, 'h', 255});
  const auto packet = read_packet(raw.bytes());
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->header.boot_file, "");
  EXPECT_EQ(packet->header.server_name, "");
  ASSERT_EQ(packet->options.size(), 3U);
  EXPECT_EQ(text_of(packet->options[1].value), "abcde");
  EXPECT_EQ(text_of(packet->options[2].value), "h");
}

TEST(DhcpReadPacket, KeepsTheFieldThatIsNotOverloaded) {
  RawPacket raw;
  raw.type(1).option(52, Octets{2}).field(kServerNameField, Octets{255});
  const auto packet = read_packet(raw.field(kFileField, bytes_of("x.efi")).bytes());
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->header.boot_file, "x.efi");
}

TEST(DhcpReadPacket, RefusesAWrongOverload) {
  for (const Octets& value : {Octets{}, Octets{0}, Octets{4}, Octets{1, 1}})
    EXPECT_THAT(detail_of(RawPacket().type(1).option(52, value).bytes()), HasSubstr("option 52"));
  EXPECT_THAT(detail_of(RawPacket().option(52, Octets{1}).option(52, Octets{2}).bytes()),
              HasSubstr("option 52"));
}

TEST(DhcpReadPacket, RefusesAnOverloadThatLoops) {
  RawPacket raw;
  raw.type(1).option(52, Octets{1}).field(kFileField, Octets{52, 1, 1, 255});
  EXPECT_THAT(detail_of(raw.bytes()), HasSubstr("field that it names"));
}

TEST(DhcpReadPacket, RefusesAnOverloadedFieldThatIsTruncated) {
  RawPacket raw;
  raw.type(1).option(52, Octets{1});
  EXPECT_THAT(detail_of(raw.bytes()), HasSubstr("file have no end"));
  raw.field(kFileField, Octets{12, 200, 'x'});
  EXPECT_THAT(detail_of(raw.bytes()), HasSubstr("option 12 is truncated"));
}

WirePacket packet_of(std::vector<RawOption> options) {
  options.insert(options.begin(), RawOption{.code = 53, .value = {2}});
  return {.header = {.is_reply = true, .mac = *Mac::parse("00:00:5e:00:53:01")},
          .options = std::move(options)};
}

Octets written(const WirePacket& packet, std::size_t most_bytes = kMostPacketBytes) {
  const auto bytes = write_packet(packet, most_bytes);
  EXPECT_TRUE(bytes) << bytes.error().detail;
  return bytes ? *bytes : Octets();
}

TEST(DhcpWritePacket, PadsToTheLengthOfBootp) {
  const Octets bytes = written(packet_of({}));
  ASSERT_EQ(bytes.size(), 300U);
  EXPECT_EQ((Octets(bytes.begin() + 240, bytes.begin() + 246)), (Octets{53, 1, 2, 255, 0, 0}));
}

TEST(DhcpWritePacket, WritesNetworkByteOrder) {
  WirePacket packet = packet_of({});
  packet.header.transaction = 0x01020304;
  packet.header.yours = *Ipv4::parse("10.1.8.21");
  packet.header.broadcast = true;
  const Octets bytes = written(packet);
  EXPECT_EQ((Octets(bytes.begin(), bytes.begin() + 12)),
            (Octets{2, 1, 6, 0, 1, 2, 3, 4, 0, 0, 0x80, 0}));
  EXPECT_EQ((Octets(bytes.begin() + 16, bytes.begin() + 20)), (Octets{10, 1, 8, 21}));
}

TEST(DhcpWritePacket, SplitsALongOption) {  // RFC 3396
  const WirePacket packet = packet_of({{.code = 67, .value = repeated(256, 'a')}});
  const Octets bytes = written(packet);
  EXPECT_EQ(bytes[243], 67);
  EXPECT_EQ(bytes[244], 255);
  EXPECT_EQ((Octets(bytes.begin() + 500, bytes.begin() + 504)), (Octets{67, 1, 'a', 255}));
  EXPECT_EQ(*read_packet(bytes), packet);
}

TEST(DhcpWritePacket, PutsTheRelaysOptionLast) {  // RFC 3046 section 2.1
  const Octets bytes =
      written(packet_of({{.code = 82, .value = {1, 1, 7}}, {.code = 12, .value = {'x'}}}));
  EXPECT_EQ((Octets(bytes.begin() + 243, bytes.begin() + 252)),
            (Octets{12, 1, 'x', 82, 3, 1, 1, 7, 255}));
}

TEST(DhcpWritePacket, OverflowsIntoTheServerNameFirst) {
  const WirePacket packet =
      packet_of({{.code = 67, .value = repeated(270, 'a')}, {.code = 12, .value = {'x', 'y'}}});
  // 240 + type 3 + option 67 274 + overload 3 + end 1 = 521: option 12 has no room left.
  const Octets bytes = written(packet, 521);
  EXPECT_EQ(bytes.size(), 521U);
  EXPECT_EQ((Octets(bytes.begin() + 517, bytes.begin() + 521)), (Octets{52, 1, 2, 255}));
  EXPECT_EQ((Octets(bytes.begin() + 44, bytes.begin() + 49)), (Octets{12, 2, 'x', 'y', 255}));
  EXPECT_EQ(*read_packet(bytes), packet);
}

TEST(DhcpWritePacket, OverflowsIntoBothFields) {
  WirePacket packet = packet_of(
      {{.code = 67, .value = repeated(100, 'a')}, {.code = 12, .value = repeated(60, 'b')}});
  const Octets bytes = written(packet, 250);
  EXPECT_EQ((Octets(bytes.begin() + 240, bytes.begin() + 247)), (Octets{53, 1, 2, 52, 1, 3, 255}));
  EXPECT_EQ(*read_packet(bytes), packet);
}

TEST(DhcpWritePacket, LeavesAFieldAloneThatSaysWhatNoOptionSays) {
  WirePacket packet = packet_of({{.code = 12, .value = repeated(100, 'b')}});
  packet.header.boot_file = "x.efi";
  packet.header.server_name = "seed";
  const auto bytes = write_packet(packet, 300);
  ASSERT_FALSE(bytes);
  EXPECT_EQ(bytes.error().code, Errc::kUnsupported);
  EXPECT_THAT(bytes.error().detail, HasSubstr("300 bytes"));
}

TEST(DhcpWritePacket, TakesAFieldWhoseTextAnOptionRepeats) {  // RFC 2132 sections 9.4 and 9.5
  WirePacket packet =
      packet_of({{.code = 67, .value = {'x'}}, {.code = 12, .value = repeated(100, 'b')}});
  packet.header.boot_file = "x";
  packet.header.server_name = "seed";
  const auto read = read_packet(written(packet, 300));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->header.boot_file, "");
  EXPECT_EQ(read->header.server_name, "seed");
  EXPECT_EQ(read->options, packet.options);
}

TEST(DhcpWritePacket, KeepsTheRelaysOptionInTheMainArea) {
  WirePacket packet =
      packet_of({{.code = 82, .value = repeated(20, 1)}, {.code = 12, .value = repeated(50, 'b')}});
  const Octets bytes = written(packet, 280);
  const Bytes main = Bytes(bytes).subspan(240);
  EXPECT_EQ(main[3], 52);
  EXPECT_EQ(main[6], 82);
  EXPECT_EQ(main[28], 255);
  EXPECT_TRUE(read_packet(bytes));
}

TEST(DhcpWritePacket, FitsExactlyOrNotAtAll) {
  const WirePacket packet = packet_of({{.code = 12, .value = repeated(252, 'b')}});
  EXPECT_EQ(written(packet, 498).size(), 498U);  // 240 + 3 + 254 + 1
  EXPECT_FALSE(write_packet(packet, 497));
  EXPECT_FALSE(write_packet(packet, 100));
}

TEST(DhcpWritePacket, RefusesATextLongerThanItsField) {
  WirePacket packet = packet_of({});
  packet.header.boot_file = std::string(129, 'x');
  EXPECT_EQ(write_packet(packet, 1472).error().code, Errc::kMalformed);
  packet.header.boot_file = std::string(128, 'x');
  packet.header.server_name = std::string(65, 'x');
  EXPECT_EQ(write_packet(packet, 1472).error().code, Errc::kMalformed);
  packet.header.server_name.pop_back();
  EXPECT_EQ(*read_packet(written(packet)), packet);
}

}  // namespace
}  // namespace rackseed::dhcp::tests
