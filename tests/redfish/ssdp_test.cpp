#include "redfish/discovery/ssdp.hpp"

#include <gmock/gmock.h>

namespace rackseed::redfish::tests {
namespace {

using testing::HasSubstr;

// As the mock-up server of DMTF answers (Redfish-Mockup-Server, rfSsdpServer.py).
constexpr std::string_view kAnswer =
    "HTTP/1.1 200 OK\r\n"
    "CACHE-CONTROL: max-age=1800\r\n"
    "ST: urn:dmtf-org:service:redfish-rest:1:15\r\n"
    "USN: uuid:92384634-2938-2342-8820-489239905423::urn:dmtf-org:service:redfish-rest:1:15\r\n"
    "AL: https://10.1.40.11/redfish/v1/\r\n"
    "EXT:\r\n\r\n";

Result<SsdpService> decode(std::string_view text) { return decode_ssdp(bytes_of(text)); }

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
  std::string changed(text);
  for (auto at = changed.find(what); at != std::string::npos;
       at = changed.find(what, at + with.size()))
    changed.replace(at, what.size(), with);
  return changed;
}

TEST(Ssdp, AsksForRedfishServices) {
  EXPECT_EQ(encode_ssdp_search(1),
            "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\n"
            "MX: 1\r\nST: urn:dmtf-org:service:redfish-rest:1\r\n\r\n");
}

TEST(Ssdp, ReadsAnAnswer) {
  const auto service = decode(kAnswer);
  ASSERT_TRUE(service);
  EXPECT_EQ(*service, (SsdpService{.kind = SsdpKind::kAnswer,
                                   .uuid = "92384634-2938-2342-8820-489239905423",
                                   .redfish_version = "1.15",
                                   .location = "https://10.1.40.11/redfish/v1/"}));
}

TEST(Ssdp, ReadsANotice) {
  std::string notice = replaced(kAnswer, "HTTP/1.1 200 OK", "NOTIFY * HTTP/1.1");
  notice = replaced(notice, "ST:", "NTS: ssdp:alive\r\nNT:");
  ASSERT_TRUE(decode(notice));
  EXPECT_EQ(decode(notice)->kind, SsdpKind::kAlive);
  EXPECT_EQ(decode(replaced(notice, "ssdp:alive", "ssdp:byebye"))->kind, SsdpKind::kGone);
}

TEST(Ssdp, IsLenient) {
  for (const std::string& text :
       {replaced(kAnswer, "\r\n", "\n"), replaced(kAnswer, ": ", ":"),
        replaced(kAnswer, ": ", " :\t "), replaced(kAnswer, "ST:", "st:"),
        replaced(kAnswer, "HTTP/1.1", "HTTP/1.0"), replaced(kAnswer, "AL:", "Location:"),
        replaced(kAnswer, "uuid:", "UUID:"), replaced(kAnswer, "urn:dmtf", "URN:DMTF"),
        replaced(kAnswer, "ST: urn:dmtf-org:service:redfish-rest:1:15\r\n", ""),
        std::string(kAnswer.substr(0, kAnswer.find("EXT")))}) {
    const auto service = decode(text);
    ASSERT_TRUE(service) << text;
    EXPECT_EQ(service->uuid, "92384634-2938-2342-8820-489239905423") << text;
    EXPECT_EQ(service->redfish_version, "1.15") << text;
    EXPECT_EQ(service->location, "https://10.1.40.11/redfish/v1/") << text;
  }
}

TEST(Ssdp, KnowsLessWhereLessIsSaid) {
  const auto service = decode("HTTP/1.1 200 OK\r\nST: urn:dmtf-org:service:redfish-rest:1\r\n\r\n");
  ASSERT_TRUE(service);
  EXPECT_EQ(*service, SsdpService());
  const auto odd = decode(replaced(kAnswer, ":1:15", ":1:fifteen"));
  ASSERT_TRUE(odd);
  EXPECT_EQ(odd->redfish_version, "");
  EXPECT_EQ(decode(replaced(kAnswer, "92384634-2938", "00000000-29"))->uuid, "");
}

TEST(Ssdp, PassesOverOthers) {
  for (const std::string& text :
       {replaced(kAnswer, "redfish-rest", "dial"),
        replaced(kAnswer, "redfish-rest:1", "redfish-rest:10"),
        replaced(kAnswer, "200 OK", "404 Not Found"), encode_ssdp_search(1), std::string(),
        std::string("\r\n\r\n"), std::string(3000, 'x'), std::string(3000, '\n'),
        std::string("HTTP/1.1 200 OK")})
    EXPECT_EQ(decode(text).error().code, Errc::kUnsupported) << text;
}

TEST(Ssdp, EveryTruncationIsReadOrRefused) {
  for (std::size_t size = 0; size < kAnswer.size(); ++size) {
    const auto service = decode(kAnswer.substr(0, size));
    const std::string_view location("https://10.1.40.11/redfish/v1/");
    EXPECT_TRUE(!service || location.starts_with(service->location)) << size;
  }
}

TEST(Ssdp, HasBounds) {
  EXPECT_EQ(decode(std::string(4097, 'x')).error().code, Errc::kMalformed);
  const std::string lines = "HTTP/1.1 200 OK\r\n";
  std::string many = lines;
  for (int i = 0; i < 64; ++i) many += "X: y\r\n";
  EXPECT_FALSE(decode(many + "ST: urn:dmtf-org:service:redfish-rest:1\r\n"));
  const auto service =
      decode(replaced(kAnswer, "/redfish/v1/", "/" + std::string(2000, 'x') + "\x1b[2J"));
  ASSERT_TRUE(service);
  EXPECT_EQ(service->location.size(), 512);
  EXPECT_THAT(decode(replaced(kAnswer, "/redfish", "/\x1b\x07"))->location,
              testing::Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace rackseed::redfish::tests
