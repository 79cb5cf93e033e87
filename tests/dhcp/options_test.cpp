#include "dhcp/options.hpp"

#include <gmock/gmock.h>

namespace rackseed::dhcp::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Options with_user_class(std::string_view text) {
  return {.user_class = Octets(text.begin(), text.end())};
}

TEST(DhcpUserClass, IsAListOfCountedTexts) {  // RFC 3004
  using namespace std::string_view_literals;
  EXPECT_THAT(user_classes(with_user_class("\4iPXE")), ElementsAre("iPXE"));
  EXPECT_THAT(user_classes(with_user_class("\4iPXE\10rackseed")), ElementsAre("iPXE", "rackseed"));
  EXPECT_THAT(user_classes({}), IsEmpty());
}

TEST(DhcpUserClass, IsABareTextWhereTheCountsAreWrong) {  // what iPXE sends
  using namespace std::string_view_literals;
  EXPECT_THAT(user_classes(with_user_class("iPXE")), ElementsAre("iPXE"));
  EXPECT_THAT(user_classes(with_user_class("SONiC-ZTP")), ElementsAre("SONiC-ZTP"));
  EXPECT_THAT(user_classes(with_user_class("\4iPX")), ElementsAre("\4iPX"));
  EXPECT_THAT(user_classes(with_user_class("\0\0"sv)), ElementsAre("\0\0"sv));
  EXPECT_THAT(user_classes(with_user_class("\1a\0"sv)), ElementsAre("\1a\0"sv));
}

TEST(DhcpParameterList, AsksForAllWhenItIsNotThere) {
  EXPECT_TRUE(asks_for({}, 3));
  EXPECT_TRUE(asks_for({.parameters = {1, 3}}, 3));
  EXPECT_FALSE(asks_for({.parameters = {1, 6}}, 3));
}

TEST(DhcpRelayInfo, ReadsItsSubOptions) {  // RFC 3046, 3527, 4243, 5107
  const Octets verbatim{1, 3, 'E', 't', '4', 2,  2, 0xca, 0xfe, 5, 4, 10, 1, 9,
                        0, 9, 2,   8,   8,   11, 4, 10,   1,    9, 1, 77, 1, 5};
  const auto info = decode_relay_info(verbatim);
  ASSERT_TRUE(info);
  EXPECT_EQ(info->verbatim, verbatim);
  EXPECT_EQ(text_of(info->circuit_id), "Et4");
  EXPECT_EQ(info->remote_id, (Octets{0xca, 0xfe}));
  EXPECT_EQ(info->link_selection, Ipv4::parse("10.1.9.0"));
  EXPECT_EQ(info->vendor, (Octets{8, 8}));
  EXPECT_EQ(info->server_override, Ipv4::parse("10.1.9.1"));
}

TEST(DhcpRelayInfo, IsNothingWhenItLies) {
  EXPECT_FALSE(decode_relay_info(Octets{1}));
  EXPECT_FALSE(decode_relay_info(Octets{1, 2, 'x'}));
  EXPECT_FALSE(decode_relay_info(Octets{5, 3, 10, 1, 9}));
  EXPECT_FALSE(decode_relay_info(Octets{11, 0}));
  EXPECT_TRUE(decode_relay_info(Octets{}));
}

TEST(DhcpIpxeInfo, ReadsFeaturesAndVersion) {
  const IpxeInfo info = decode_ipxe_info(
      Octets{0xb1, 1, 1, 0xeb, 3, 1, 21, 1, 0x13, 1, 1, 0x14, 1, 0, 0x24, 1, 1, 0xb0, 1, 1});
  EXPECT_THAT(info.features, ElementsAre(0x13, 0x24));
  EXPECT_THAT(info.version, ElementsAre(1, 21, 1));
  EXPECT_TRUE(info.no_proxy_dhcp);
}

TEST(DhcpIpxeInfo, ReadsAsFarAsItGoes) {  // others may use the number too
  const IpxeInfo info = decode_ipxe_info(Octets{0x13, 1, 1, 0x24, 9, 1});
  EXPECT_THAT(info.features, ElementsAre(0x13));
  EXPECT_EQ(info.verbatim.size(), 6U);
  EXPECT_FALSE(decode_ipxe_info(Octets{0xb0, 1, 0}).no_proxy_dhcp);
  EXPECT_FALSE(decode_ipxe_info(Octets{0xb0, 0}).no_proxy_dhcp);
}

TEST(DhcpMessageType, HasAName) {
  EXPECT_EQ(to_string(MessageType::kDiscover), "DISCOVER");
  EXPECT_EQ(to_string(MessageType::kInform), "INFORM");
  EXPECT_EQ(to_string(MessageType{}), "?");
}

}  // namespace
}  // namespace rackseed::dhcp::tests
