#include "redfish/discovery/mdns.hpp"

#include <gmock/gmock.h>

#include <array>

#include "tests/redfish/dns_text.hpp"

namespace rackseed::redfish::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Mdns, AsksForBothServices) {
  const auto question = encode_mdns_search();
  const std::string_view expected(
      "\0\0\0\0\0\2\0\0\0\0\0\0"
      "\15_obmc_redfish\4_tcp\5local\0\0\14\0\1"
      "\10_redfish\4_tcp\5local\0\0\14\0\1",
      12 + 30 + 25);
  EXPECT_EQ(rackseed::text_of(question), expected);
  const auto decoded = decode_dns(question);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, DnsMessage());
  EXPECT_EQ(decode_mdns(question).error().code, Errc::kUnsupported);
}

TEST(Mdns, PutsTheRecordsOfAServiceTogether) {
  const auto services = decode_mdns(some_mdns_answer());
  ASSERT_TRUE(services);
  EXPECT_THAT(*services, ElementsAre(MdnsService{.instance = "bmc._redfish._tcp.local",
                                                 .host = "idrac-f54p1g3.local",
                                                 .port = 443,
                                                 .addresses = {Ipv4(0x0a01280b)},
                                                 .uuid = "92384634-2938-2342-8820-489239905423"}));
}

TEST(Mdns, KnowsWhatLeaves) {
  const auto services = decode_mdns(some_mdns_answer(0));
  ASSERT_TRUE(services);
  EXPECT_THAT(*services, IsEmpty());
}

TEST(Mdns, TakesAPointerAlone) {
  const auto services = decode_mdns(DnsText(kDnsResponse, 1, 1)
                                        .name("_OBMC_Redfish._TCP.Local")
                                        .u16(kDnsPtr)
                                        .u16(1)
                                        .pointer(12)
                                        .record(kDnsPtr, 13)
                                        .string("My.BMC \\ 1")
                                        .u16(0)  // the end, and one octet too much
                                        .take());
  EXPECT_FALSE(services);
  const auto good = decode_mdns(DnsText(kDnsResponse, 0, 1)
                                    .name("_OBMC_Redfish._TCP.Local")
                                    .record(kDnsPtr, 13)
                                    .string("My.BMC \\ 1")
                                    .pointer(12)
                                    .take());
  ASSERT_TRUE(good);
  EXPECT_THAT(*good,
              ElementsAre(MdnsService{.instance = "my\\.bmc \\\\ 1._obmc_redfish._tcp.local"}));
}

TEST(Mdns, PassesOverOtherTypesAndServices) {
  const auto services = decode_mdns(DnsText(kDnsResponse, 0, 3)
                                        .name("_ipp._tcp.local")
                                        .record(kDnsPtr, 2)
                                        .pointer(12)
                                        .name("x.local")
                                        .record(28, 16)  // AAAA
                                        .address("32.1.13.184")
                                        .address("0.0.0.0")
                                        .address("0.0.0.0")
                                        .address("0.0.0.1")
                                        .name("_redfish._tcp.local")
                                        .record(kDnsPtr, 3)
                                        .name("b")
                                        .take());
  ASSERT_TRUE(services);
  EXPECT_THAT(*services, ElementsAre(MdnsService{.instance = "b"}));
}

TEST(Mdns, NoPointerLeadsForwardsOrInACircle) {
  for (const auto to : std::to_array<std::uint16_t>({12, 13, 14, 300, 0x3fff})) {
    const auto message = DnsText(kDnsResponse, 0, 1).pointer(to).record(kDnsPtr, 2).pointer(12);
    EXPECT_FALSE(decode_dns(DnsText(message).take())) << to;
  }
  // A label, and a pointer back to it: one step back each time is no way out.
  EXPECT_FALSE(decode_dns(
      DnsText(kDnsResponse, 0, 1).labels("a").pointer(12).record(kDnsPtr, 2).pointer(12).take()));
}

TEST(Mdns, AChainOfPointersIsNoLongNameEither) {
  DnsText text(kDnsResponse, 0, 1);
  std::uint16_t last = 0;  // the header's octets: names, too, and harmless
  std::uint16_t at = 12;
  for (int i = 0; i < 100; ++i) {  // each part is behind another label: 100 * 6 octets
    text.labels("label").pointer(last);
    last = at;
    at = static_cast<std::uint16_t>(at + 8);
  }
  EXPECT_FALSE(decode_dns(text.take()));
}

TEST(Mdns, RefusesNamesThatAreTooLong) {
  const std::string label(63, 'x');
  const std::string three = label + "." + label + "." + label;
  const auto with = [](const std::string& name) {
    return decode_dns(
        DnsText(kDnsResponse, 0, 1).name(name).record(kDnsA, 4).address("1.2.3.4").take());
  };
  EXPECT_TRUE(with(three + "." + std::string(61, 'x')));
  EXPECT_FALSE(with(three + "." + std::string(62, 'x')));
  EXPECT_FALSE(with(std::string(64, 'x')));
}

TEST(Mdns, RefusesEveryTruncation) {
  const auto whole = some_mdns_answer();
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(decode_mdns(Bytes(whole).first(size)).error().code, Errc::kMalformed) << size;
  EXPECT_TRUE(decode_mdns(whole));
}

TEST(Mdns, ARecordEndsWhereItSays) {
  for (const auto bytes : std::to_array<std::uint16_t>({3, 5})) {
    const auto message =
        DnsText(kDnsResponse, 0, 1).name("a").record(kDnsA, bytes).address("1.2.3.4").u16(0).take();
    EXPECT_FALSE(decode_dns(message)) << bytes;
  }
}

TEST(Mdns, HasBounds) {
  const auto many = DnsText(kDnsResponse, 1, 256).name("a").u16(1).u16(1).take();
  EXPECT_FALSE(decode_dns(many));
  auto long_one = some_mdns_answer();
  long_one.resize(9001);
  EXPECT_FALSE(decode_dns(long_one));
  long_one.resize(9000);
  EXPECT_TRUE(decode_dns(long_one)) << "what follows is not looked at";
}

TEST(Mdns, RefusesErrorsAndUpdates) {
  for (const auto flags : std::to_array<std::uint16_t>({0x8403, 0xa800}))
    EXPECT_EQ(decode_dns(DnsText(flags, 0, 0).take()).error().code, Errc::kUnsupported);
}

}  // namespace
}  // namespace rackseed::redfish::tests
