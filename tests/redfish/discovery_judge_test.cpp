#include "redfish/discovery/root_finding.hpp"

#include <gmock/gmock.h>

#include "tests/redfish/fake_ipmi_bmc.hpp"

namespace rackseed::redfish::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

BmcResult<HttpResponse> answer(std::string body, int status = 200, HttpFields fields = {}) {
  HttpResponse response{.status = status, .fields = std::move(fields), .body = std::move(body)};
  return response;
}

constexpr const char* kPage = "<!DOCTYPE html><html><body>Log in</body></html>";

TEST(RootFinding, ReadsWhoItIs) {
  const RootFinding found = read_root_answer(answer(
      R"({"RedfishVersion": "1.13.1", "Vendor": "Dell", "UUID": "92384634-2938-2342-8820-489239905423",
          "Product": "Integrated Dell Remote Access Controller",
          "Oem": {"Dell": {"ServiceTag": "F54P1G3"}}})"));
  EXPECT_EQ(found.verdict, RootVerdict::kRedfish);
  EXPECT_EQ(found.vendor, "Dell");
  EXPECT_EQ(found.product, "Integrated Dell Remote Access Controller");
  EXPECT_EQ(found.redfish_version, "1.13.1");
  EXPECT_EQ(found.uuid, "92384634-2938-2342-8820-489239905423");
  EXPECT_EQ(found.serial, "F54P1G3");
  EXPECT_EQ(found.note, "");
}

TEST(RootFinding, ReadsTheNameOfILo) {
  const RootFinding found = read_root_answer(answer(
      R"({"RedfishVersion": "1.20.0", "Oem": {"Hpe": {"Manager": [{"HostName": "ILOMXQ2390RHW"}]}}})"));
  EXPECT_EQ(found.vendor, "HPE");
  EXPECT_EQ(found.serial, "MXQ2390RHW");
}

TEST(RootFinding, ReadsARootThatSaysLittle) {
  const RootFinding found =
      read_root_answer(answer(R"({"Systems": {}, "Managers": {}, "Vendor": "Contoso"})"));
  EXPECT_EQ(found.verdict, RootVerdict::kRedfish);
  EXPECT_EQ(found.vendor, "Contoso");
  EXPECT_EQ(
      read_root_answer(answer(R"({"@odata.type": "#ServiceRoot.v1_5_0.ServiceRoot"})")).verdict,
      RootVerdict::kRedfish);
}

TEST(RootFinding, KnowsARedfishServiceThatIsNotWell) {
  const char* const busy =
      R"({"error": {"@Message.ExtendedInfo": [{"MessageId": "Base.1.8.ServiceTemporarilyUnavailable",
          "Message": "Wait 30 s"}]}})";
  const RootFinding found = read_root_answer(answer(busy, 503));
  EXPECT_EQ(found.verdict, RootVerdict::kRedfish);
  EXPECT_THAT(found.note, HasSubstr("HTTP 503"));
  EXPECT_THAT(found.note, HasSubstr("Wait 30 s"));
  for (const HttpFields& fields :
       {HttpFields{{"odata-version", "4.0"}},
        HttpFields{{"www-authenticate", "Basic realm=\"RedfishService\""}},
        HttpFields{{"link", "</redfish/v1/JsonSchemas/x>; rel=describedby"}}}) {
    const RootFinding locked = read_root_answer(answer("", 401, fields));
    EXPECT_EQ(locked.verdict, RootVerdict::kRedfish);
    EXPECT_THAT(locked.note, HasSubstr("HTTP 401"));
  }
}

TEST(RootFinding, WhatManyAnswerIsUnclear) {
  for (const int status : {401, 403, 429, 500, 502, 503}) {
    const RootFinding found = read_root_answer(answer(kPage, status));
    EXPECT_EQ(found.verdict, RootVerdict::kUnclear) << status;
    EXPECT_THAT(found.note, HasSubstr(std::to_string(status)));
  }
  EXPECT_EQ(read_root_answer(answer(kPage)).verdict, RootVerdict::kUnclear);
  EXPECT_EQ(read_root_answer(answer("")).verdict, RootVerdict::kUnclear);
  const RootFinding silent =
      read_root_answer(BmcError{BmcErrc::kTimedOut, "GET https://10.1.40.11: no answer"});
  EXPECT_EQ(silent.verdict, RootVerdict::kUnclear);
  EXPECT_EQ(silent.note, "GET https://10.1.40.11: no answer");
}

