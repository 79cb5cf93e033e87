#include <gtest/gtest.h>
#include <rackseed/net.hpp>

#include <limits>
#include <unordered_set>

namespace rackseed {
namespace {

Prefix prefix(std::string_view text) { return Prefix::parse(text).value(); }

TEST(Ipv4, ReadsFourDecimalOctets) {
  EXPECT_EQ(Ipv4::parse("0.0.0.0"), Ipv4(0));
  EXPECT_EQ(Ipv4::parse("10.1.20.5"), Ipv4(0x0a011405));
  EXPECT_EQ(Ipv4::parse("255.255.255.255"), Ipv4(0xffffffff));
}

TEST(Ipv4, RefusesWhatReadersUnderstandDifferently) {
  for (const std::string_view text :
       {"",           ".",         "...",        "1",          "1.2.3",     "1.2.3.",
        ".1.2.3",     "1..2.3",    "1.2.3.4.",   "1.2.3.4.5",  "256.1.1.1", "1.1.1.256",
        "1.1.1.1000", "010.1.1.1", "1.1.1.00",   "0x0a.1.1.1", "1.1.1.-1",  "+1.1.1.1",
        " 1.1.1.1",   "1.1.1.1 ",  "1.1.1.1/24", "1.1.1.a",    "1,1,1,1"})
    EXPECT_FALSE(Ipv4::parse(text)) << text;
  EXPECT_FALSE(Ipv4::parse(std::string_view("1.1.1.1\0", 8)));
}

TEST(Ipv4, WritesWhatItRead) {
  for (const std::string_view text : {"0.0.0.0", "10.1.20.5", "172.30.2.10", "255.255.255.255"})
    EXPECT_EQ(Ipv4::parse(text)->text(), text);
  EXPECT_EQ(Ipv4::parse("172.30.2.10")->last_octet(), 10);
}

TEST(Ipv4, IsOrderedByNumberNotByText) {
  EXPECT_LT(*Ipv4::parse("9.255.255.255"), *Ipv4::parse("10.0.0.0"));
  EXPECT_LT(*Ipv4::parse("10.0.0.9"), *Ipv4::parse("10.0.0.10"));
  EXPECT_LT(*Ipv4::parse("127.255.255.255"), *Ipv4::parse("128.0.0.0"));
}

TEST(Ipv4, IsAKeyOfHashedContainers) {
  const std::unordered_set<Ipv4> addresses{Ipv4(1), Ipv4(2), Ipv4(1)};
  EXPECT_EQ(addresses.size(), 2U);
}

TEST(Prefix, ReadsAddressAndLength) {
  const Prefix read = prefix("10.1.20.1/24");
  EXPECT_EQ(read.address(), Ipv4(0x0a011401));
  EXPECT_EQ(read.length(), 24);
  EXPECT_EQ(read.text(), "10.1.20.1/24");
}

TEST(Prefix, RefusesBadLengthsAndAddresses) {
  for (const std::string_view text :
       {"", "/", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/024",
        "10.0.0.0/08", "10.0.0.0/24/24", "/24", "10.0.0/24", "10.0.0.0/ 24",
        "10.0.0.0/255.255.255.0"})
    EXPECT_FALSE(Prefix::parse(text)) << text;
}

TEST(Prefix, KnowsItsHostBits) {
  EXPECT_TRUE(prefix("10.1.20.1/24").has_host_bits());
  EXPECT_FALSE(prefix("10.1.20.0/24").has_host_bits());
  EXPECT_FALSE(prefix("10.1.20.1/32").has_host_bits());
  EXPECT_TRUE(prefix("0.0.0.1/0").has_host_bits());
  EXPECT_EQ(prefix("10.1.20.1/24").masked(), prefix("10.1.20.0/24"));
  EXPECT_EQ(prefix("10.1.20.77/24").broadcast().text(), "10.1.20.255");
}

TEST(Prefix, OfLengthZeroHoldsEverything) {
  const Prefix all = prefix("0.0.0.0/0");
  EXPECT_TRUE(all.contains(Ipv4(0)));
  EXPECT_TRUE(all.contains(Ipv4(0xffffffff)));
  EXPECT_TRUE(all.overlaps(prefix("203.0.113.0/24")));
  EXPECT_TRUE(prefix("203.0.113.0/24").overlaps(all));
  EXPECT_EQ(all.broadcast(), Ipv4(0xffffffff));
  EXPECT_EQ(all.host_count(), 0xfffffffeLL);
  EXPECT_EQ(all.host(1), Ipv4(1));
  EXPECT_EQ(all.host(0xfffffffeLL), Ipv4(0xfffffffe));
  EXPECT_FALSE(all.host(0xffffffffLL));
}

TEST(Prefix, OfLength31And32HasOnlyHosts) {  // RFC 3021
  const Prefix link = prefix("169.254.11.0/31");
  EXPECT_EQ(link.host_count(), 2);
  EXPECT_EQ(link.host(0)->text(), "169.254.11.0");
  EXPECT_EQ(link.host(1)->text(), "169.254.11.1");
  EXPECT_FALSE(link.host(2));
  const Prefix one = prefix("10.0.0.7/32");
  EXPECT_EQ(one.host_count(), 1);
  EXPECT_EQ(one.host(0)->text(), "10.0.0.7");
  EXPECT_FALSE(one.host(1));
  EXPECT_TRUE(one.is_host(*Ipv4::parse("10.0.0.7")));
}

TEST(Prefix, HasNoHostAtItsEnds) {
  const Prefix net = prefix("10.1.20.0/28");
  EXPECT_EQ(net.host_count(), 14);
  EXPECT_FALSE(net.host(0));
  EXPECT_EQ(net.host(1)->text(), "10.1.20.1");
  EXPECT_EQ(net.host(14)->text(), "10.1.20.14");
  EXPECT_FALSE(net.host(15));
  EXPECT_FALSE(net.host(16));
  EXPECT_FALSE(net.host(-1));
  EXPECT_FALSE(net.is_host(*Ipv4::parse("10.1.20.15")));
  EXPECT_FALSE(net.is_host(*Ipv4::parse("10.1.21.1")));
}

TEST(Prefix, CountsHostsFromItsNetworkAddress) {
  EXPECT_EQ(prefix("10.1.20.77/24").host(5)->text(), "10.1.20.5");
}

TEST(Prefix, NeverWrapsAround) {
  const Prefix last = prefix("255.255.255.0/24");
  EXPECT_EQ(last.host(254)->text(), "255.255.255.254");
  for (const std::int64_t number :
       {std::int64_t{255}, std::int64_t{256}, std::int64_t{1} << 32, (std::int64_t{1} << 32) + 5,
        std::int64_t{1} << 40, std::int64_t{-1}, -(std::int64_t{1} << 40)})
    EXPECT_FALSE(last.host(number)) << number;
  EXPECT_FALSE(prefix("0.0.0.0/24").host(-1));
}

TEST(Prefix, OverlapsWhenOneHoldsTheOther) {
  EXPECT_TRUE(prefix("10.1.10.0/24").overlaps(prefix("10.1.10.0/25")));
  EXPECT_TRUE(prefix("10.1.10.128/25").overlaps(prefix("10.1.10.0/24")));
  EXPECT_TRUE(prefix("10.1.10.5/24").overlaps(prefix("10.1.10.9/24")));
  EXPECT_FALSE(prefix("10.1.10.0/25").overlaps(prefix("10.1.10.128/25")));
  EXPECT_FALSE(prefix("10.1.10.0/24").overlaps(prefix("10.1.11.0/24")));
}

TEST(Mac, ReadsColonsAndDashesInEitherCase) {
  const Mac mac({0x00, 0x00, 0x5e, 0x00, 0x53, 0xaf});
  EXPECT_EQ(Mac::parse("00:00:5e:00:53:af"), mac);
  EXPECT_EQ(Mac::parse("00:00:5E:00:53:AF"), mac);
  EXPECT_EQ(Mac::parse("00-00-5E-00-53-aF"), mac);
}

TEST(Mac, RefusesEverythingElse) {
  for (const std::string_view text :
       {"", "00:00:5e:00:53", "00:00:5e:00:53:0", "00:00:5e:00:53:001", "00:00:5e:00:53-01",
        "00-00:5e:00:53:01", "0000.5e00.5301", "00005e005301", "00:00:5e:00:53:0g",
        "00 00 5e 00 53 01", "00:00:5e:00:53:+1", "00:00:5e:00:53:-1", "0x:00:5e:00:53:01",
        "00:00:5e:00:53:01 ", " 00:00:5e:00:53:01"})
    EXPECT_FALSE(Mac::parse(text)) << text;
}

TEST(Mac, WritesLowerCaseWithEitherSeparator) {
  const Mac mac = Mac::parse("00:00:5E:00:53:AF").value();
  EXPECT_EQ(mac.text(), "00:00:5e:00:53:af");
  EXPECT_EQ(mac.text('-'), "00-00-5e-00-53-af");
  EXPECT_EQ(Mac::parse(mac.text()), mac);
  EXPECT_EQ(Mac::parse(mac.text('-')), mac);
}

TEST(Mac, IsOrderedByOctets) {
  EXPECT_LT(Mac({0, 0, 0, 0, 0, 9}), Mac({0, 0, 0, 0, 0, 10}));
  EXPECT_LT(Mac({0, 255, 255, 255, 255, 255}), Mac({1, 0, 0, 0, 0, 0}));
  EXPECT_EQ(Mac(), Mac({0, 0, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace rackseed
