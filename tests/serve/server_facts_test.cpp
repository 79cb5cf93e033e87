#include "src/serve/server_facts.hpp"

#include "tests/serve/rack.hpp"
#include "tftp/policy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rackseed::serve {
namespace {

using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;
using namespace tests;

constexpr const char* kKernel = "/os/noble/casper/vmlinuz";
constexpr const char* kInitrd = "/os/noble/casper/initrd";

dhcp::Outcome asked(dhcp::MessageType type) {
  return {.decision = dhcp::Silence{"a test"},
          .asked = {.type = type,
                    .mac = kCtrl1Lom,
                    .node = "ctrl1",
                    .nic = "lom0",
                    .bmc_address = kCtrl1,
                    .network = "prov",
                    .interface = "eno1"}};
}

dhcp::Outcome answered(dhcp::MessageType type, dhcp::MessageType reply) {
  dhcp::Outcome outcome = asked(type);
  dhcp::Reply offer;
  offer.message.type = reply;
  offer.message.header.yours = ip("10.1.8.10");
  outcome.decision = offer;
  return outcome;
}

TEST(DhcpFact, SaysWhoAskedAndWhatItGot) {
  const Fact fact = fact_of(answered(dhcp::MessageType::kDiscover, dhcp::MessageType::kOffer));
  EXPECT_EQ(fact.kind, FactKind::kDhcpDiscoverSeen);
  EXPECT_EQ(fact.bmc, kCtrl1);
  EXPECT_EQ(fact.node, "ctrl1");
  EXPECT_EQ(fact.client, "00:00:5e:00:53:02");
  EXPECT_EQ(fact.text, "DISCOVER from lom0 of ctrl1, on eno1 -> OFFER 10.1.8.10");
  const std::string data = to_json(fact.data);
  EXPECT_THAT(data, HasSubstr("\"mac\": \"00:00:5e:00:53:02\""));
  EXPECT_THAT(data, HasSubstr("\"nic\": \"lom0\""));
  EXPECT_THAT(data, HasSubstr("\"network\": \"prov\""));
  EXPECT_THAT(data, HasSubstr("\"relay\": \"\""));
  EXPECT_THAT(data, Not(HasSubstr("architecture")));
}

TEST(DhcpFact, IsKnownByTheMessage) {
  using dhcp::MessageType;
  EXPECT_EQ(fact_of(answered(MessageType::kRequest, MessageType::kAck)).kind,
            FactKind::kDhcpRequestSeen);
  for (const MessageType type :
       {MessageType::kDecline, MessageType::kRelease, MessageType::kInform})
    EXPECT_EQ(fact_of(answered(type, MessageType::kAck)).kind, FactKind::kDhcpOtherSeen);
}

TEST(DhcpFact, SaysWhyNobodyAnswers) {
  const Fact fact = fact_of(asked(dhcp::MessageType::kDiscover));
  EXPECT_EQ(fact.kind, FactKind::kDhcpRefused);
  EXPECT_THAT(fact.text, HasSubstr(" -> no answer: a test"));
}

TEST(DhcpFact, SaysThatItAsksTheWire) {
  dhcp::Outcome outcome = asked(dhcp::MessageType::kDiscover);
  outcome.decision = dhcp::Probe{ip("10.1.8.150")};
  outcome.remark = "nothing to boot";
  EXPECT_THAT(fact_of(outcome).text,
              HasSubstr("asks the wire whether somebody has 10.1.8.150; nothing to boot"));
}

TEST(DhcpFact, OfAStrangerIsOfNoNode) {
  dhcp::Outcome outcome = asked(dhcp::MessageType::kDiscover);
  outcome.asked.node.clear();
  outcome.asked.relay = ip("10.2.34.1");
  outcome.asked.architecture = 7;
  const Fact fact = fact_of(outcome);
  EXPECT_EQ(fact.bmc, std::nullopt);
  EXPECT_EQ(fact.node, "");
  EXPECT_THAT(to_json(fact.data), HasSubstr("\"relay\": \"10.2.34.1\""));
  EXPECT_THAT(to_json(fact.data), HasSubstr("\"architecture\": 7"));
}

class ServerFactsTest : public testing::Test {
 protected:
  ServerFactsTest() : ctrl1_(rack_.machines().find(kCtrl1)) {}
  [[nodiscard]] std::optional<Fact> tftp(tftp::FactKind kind, std::string name,
                                         std::string why = "") const {
    return fact_of(tftp::TransferFact{.kind = kind,
                                      .client = {ip("10.1.8.10"), 2000},
                                      .name = std::move(name),
                                      .why = std::move(why),
                                      .content_bytes = 5000,
                                      .bytes = 5000,
                                      .elapsed = 20ms},
                   ctrl1_, rack_.derived());
  }
  [[nodiscard]] std::optional<Fact> http(std::string path, int status = 200,
                                         bool whole = true) const {
    return fact_of(http::RequestFact{.client = ip("10.1.8.10"),
                                     .path = std::move(path),
                                     .status = status,
                                     .bytes = 7,
                                     .whole = whole,
                                     .elapsed = 3ms},
                   ctrl1_, rack_.derived());
  }
  Rack rack_;
  const Machine* ctrl1_;
};

TEST_F(ServerFactsTest, TransfersOfLoadersAreBootFiles) {
  const auto fact = tftp(tftp::FactKind::kFinished, "snponly.efi");
  ASSERT_TRUE(fact);
  EXPECT_EQ(fact->kind, FactKind::kBootFileServed);
  EXPECT_EQ(fact->bmc, kCtrl1);
  EXPECT_EQ(fact->client, "10.1.8.10");
  EXPECT_THAT(fact->text, HasSubstr("snponly.efi"));
  EXPECT_THAT(fact->text, HasSubstr("5000 bytes in 20 ms"));
  EXPECT_THAT(to_json(fact->data), HasSubstr("\"protocol\": \"tftp\""));
}

TEST_F(ServerFactsTest, TransfersAreToldAtTheirEnd) {
  EXPECT_FALSE(tftp(tftp::FactKind::kStarted, "snponly.efi"));
  EXPECT_FALSE(tftp(tftp::FactKind::kOptionsOnly, "snponly.efi"));
  EXPECT_EQ(tftp(tftp::FactKind::kUnconfirmed, "snponly.efi")->kind, FactKind::kBootFileServed);
}

TEST_F(ServerFactsTest, TransfersThatFailSayWhy) {
  const auto aborted = tftp(tftp::FactKind::kAborted, "snponly.efi", "the client is silent");
  EXPECT_EQ(aborted->kind, FactKind::kBootFileFailed);
  EXPECT_THAT(aborted->text, HasSubstr("the client is silent"));
  EXPECT_EQ(tftp(tftp::FactKind::kRefused, "../x", "no")->kind, FactKind::kBootFileFailed);
  EXPECT_EQ(tftp(tftp::FactKind::kRefused, "revocations.efi", tftp::file_not_found().text)->kind,
            FactKind::kFileAbsent);
}

TEST_F(ServerFactsTest, KernelAndInitrdOfTheNodeAreKnown) {
  EXPECT_EQ(http(kKernel)->kind, FactKind::kKernelServed);
  EXPECT_EQ(http(kInitrd)->kind, FactKind::kInitrdServed);
  EXPECT_EQ(http("/os/noble/x.iso")->kind, FactKind::kFileServed);
  EXPECT_EQ(http("/os/other/casper/vmlinuz")->kind, FactKind::kFileServed);
  EXPECT_EQ(http("/os/boot/snponly.efi")->kind, FactKind::kBootFileServed);
  EXPECT_EQ(http("/apt/dists/Release")->kind, FactKind::kFileServed);
  for (const std::string slash : {"", "/"})
    EXPECT_EQ(tftp(tftp::FactKind::kFinished, slash + "os/noble/casper/vmlinuz")->kind,
              FactKind::kKernelServed);
}

TEST_F(ServerFactsTest, FilesOfAStrangerAreJustFiles) {
  ctrl1_ = nullptr;
  EXPECT_EQ(http(kKernel)->kind, FactKind::kFileServed);
  EXPECT_EQ(http(kKernel)->bmc, std::nullopt);
  EXPECT_EQ(http("/os/boot/snponly.efi")->kind, FactKind::kBootFileServed);
}

TEST_F(ServerFactsTest, RequestsSayWhatWasSent) {
  const auto fact = http(kKernel);
  EXPECT_EQ(fact->text, "/os/noble/casper/vmlinuz served by HTTP from byte 0, 7 bytes in 3 ms");
  EXPECT_THAT(to_json(fact->data), HasSubstr("\"status\": 200"));
  const auto part = http(kKernel, 206, false);
  EXPECT_EQ(part->kind, FactKind::kFileFailed);
  EXPECT_THAT(part->text, HasSubstr(" ended early by HTTP "));
}

TEST_F(ServerFactsTest, RequestsThatFailSayWhy) {
  const auto fact = http("/os/none", 404);
  EXPECT_EQ(fact->kind, FactKind::kFileFailed);
  EXPECT_EQ(fact->text, "/os/none by HTTP: 404 Not Found");
}

TEST_F(ServerFactsTest, OnlyFilesAreTold) {
  EXPECT_FALSE(http("/ipxe/00-00-5e-00-53-02"));
  EXPECT_FALSE(http("/nocloud/172.30.2.10/user-data"));
  EXPECT_FALSE(http("/api/v1/install/172.30.2.10/secret/gate", 403));
  EXPECT_TRUE(http("/images/" + std::string(64, 'a')));
  const http::RequestFact head{.method = http::Method::kHead, .path = kKernel, .status = 200};
  EXPECT_FALSE(fact_of(head, ctrl1_, rack_.derived()));
}

TEST_F(ServerFactsTest, WhatAStrangerSentIsPlainText) {
  for (const auto& fact :
       {http("/os/\x1b[2J\n", 404), tftp(tftp::FactKind::kRefused, "a\x1b[2J\n", "b\x1b[2J\n")}) {
    EXPECT_THAT(fact->text, Not(HasSubstr("\x1b")));
    EXPECT_THAT(fact->text, Not(HasSubstr("\n")));
    EXPECT_THAT(to_json(fact->data), Not(HasSubstr("u001b")));
  }
}

}  // namespace
}  // namespace rackseed::serve