TEST(RootFinding, WhatNoBmcAnswersIsOther) {
  EXPECT_EQ(read_root_answer(answer(kPage, 404)).verdict, RootVerdict::kOther);
  EXPECT_EQ(read_root_answer(answer(R"({"status": "ok"})")).verdict, RootVerdict::kOther);
  EXPECT_EQ(read_root_answer(answer("[1, 2]")).verdict, RootVerdict::kOther);
}

TEST(RootFinding, HoldsNothingThatHarmsATerminal) {
  const RootFinding found = read_root_answer(answer("\x1b[2J\nx", 503));
  EXPECT_THAT(found.note, testing::Not(HasSubstr("\x1b")));
  EXPECT_THAT(found.note, testing::Not(HasSubstr("\n")));
  EXPECT_LE(read_root_answer(answer(std::string(5000, 'x'), 503)).note.size(), 200U);
}

AddressFinding unclear() {
  return {.address = Ipv4(0x0a01280b), .root = read_root_answer(answer(kPage, 503))};
}

TEST(Judge, CountsRedfishAlone) {
  AddressFinding finding = unclear();
  finding.root = read_root_answer(answer(R"({"RedfishVersion": "1.6.0", "Vendor": "HPE"})"));
  finding.certificate.spki_sha256 = "aa";
  const auto candidate = judge(finding);
  ASSERT_TRUE(candidate);
  EXPECT_EQ(candidate->address, finding.address);
  EXPECT_TRUE(candidate->has_redfish);
  EXPECT_FALSE(candidate->has_ipmi);
  EXPECT_EQ(candidate->spki_sha256, "aa");
  EXPECT_THAT(candidate->found_by, ElementsAre(FoundBy::kScan));
  EXPECT_THAT(candidate->notes, IsEmpty());
}

TEST(Judge, CountsIpmiAlone) {
  AddressFinding finding;
  EXPECT_FALSE(judge(finding));
  finding.ipmi = {.has_ipmi = true, .has_ipmi_2_0 = true, .vendor = "Dell", .cipher_suites = {3}};
  const auto candidate = judge(finding);
  ASSERT_TRUE(candidate);
  EXPECT_FALSE(candidate->has_redfish);
  EXPECT_TRUE(candidate->has_ipmi_2_0);
  EXPECT_EQ(candidate->vendor, "Dell");
  EXPECT_THAT(candidate->cipher_suites, ElementsAre(3));
}

TEST(Judge, CountsWhatIsUnclearOnlyWithAnotherSign) {
  AddressFinding finding = unclear();
  EXPECT_FALSE(judge(finding)) << "any web server may say so";
  finding.certificate.subject = "CN=printer,O=Contoso";
  EXPECT_FALSE(judge(finding));
  finding.certificate.subject = "CN=IPMI,O=Super Micro Computer\\, Inc.,C=US";
  auto candidate = judge(finding);
  ASSERT_TRUE(candidate);
  EXPECT_EQ(candidate->vendor, "Supermicro");
  EXPECT_FALSE(candidate->has_redfish);
  EXPECT_THAT(candidate->notes, ElementsAre(HasSubstr("HTTP 503")));
  finding.certificate.subject = "CN=idrac-F54P1G3,OU=Remote Access Group,O=Dell Inc.";
  candidate = judge(finding);
  ASSERT_TRUE(candidate);
  EXPECT_EQ(candidate->serial, "F54P1G3");
  finding.certificate.subject = "";
  finding.ipmi.has_ipmi = true;
  candidate = judge(finding);
  ASSERT_TRUE(candidate);
  EXPECT_THAT(candidate->notes, ElementsAre(HasSubstr("HTTP 503")));
}

