#include "src/config/shapes.hpp"

#include <gtest/gtest.h>

#include <array>
#include <initializer_list>
#include <string>

namespace rackseed::config {
namespace {

void expect_accepted(const Shape& shape, std::initializer_list<std::string_view> texts) {
  for (const auto text : texts) EXPECT_TRUE(shape.accepts(text)) << text << " is " << shape.wants;
}

void expect_refused(const Shape& shape, std::initializer_list<std::string_view> texts) {
  for (const auto text : texts)
    EXPECT_FALSE(shape.accepts(text)) << text << " is not " << shape.wants;
}

/// What a shell, YAML, GRUB, iPXE, EOS or nft would read as more than a word.
constexpr auto kHostile = std::to_array<std::string_view>(
    {"$(reboot)",    "`reboot`", "${x}", "{{ x }}", "a\nb", "a\"b", "a'b",
     "a\\b",         "a;b",      "a|b",  "a&b",     "a<b",  "a>b",  "a b",
     "\xe2\x80\xae", "a\tb",     "",     "a#b",     "a!b",  "a\x01"});

TEST(Shapes, NoIdentifierMayHoldWhatAnotherLanguageReads) {
  constexpr auto kStrict =
      std::to_array<Shape>({kName, kNicName, kWord, kHostName, kDomain, kHost, kUrl, kSeedUrl,
                            kFileName, kPath, kPort, kTimeZone, kDigest, kVolumeSize, kSpeed});
  for (const Shape& shape : kStrict)
    for (const auto text : kHostile) EXPECT_FALSE(shape.accepts(text)) << text << shape.wants;
}

TEST(Shapes, NamesAreWordsOfAtMost63Characters) {
  expect_accepted(kName, {"a", "R11", "storage-cluster", "a.b_c-d", "0", std::string(63, 'a')});
  expect_refused(kName, {"-a", ".a", "_a", "a/b", "\xc3\xa9", std::string(64, 'a')});
}

TEST(Shapes, NicNamesFitTheKernel) {
  expect_accepted(kNicName, {"a0", "bmc", "enp1s0f0", "eth0.100", std::string(15, 'a')});
  expect_refused(kNicName, {"0a", "a/b", std::string(16, 'a')});
}

TEST(Shapes, WordsMayHoldAPlus) {
  expect_accepted(kWord, {"802.3ad", "layer3+4", "raid1-lvm", "libstdc++6"});
  expect_refused(kWord, {"+a", "-a", "a,b", std::string(64, 'a')});
}

TEST(Shapes, HostNamesAreOneLabel) {
  expect_accepted(kHostName, {"tor-r11a", "EDGE1", "1"});
  expect_refused(kHostName, {"-a", "a-", "a.b", "a_b", std::string(64, 'a')});
}

TEST(Shapes, DomainsAreLabelsWithDots) {
  expect_accepted(kDomain, {"api.opcp01.example.com", "a", "172.30.1.250"});
  expect_refused(kDomain, {"a..b", ".a", "a.", "a.-b", std::string(64, 'a') + ".b"});
  std::string longest = "a";
  while (longest.size() + 2 <= 253) longest += ".a";
  expect_accepted(kDomain, {longest});
  expect_refused(kDomain, {longest + ".a"});
}

TEST(Shapes, UrlsHaveNoUserNoQueryAndNoSpace) {
  expect_accepted(kUrl, {"https://s3.example.com:443", "http://10.1.8.2/apt/ubuntu-noble/"});
  expect_refused(kUrl,
                 {"ftp://a", "https://", "https:///a", "https://user:pw@a", "https://a?b",
                  "https://a/{seed.prov}", "javascript:1", "https://a/" + std::string(500, 'a')});
}

TEST(Shapes, ASeedUrlMayNameANetworkOfTheSeed) {
  expect_accepted(kSeedUrl, {"http://{seed.prov}/apt/ubuntu-noble", "http://a/b",
                             "https://{seed.storage-cluster}:8443/x"});
  expect_refused(kSeedUrl, {"http://{seed.}/a", "http://{seed.a b}/", "http://{seed.prov/",
                            "http://{host}/", "http://{seed.a}/{seed.b}", "{seed.prov}/a"});
}

TEST(Shapes, FileNamesAreNoPaths) {
  expect_accepted(kFileName, {"ubuntu-24.04.2-live-server-amd64.iso", "a+b_c"});
  expect_refused(kFileName, {"a/b", "..", ".", ".hidden", "-rf", std::string(129, 'a')});
}

TEST(Shapes, PathsDoNotClimb) {
  expect_accepted(kPath, {"out/configuration", "/srv/out", "a", "a/"});
  expect_refused(kPath, {"../a", "a/../b", "/", "a//b", "~/a", std::string(256, 'a')});
}

TEST(Shapes, PortsAreThoseOfTheSwitches) {
  expect_accepted(kPort, {"Ethernet48", "Ethernet1/3", "swp1"});
  expect_refused(kPort, {"Ethernet", "48", "Ethernet1/5", "Ethernet01", "Ethernet1/1/1"});
}

TEST(Shapes, TimeZonesAreTheirFilesNames) {
  expect_accepted(
      kTimeZone, {"Etc/UTC", "Europe/Paris", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+1"});
  expect_refused(kTimeZone, {"/etc/passwd", "../x", "Etc/", "Etc//UTC", "1"});
}

TEST(Shapes, FreeTextIsPrintableAndUnquoted) {
  expect_accepted(kFreeText, {"", "slot1/0", "hall B, row 3", "caf\xc3\xa9 \xe2\x82\xac",
                              "DCS-7050CX3-32S", std::string(128, 'a')});
  expect_refused(kFreeText, {"a\"b", "a'b", "a\\b", "$a", "`a`", "{a", "a}", "a\nb", "a\tb", "\xff",
                             "\xe2\x80\xae"
                             "evil",
                             "\xef\xbb\xbf", std::string(129, 'a')});
}

TEST(Shapes, LabelsArePrintable) {
  expect_accepted(kLabel, {"Cmp2.example.com", "br ex", "\xc3\xa9", std::string(255, 'a')});
  expect_refused(kLabel, {"", "a\nb", "\x1b[0m", std::string(256, 'a')});
}

TEST(Shapes, PublicKeysAreNotPrivateOnes) {
  expect_accepted(kPublicKey, {"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 operator@seed",
                               "ssh-rsa AAAAB3==", "sk-ssh-ed25519@openssh.com AAAA key one"});
  expect_refused(kPublicKey, {"ssh-ed25519", "ssh-ed25519 ", "ssh-dss AAAA", "ssh-rsa A$A",
                              "ssh-rsa AAAA $(x)", "command=\"x\" ssh-rsa AAAA",
                              "-----BEGIN OPENSSH PRIVATE KEY-----", "ssh-rsa AAAA\nssh-rsa BBBB"});
}

TEST(Shapes, DigestsAreAutoOr64HexadecimalDigits) {
  expect_accepted(kDigest, {"auto", std::string(64, 'a'), std::string(64, '0')});
  expect_refused(kDigest, {"Auto", std::string(63, 'a'), std::string(64, 'g')});
}

TEST(Shapes, SizesAndSpeedsHaveAUnit) {
  expect_accepted(kVolumeSize, {"50G", "1T", "512M", "4K", "1P", "999999G"});
  expect_refused(kVolumeSize, {"50", "G", "0G", "050G", "5.5G", "50g", "50GB", "-5G", "1000000G"});
  expect_accepted(kSpeed, {"100M", "1G", "25G", "400G"});
  expect_refused(kSpeed, {"25", "25g", "G", "2.5G", "99999G", "025G"});
}

TEST(Shapes, SpeedsBecomeMegabits) {
  EXPECT_EQ(parse_speed_mbps("100M"), 100);
  EXPECT_EQ(parse_speed_mbps("1G"), 1000);
  EXPECT_EQ(parse_speed_mbps("25G"), 25'000);
  EXPECT_EQ(parse_speed_mbps("9999G"), 9'999'000);
  EXPECT_EQ(parse_speed_mbps(""), 0);
}

TEST(Shapes, InvisibleCharactersAreNotPrintable) {
  for (const char32_t c : {U'\0', U'\n', U'\x7f', U'\x85', U'\u200b', U'\u202e', U'\u2066',
                           U'\ufeff', U'\ufffd', U'\U000e0001'})
    EXPECT_FALSE(is_printable(c)) << static_cast<unsigned>(c);
  for (const char32_t c : {U' ', U'~', U'\u00a0', U'\u00e9', U'\u20ac', U'\U0001f600'})
    EXPECT_TRUE(is_printable(c)) << static_cast<unsigned>(c);
}

}  // namespace
}  // namespace rackseed::config
