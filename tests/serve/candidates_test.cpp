#include "src/serve/candidates.hpp"
#include "tests/serve/rack.hpp"

#include <gmock/gmock.h>

namespace rackseed::serve {
namespace {

using inventory::BmcCandidate;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using namespace tests;

BmcCandidate seen(int seconds) {
  return {.address = ip("172.30.2.150"),
          .mac = kStranger.text(),
          .found_by = "dhcp",
          .first_seen = at(seconds),
          .last_seen = at(seconds)};
}

dhcp::Outcome bmc_gets(dhcp::MessageType type, Ipv4 address) {
  dhcp::Reply reply;
  reply.message.type = type;
  reply.message.header.yours = address;
  dhcp::Outcome outcome{.decision = reply};
  outcome.asked.mac = kStranger;
  outcome.asked.client.client_class = dhcp::ClientClass::kBmc;
  return outcome;
}

TEST(CandidateOf, IsAClientThatLooksLikeABmcAndHasItsAddress) {
  const auto outcome = bmc_gets(dhcp::MessageType::kAck, ip("172.30.2.150"));
  EXPECT_EQ(candidate_of(outcome, at(5)), seen(5));
}

TEST(CandidateOf, IsNobodyElse) {
  const Ipv4 address = ip("172.30.2.150");
  EXPECT_FALSE(candidate_of(bmc_gets(dhcp::MessageType::kOffer, address), at(5)));
  EXPECT_FALSE(candidate_of(bmc_gets(dhcp::MessageType::kNak, address), at(5)));
  EXPECT_FALSE(candidate_of(bmc_gets(dhcp::MessageType::kAck, {}), at(5)));
  auto outcome = bmc_gets(dhcp::MessageType::kAck, address);
  outcome.asked.client.client_class = dhcp::ClientClass::kHost;
  EXPECT_FALSE(candidate_of(outcome, at(5)));
  outcome = bmc_gets(dhcp::MessageType::kAck, address);
  outcome.decision = dhcp::Silence{"no pool"};
  EXPECT_FALSE(candidate_of(outcome, at(5)));
}

TEST(CandidateOf, IsAClientThatCallsItselfABmc) {
  auto outcome = bmc_gets(dhcp::MessageType::kAck, ip("172.30.2.150"));
  outcome.asked.client.client_class = dhcp::ClientClass::kUnknown;
  outcome.asked.host_name = "idrac-F54P1G3";
  auto candidate = candidate_of(outcome, at(5));
  ASSERT_TRUE(candidate);
  EXPECT_EQ(candidate->vendor, "Dell");
  EXPECT_EQ(candidate->notes, "serial number F54P1G3");
  outcome.asked.node = "ctrl1";
  EXPECT_FALSE(candidate_of(outcome, at(5))) << "whatever the node calls itself";
}

TEST(CandidateOf, IsNoServerWhoseCardIsMadeByAMakerOfBmcs) {
  auto outcome = bmc_gets(dhcp::MessageType::kAck, ip("172.30.2.150"));
  outcome.asked.client.client_class = dhcp::ClientClass::kUnknown;
  outcome.asked.mac = mac("d0:94:66:00:00:01");
  EXPECT_FALSE(candidate_of(outcome, at(5)));
}

TEST(CandidateRow, KeepsWhatWasAnnouncedAsPlainText) {
  redfish::Candidate announced{.address = ip("172.30.2.150"),
                               .found_by = {redfish::FoundBy::kSsdp, redfish::FoundBy::kMdns},
                               .vendor = "HPE",
                               .product = "iLO\x1b[2J",
                               .uuid = "u",
                               .redfish_version = "1.13",
                               .serial = "MXQ2390RHW",
                               .spki_sha256 = "s",
                               .has_redfish = true,
                               .notes = {"odd"}};
  const BmcCandidate expected{.address = ip("172.30.2.150"),
                              .vendor = "HPE",
                              .product = "iLO_[2J",
                              .uuid = "u",
                              .spki = "s",
                              .found_by = "mdns, ssdp",
                              .has_redfish = true,
                              .notes = "serial number MXQ2390RHW, Redfish 1.13, odd",
                              .first_seen = at(5),
                              .last_seen = at(5)};
  EXPECT_EQ(candidate_row(announced, at(5)), expected);
}

TEST(Candidates, AreNotToldForEachNote) {
  Candidates candidates;
  BmcCandidate other = seen(1);
  other.notes = "another";
  EXPECT_EQ(candidates.see(seen(0)), Novelty::kNew);
  EXPECT_EQ(candidates.see(other), Novelty::kSame);
}

TEST(Candidates, AreToldOnceAndSavedNowAndThen) {
  Candidates candidates;
  EXPECT_EQ(candidates.see(seen(0)), Novelty::kNew);
  EXPECT_EQ(candidates.see(seen(0)), Novelty::kSame);
  EXPECT_EQ(candidates.see(seen(3599)), Novelty::kSame);
  EXPECT_EQ(candidates.see(seen(3600)), Novelty::kAgain);
  EXPECT_EQ(candidates.see(seen(3700)), Novelty::kSame);
}

TEST(Candidates, AreToldAgainWhenMoreIsKnown) {
  Candidates candidates;
  EXPECT_EQ(candidates.see(seen(0)), Novelty::kNew);
  BmcCandidate more = seen(1);
  more.found_by = "ssdp";
  more.vendor = "HPE";
  EXPECT_EQ(candidates.see(more), Novelty::kNew);
  EXPECT_EQ(candidates.see(more), Novelty::kSame);
  EXPECT_EQ(candidates.see(seen(2)), Novelty::kSame) << "what it knows, it keeps";
}

TEST(Candidates, AreSoManyOnly) {
  Candidates candidates;
  BmcCandidate made_up = seen(0);
  for (std::uint32_t i = 1; i <= 4096; ++i) {
    made_up.address = Ipv4(i);
    ASSERT_EQ(candidates.see(made_up), Novelty::kNew);
  }
  made_up.address = Ipv4(4097);
  EXPECT_EQ(candidates.see(made_up), Novelty::kSame);
}

TEST(Candidates, AreDescribedOnOneLine) {
  BmcCandidate candidate = seen(0);
  EXPECT_EQ(describe(candidate), "172.30.2.150 may be a BMC (dhcp): 02:00:00:00:00:99");
  candidate.product = "iLO\n\x1b[2J";
  EXPECT_EQ(describe(candidate), "172.30.2.150 may be a BMC (dhcp): 02:00:00:00:00:99, iLO__[2J");
}

TEST(Candidates, AreListedWhenTheyAreOfNoNode) {
  BmcCandidate planned = seen(0);
  planned.address = kCtrl1;
  BmcCandidate stranger = seen(0);
  stranger.vendor = "HPE";
  stranger.has_redfish = true;
  stranger.has_ipmi = true;
  const std::vector<inventory::Node> nodes = {{.bmc = kCtrl1, .name = "ctrl1"}};
  EXPECT_EQ(candidates_table({planned}, nodes), "");
  EXPECT_EQ(candidates_table({planned, stranger}, nodes),
            "Candidates: BMCs of no node\n"
            "ADDRESS       MAC                VENDOR  PRODUCT  SERVICES       FOUND BY  NOTES\n"
            "172.30.2.150  02:00:00:00:00:99  HPE     -        redfish, ipmi  dhcp      -\n");
  const std::string json = to_json(candidates_value({planned, stranger}, nodes), 2);
  EXPECT_THAT(json, AllOf(HasSubstr(R"("node": "ctrl1")"), HasSubstr(R"("node": "")"),
                          HasSubstr(R"("last_seen": "1970-01-01T00:00:00Z")"),
                          HasSubstr(R"("redfish": true)"), Not(HasSubstr("null"))));
}

}  // namespace
}  // namespace rackseed::serve