TEST(Judge, AnotherServiceOfAKnownMakerIsNoBmc) {
  AddressFinding finding = unclear();
  finding.certificate.subject = "CN=HP4711,OU=HP-IPG,O=HP";
  finding.root = read_root_answer(answer(kPage, 404));
  EXPECT_FALSE(judge(finding));
}

TEST(Absorb, KeepsWhatWasKnown) {
  Candidate known{.address = Ipv4(1), .found_by = {FoundBy::kScan}, .vendor = "Dell"};
  known.notes = {"a"};
  Candidate other{.address = Ipv4(1), .found_by = {FoundBy::kSsdp}, .vendor = "x", .uuid = "u"};
  other.has_redfish = true;
  other.notes = {"a", "b"};
  absorb(known, other);
  EXPECT_EQ(known.vendor, "Dell");
  EXPECT_EQ(known.uuid, "u");
  EXPECT_TRUE(known.has_redfish);
  EXPECT_EQ(to_string(known.found_by), "scan, ssdp");
  EXPECT_THAT(known.notes, ElementsAre("a", "b"));
}

/// All packets to and fro, as long as there are any.
IpmiFinding talk(FakeIpmiBmc& bmc, int most_rounds = 20) {
  IpmiProbe probe;
  for (int round = 0; round < most_rounds; ++round) {
    for (const Octets& question : probe.questions()) {
      const Octets reply = bmc.take(question);
      if (!reply.empty() && probe.take(reply) == IpmiProbe::Step::kDone) return probe.finding();
    }
  }
  return probe.finding();
}

TEST(IpmiProbe, LearnsWhatABmcSpeaks) {
  FakeIpmiBmc bmc;
  const IpmiFinding found = talk(bmc);
  EXPECT_TRUE(found.has_ipmi);
  EXPECT_TRUE(found.has_ipmi_2_0);
  EXPECT_THAT(found.cipher_suites, ElementsAre(1, 2, 3, 17));
}

TEST(IpmiProbe, ReadsManyPagesOfSuites) {
  FakeIpmiBmc bmc;
  bmc.offers = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17};
  EXPECT_EQ(talk(bmc).cipher_suites, bmc.offers);
}

TEST(IpmiProbe, EndsWithABmcThatOffersSuitesForEver) {
  FakeIpmiBmc bmc;
  bmc.offers.assign(250, 3);
  EXPECT_EQ(talk(bmc, 1000).cipher_suites.size(), 1 + 8 * kSuitePageBytes / 5);
}

TEST(IpmiProbe, KnowsAnOldBmc) {
  FakeIpmiBmc bmc;
  bmc.has_ipmi_2_0 = false;
  const IpmiFinding found = talk(bmc);
  EXPECT_TRUE(found.has_ipmi);
  EXPECT_FALSE(found.has_ipmi_2_0);
  EXPECT_THAT(found.cipher_suites, IsEmpty());
}

TEST(IpmiProbe, APongIsEnough) {
  FakeIpmiBmc bmc;
  bmc.answers_probes = false;
  EXPECT_TRUE(talk(bmc).has_ipmi);
}

TEST(IpmiProbe, IsNotMovedByStrays) {
  IpmiProbe probe;
  const auto questions = probe.questions();
  ASSERT_EQ(questions.size(), 2U);
  for (const Octets& echo : questions)
    EXPECT_EQ(probe.take(echo), IpmiProbe::Step::kWait) << "our own packets";
  const auto strange = encode(RmcpPacket(AsfPong{.tag = 1, .has_ipmi = true}));
  EXPECT_EQ(probe.take(strange), IpmiProbe::Step::kWait);
  EXPECT_EQ(probe.take(Bytes()), IpmiProbe::Step::kWait);
  EXPECT_EQ(probe.finding(), IpmiFinding());
  const auto amt = encode(RmcpPacket(AsfPong{.tag = 0x52, .has_ipmi = false}));
  EXPECT_EQ(probe.take(amt), IpmiProbe::Step::kWait);
  EXPECT_FALSE(probe.finding().has_ipmi) << "ASF is more than IPMI";
}

}  // namespace
}  // namespace rackseed::redfish::tests
