#include "redfish/ipmi/rmcp_session.hpp"

#include "tests/redfish/rmcp_exchange.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <set>

namespace rackseed::redfish {
namespace {

using testing::HasSubstr;

TEST(RmcpSession, OpensWithTheBetterSuite) {
  RmcpExchange exchange;
  ASSERT_TRUE(exchange.open());
  EXPECT_TRUE(exchange.session.is_open());
  EXPECT_EQ(exchange.bmc.suite, 17);
  EXPECT_EQ(exchange.seconds(), 0);
  EXPECT_EQ(exchange.sent, 7) << "capabilities, two pages of suites, four of the session";
}

TEST(RmcpSession, TakesSuite3WhereThatIsAll) {
  RmcpExchange exchange;
  exchange.bmc.offers = {0, 1, 2, 3, 15};
  ASSERT_TRUE(exchange.open());
  EXPECT_EQ(exchange.bmc.suite, 3);
}

TEST(RmcpSession, NeverTakesASuiteThatProtectsLess) {
  RmcpExchange exchange;
  exchange.bmc.offers = {0, 1, 2};
  const auto opened = exchange.open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, BmcErrc::kUnsupported);
  EXPECT_THAT(opened.error().detail, HasSubstr("neither cipher suite 17 nor 3"));
}

TEST(RmcpSession, GoesOnToSuite3WhenTheListWasWrong) {
  RmcpExchange exchange;
  exchange.bmc.takes = {3};
  ASSERT_TRUE(exchange.open());
  EXPECT_EQ(exchange.bmc.suite, 3);
}

TEST(RmcpSession, GuessesWhenTheBmcIgnoresTheFirstQuestion) {
  RmcpExchange exchange;
  exchange.bmc.answers_probes = false;
  ASSERT_TRUE(exchange.open());
  EXPECT_EQ(exchange.bmc.suite, 17);
  EXPECT_EQ(exchange.seconds(), 1);
}

TEST(RmcpSession, GuessesWhenTheListIsEmpty) {
  RmcpExchange exchange;
  exchange.bmc.offers = {};
  ASSERT_TRUE(exchange.open());
  EXPECT_EQ(exchange.bmc.suite, 17);
}

TEST(RmcpSession, RefusesABmcOfIpmi15) {
  RmcpExchange exchange;
  exchange.bmc.has_ipmi_2_0 = false;
  EXPECT_EQ(exchange.open().error().code, BmcErrc::kUnsupported);
}

TEST(RmcpSession, SaysWhatASilentBmcWasAsked) {
  RmcpExchange exchange;
  exchange.network = [](int, const Octets&) { return std::vector<Octets>{}; };
  const auto opened = exchange.open();
  EXPECT_EQ(opened.error().code, BmcErrc::kUnreachable);
  EXPECT_EQ(opened.error().detail, "Open Session: no answer to 4 packets in 4.0 s");
  EXPECT_EQ(exchange.seconds(), 5);
  EXPECT_EQ(exchange.sent, 5);
}

TEST(RmcpSession, IsDeniedForAWrongUser) {
  RmcpExchange exchange;
  exchange.bmc.user = "root";
  const auto opened = exchange.open();
  EXPECT_EQ(opened.error().code, BmcErrc::kDenied);
  EXPECT_THAT(opened.error().detail, HasSubstr("unauthorized name (status 0x0d)"));
}

TEST(RmcpSession, IsDeniedForAWrongPassword) {
  for (const auto suite : std::initializer_list<std::uint8_t>{3, 17}) {
    RmcpExchange exchange;
    exchange.bmc.offers = {suite};
    exchange.bmc.password = "another";
    const auto opened = exchange.open();
    EXPECT_EQ(opened.error().code, BmcErrc::kDenied);
    EXPECT_THAT(opened.error().detail, HasSubstr("another password"));
    EXPECT_THAT(opened.error().detail, Not(HasSubstr("secret")));
  }
}

TEST(RmcpSession, TellsAnotherBmcKeyFromAWrongPassword) {
  RmcpExchange exchange;
  exchange.bmc.bmc_key = "of the site";
  const auto opened = exchange.open();
  EXPECT_EQ(opened.error().code, BmcErrc::kDenied);
  EXPECT_THAT(opened.error().detail, HasSubstr("K_G"));
}

TEST(RmcpSession, UsesTheBmcKey) {
  auto settings = settings_of_admin();
  settings.bmc_key = SecretOctets(bytes_of("of the site"));
  RmcpExchange exchange(settings);
  exchange.bmc.bmc_key = "of the site";
  EXPECT_TRUE(exchange.open());
}

TEST(RmcpSession, SendsNothingForAPasswordThatIsTooLong) {
  auto settings = settings_of_admin();
  settings.password = SecretOctets(bytes_of("123456789012345678901"));
  RmcpExchange exchange(settings);
  const auto opened = exchange.open();
  EXPECT_EQ(opened.error().code, BmcErrc::kDenied);
  EXPECT_THAT(opened.error().detail, HasSubstr("the password has 21 octets: IPMI allows 20"));
  EXPECT_EQ(exchange.sent, 0);
}

TEST(RmcpSession, SendsNothingForAUserNameThatIsTooLong) {
  auto settings = settings_of_admin();
  settings.user = "12345678901234567";
  RmcpExchange exchange(settings);
  EXPECT_EQ(exchange.open().error().code, BmcErrc::kDenied);
  EXPECT_EQ(exchange.sent, 0);
}

TEST(RmcpSession, SaysThatAllSessionsAreTaken) {
  RmcpExchange exchange;
  exchange.bmc.open_status = RakpStatus::kNoResources;
  EXPECT_EQ(exchange.open().error().code, BmcErrc::kSessionLimit);
}

TEST(RmcpSession, GivesTheSessionBackWhenThePrivilegeIsRefused) {
  RmcpExchange exchange;
  exchange.bmc.privilege_completion = 0x81;
  const auto opened = exchange.open();
  EXPECT_EQ(opened.error().code, BmcErrc::kDenied);
  EXPECT_THAT(opened.error().detail, HasSubstr("Set Session Privilege Level"));
  EXPECT_EQ(exchange.bmc.closed, 1);
}

TEST(RmcpSession, AsksAndCloses) {
  RmcpExchange exchange;
  ASSERT_TRUE(exchange.open());
  const auto reply = exchange.ask(ask_chassis_status());
  ASSERT_TRUE(reply);
  EXPECT_EQ(*decode_chassis_status(*reply), PowerState::kOff);
  EXPECT_TRUE(exchange.run(exchange.session.close(exchange.now)));
  EXPECT_EQ(exchange.bmc.closed, 1);
  EXPECT_FALSE(exchange.session.is_open());
}

TEST(RmcpSession, RepeatsWithNewNumbers) {
  RmcpExchange exchange;
  ASSERT_TRUE(exchange.open());
  const int before = exchange.sent;
  exchange.network = [&](int packet, Octets answer) {
    return packet < before + 4 ? std::vector<Octets>{} : std::vector<Octets>{std::move(answer)};
  };
  ASSERT_TRUE(exchange.ask(ask_device_id()));
  EXPECT_EQ(exchange.seconds(), 3);
  std::set<int> sequences;
  for (const auto& message : exchange.bmc.asked) sequences.insert(message.sequence);
  EXPECT_EQ(sequences.size(), exchange.bmc.asked.size());
  EXPECT_THAT(exchange.bmc.sequences, testing::ElementsAre(1, 2, 3, 4, 5));
}

TEST(RmcpSession, GivesUpAfterFourTriesAndStaysOpen) {
  RmcpExchange exchange;
  ASSERT_TRUE(exchange.open());
  exchange.network = [](int, const Octets&) { return std::vector<Octets>{}; };
  const auto reply = exchange.ask(ask_device_id());
  EXPECT_EQ(reply.error().code, BmcErrc::kTimedOut);
  EXPECT_EQ(reply.error().detail, "Get Device ID: no answer to 4 packets in 4.0 s");
  exchange.network = {};
  EXPECT_TRUE(exchange.ask(ask_device_id()));
}

TEST(RmcpSession, SurvivesTheLossOfAnySingleAnswer) {
  for (int lost = 1; lost <= 9; ++lost) {
    RmcpExchange exchange;
    exchange.network = [&](int packet, Octets answer) {
      return packet == lost ? std::vector<Octets>{} : std::vector<Octets>{std::move(answer)};
    };
    ASSERT_TRUE(exchange.open()) << lost;
    ASSERT_TRUE(exchange.ask(ask_device_id())) << lost;
    EXPECT_LE(exchange.seconds(), 1) << lost;
  }
}

TEST(RmcpSession, BeginsTheKeyExchangeAnewWhereABmcTakesNoStepTwice) {
  RmcpExchange exchange;
  exchange.bmc.takes_rakp_twice = false;
  constexpr int kRakp3Packet = 6;
  exchange.network = [&](int packet, Octets answer) {
    if (packet == kRakp3Packet || answer.empty()) return std::vector<Octets>{};
    return std::vector<Octets>{std::move(answer)};
  };
  ASSERT_TRUE(exchange.open());
  EXPECT_EQ(exchange.seconds(), 2);
  EXPECT_TRUE(exchange.ask(ask_device_id()));
}

TEST(RmcpSession, EndsTheKeyExchangeWithABmcThatFallsSilent) {
  RmcpExchange exchange;
  constexpr int kRakp1Packet = 5;
  exchange.network = [&](int packet, Octets answer) {
    const bool is_open_session = answer.size() == 16 + 36;
    if (packet >= kRakp1Packet && !is_open_session) return std::vector<Octets>{};
    return std::vector<Octets>{std::move(answer)};
  };
  const auto opened = exchange.open();
  EXPECT_EQ(opened.error().code, BmcErrc::kTimedOut);
  EXPECT_EQ(opened.error().detail, "RAKP 1: no answer to 4 packets in 4.0 s");
  EXPECT_EQ(exchange.seconds(), 10);
}

TEST(RmcpSession, SurvivesRepeatedAnswers) {
  RmcpExchange exchange;
  exchange.network = [](int, const Octets& answer) {
    return answer.empty() ? std::vector<Octets>{} : std::vector<Octets>(3, answer);
  };
  ASSERT_TRUE(exchange.open());
  for (int i = 0; i < 200; ++i) {
    const auto reply = exchange.ask(i % 2 == 0 ? ask_device_id() : ask_chassis_status());
    ASSERT_TRUE(reply) << i;
    EXPECT_EQ(reply->data.size(), i % 2 == 0 ? 11U : 3U);
  }
  EXPECT_EQ(exchange.seconds(), 0);
}

TEST(RmcpSession, SurvivesAnswersThatComeAQuestionLate) {
  RmcpExchange exchange;
  Octets held;
  ASSERT_TRUE(exchange.open());
  exchange.network = [&](int, Octets answer) {
    std::swap(held, answer);  // the answer of the packet before
    return answer.empty() ? std::vector<Octets>{} : std::vector<Octets>{answer};
  };
  for (int i = 0; i < 20; ++i) {
    const auto reply = exchange.ask(i % 2 == 0 ? ask_device_id() : ask_chassis_status());
    ASSERT_TRUE(reply) << i;
    EXPECT_EQ(reply->data.size(), i % 2 == 0 ? 11U : 3U);
  }
}

TEST(RmcpSession, WaitsLongerForASlowBmc) {  // every answer of the handshake comes a packet late
  RmcpExchange exchange;
  Octets held;
  exchange.network = [&](int packet, Octets answer) {
    if (packet < 4) return std::vector<Octets>{std::move(answer)};
    if (packet == 4) {  // Open Session, asked twice: both answers come behind the second
      held = std::move(answer);
      return std::vector<Octets>{};
    }
    if (packet == 5) return std::vector<Octets>{held, std::move(answer)};
    return std::vector<Octets>{std::move(answer)};
  };
  ASSERT_TRUE(exchange.open());
  EXPECT_EQ(exchange.seconds(), 1);
}

TEST(RmcpSession, DropsStrays) {
  RmcpExchange other;
  ASSERT_TRUE(other.open());
  ASSERT_TRUE(other.open());  // with other random numbers
  const auto foreign = other.bmc.seal(other.bmc.last_message);
  RmcpExchange exchange;
  exchange.network = [&](int, Octets answer) {
    auto damaged = answer;
    if (exchange.session.is_open()) damaged.back() ^= 1U;
    auto shorter = answer;
    if (!shorter.empty()) shorter.pop_back();
    return std::vector<Octets>{foreign,           {},     {6, 0, 0xff, 7}, damaged, shorter,
                               std::move(answer), foreign};
  };
  ASSERT_TRUE(exchange.open());
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(exchange.ask(ask_device_id()));
  EXPECT_EQ(exchange.seconds(), 0);
}

/// A packet whose code is right in all but one bit, wherever that bit is.
TEST(RmcpSession, TakesNoPacketWithAFlippedBit) {
  RmcpExchange exchange;
  ASSERT_TRUE(exchange.open());
  auto first = exchange.session.ask(ask_device_id(), exchange.now);
  const auto answer = exchange.bmc.take(first.send);
  for (std::size_t bit = 32; bit < answer.size() * 8; ++bit) {
    auto damaged = answer;
    damaged[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    EXPECT_FALSE(exchange.session.take(damaged, exchange.now).result) << "bit " << bit;
  }
  for (std::size_t n = 0; n < answer.size(); ++n)
    EXPECT_FALSE(exchange.session.take(Bytes(answer).first(n), exchange.now).result) << n;
  EXPECT_TRUE(exchange.session.take(answer, exchange.now).result);
}

TEST(RmcpSession, AsksABusyBmcAgain) {
  for (const auto completion : std::initializer_list<std::uint8_t>{0xc0, 0xc3, 0xc4, 0xcf}) {
    RmcpExchange exchange;
    ASSERT_TRUE(exchange.open());
    exchange.bmc.scripted[{0x06, 0x01}] = {{completion}, {completion}};
    const auto reply = exchange.ask(ask_device_id());
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->completion, 0);
    EXPECT_EQ(exchange.seconds(), 1);
  }
}

TEST(RmcpSession, GivesUpOnABmcThatStaysBusy) {
  RmcpExchange exchange;
  ASSERT_TRUE(exchange.open());
  exchange.bmc.fixed[{0x06, 0x01}] = {0xc0};
  const auto reply = exchange.ask(ask_device_id());
  EXPECT_EQ(reply.error().code, BmcErrc::kBusy);
  EXPECT_EQ(reply.error().detail, "Get Device ID: the BMC answers: busy (0xc0), 10 times in 4.5 s");
}

TEST(RmcpSession, HandsOtherRefusalsOn) {
  RmcpExchange exchange;
  ASSERT_TRUE(exchange.open());
  exchange.bmc.fixed[{0x06, 0x01}] = {0xd5};
  const auto reply = exchange.ask(ask_device_id());
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->completion, 0xd5);
}

TEST(RmcpSession, IsClosedWithoutAnAnswer) {
  RmcpExchange exchange;
  ASSERT_TRUE(exchange.open());
  exchange.network = [](int, const Octets&) { return std::vector<Octets>{}; };
  EXPECT_TRUE(exchange.run(exchange.session.close(exchange.now)));
  EXPECT_EQ(exchange.seconds(), 1);
}

}  // namespace
}  // namespace rackseed::redfish
