#include <fmt/core.h>
#include <gmock/gmock.h>

#include "redfish/ipmi/ipmi_commands.hpp"
#include "redfish/ipmi/rmcp_rakp.hpp"
#include "src/rehearsal/ipmi_handshake.hpp"
#include "tests/rehearsal/ipmi_fixture.hpp"

namespace rackseed::rehearsal {
namespace {

using redfish::RakpStatus;
using redfish::RmcpPacket;
using redfish::RmcpPayload;
using redfish::SessionPacket;
using namespace std::chrono_literals;

class IpmiSessions : public IpmiTest {
 protected:
  /// A question outside a session: the reply, from its completion code on.
  Octets ask_plain(std::uint8_t command, Octets data) {
    const auto message =
        encode(redfish::IpmiMessage{.net_fn = 6, .command = command, .data = data});
    const Octets answer = send(encode(RmcpPacket(redfish::PlainPacket{.message = message})));
    const auto packet = redfish::decode_rmcp(answer, 0);
    if (!packet) return {};
    const auto reply = redfish::decode_message(std::get<redfish::PlainPacket>(*packet).message);
    return reply ? Octets(reply->data.begin(), reply->data.end()) : Octets();
  }
  redfish::OpenResponse open_with(std::uint8_t authentication, std::uint8_t integrity,
                                  std::uint8_t confidentiality, std::uint32_t number = 77) {
    const Octets payload = encode(redfish::OpenRequest{.tag = 5,
                                                       .console_session = number,
                                                       .authentication = authentication,
                                                       .integrity = integrity,
                                                       .confidentiality = confidentiality});
    return redfish::decode_open_response(step(RmcpPayload::kOpenRequest, payload)).value();
  }
  /// A message of the key exchange: the payload of the answer.
  Octets step(RmcpPayload type, const Octets& payload) {
    const Octets answer =
        send(encode(RmcpPacket(SessionPacket{.payload_type = type, .payload = payload})));
    const auto packet = redfish::decode_rmcp(answer, 0);
    if (!packet) return {};
    const Bytes reply = std::get<SessionPacket>(*packet).payload;
    return {reply.begin(), reply.end()};
  }
  redfish::RakpCode claim(std::uint32_t session, const Octets& code) {
    const Octets answer =
        step(RmcpPayload::kRakp3, encode(redfish::RakpCode{.session = session, .code = code}));
    const auto reply = redfish::decode_rakp_code(answer);
    return reply ? *reply : redfish::RakpCode{.status = RakpStatus::kInvalidSession};
  }
  BmcErrc error_with(const redfish::RmcpSettings& wanted) {
    const auto other = make_console(wanted, 2);
    const auto opened = open(*other);
    EXPECT_FALSE(opened);
    return opened ? BmcErrc::kMalformed : opened.error().code;
  }
  int suite() { return static_cast<int>(sessions().begin()->second.terms.suite); }
};

TEST_F(IpmiSessions, AnswerAPing) {
  const Octets pong = send(encode(RmcpPacket(redfish::AsfPing{.tag = 0x42})));
  EXPECT_EQ(std::get<redfish::AsfPong>(redfish::decode_rmcp(pong, 0).value()),
            (redfish::AsfPong{.tag = 0x42, .has_ipmi = true}));
}

TEST_F(IpmiSessions, TellWhatTheySpeakBeforeTheyBegin) {
  EXPECT_EQ(ask_plain(0x38, {0x8e, 4}), (Octets{0, 1, 0x80, 4, 2, 0, 0, 0, 0}));
  EXPECT_EQ(ask_plain(0x38, {0x0e, 4}), (Octets{0, 1, 0, 4, 0, 0, 0, 0, 0})) << "as IPMI 1.5";
  EXPECT_EQ(ask_plain(0x38, {0x87, 4}), Octets{kInvalidField}) << "another channel";
  EXPECT_EQ(ask_plain(0x54, {0x0e, 0, 0x80}),
            (Octets{0, 1, 0xc0, 3, 1, 0x41, 0x81, 0xc0, 17, 3, 0x44, 0x81}));
  EXPECT_EQ(ask_plain(0x54, {0x0e, 0, 0x81}), (Octets{0, 1})) << "no second page";
  EXPECT_EQ(ask_plain(0x37, {}).size(), 17U);
}

TEST_F(IpmiSessions, AreWantedForTheRest) {
  EXPECT_EQ(ask_plain(0x01, {}), Octets{kNotPrivileged});
  EXPECT_EQ(ask_plain(0x3b, {4}), Octets{kNotPrivileged});
  EXPECT_EQ(ask_plain(0x3c, {0, 0, 0, 0}), Octets{kNotPrivileged});
}

TEST_F(IpmiSessions, TakeTheBestSuiteThatBothKnow) {
  EXPECT_EQ(ask_ipmi(6, 1).at(0), 0);
  EXPECT_EQ(suite(), 17);
  begin_ipmi({"ipmi-no-suite-17"});
  EXPECT_EQ(ask_ipmi(6, 1).at(0), 0);
  EXPECT_EQ(suite(), 3);
  EXPECT_EQ(open_with(3, 4, 1).status, RakpStatus::kNoMatchingSuite);
}

TEST_F(IpmiSessions, AreRefusedWithSuitesThatLeaveAKeyOut) {
  EXPECT_EQ(open_with(0, 0, 0).status, RakpStatus::kNoMatchingSuite);
  EXPECT_EQ(open_with(1, 0, 0).status, RakpStatus::kNoMatchingSuite);
  EXPECT_EQ(open_with(1, 1, 0).status, RakpStatus::kNoMatchingSuite);
  EXPECT_EQ(open_with(1, 1, 1, 0).status, RakpStatus::kIllegalParameter) << "session 0 is none";
  EXPECT_TRUE(sessions().empty());
}

TEST_F(IpmiSessions, LastUntilTheyAreClosed) {
  ask_ipmi(6, 1);
  EXPECT_EQ(open_ipmi_sessions(service->state()), 1U);
  EXPECT_TRUE(run(*console, console->session.close(redfish::RmcpTime(now))));
  EXPECT_TRUE(sessions().empty());
  EXPECT_EQ(service->state().counters.ipmi_sessions_closed, 1U);
  EXPECT_EQ(get("/rackseed/counters").at("ipmi_sessions_opened"), 1);
  EXPECT_EQ(get("/rackseed/counters").at("ipmi_sessions"), 0);
}

TEST_F(IpmiSessions, MayBeClosedByAnotherAdministrator) {
  const auto other = make_console(settings(), 2);
  ASSERT_TRUE(open(*other));
  const std::uint32_t number = sessions().begin()->first;
  const Octets octets{static_cast<std::uint8_t>(number), static_cast<std::uint8_t>(number >> 8U),
                      static_cast<std::uint8_t>(number >> 16U),
                      static_cast<std::uint8_t>(number >> 24U)};
  EXPECT_EQ(ask_ipmi(6, 0x3b, {3}), (Octets{0, 3}));
  EXPECT_EQ(ask_ipmi(6, 0x3c, octets), Octets{kNotPrivileged});
  EXPECT_EQ(ask_ipmi(6, 0x3b, {4}), (Octets{0, 4}));
  EXPECT_EQ(ask_ipmi(6, 0x3c, octets), Octets{0});
  EXPECT_EQ(ask_ipmi(6, 0x3c, octets), Octets{0x87});
}

TEST_F(IpmiSessions, EndAfterARest) {
  ask_ipmi(6, 1);
  now += 59s;
  EXPECT_EQ(ask_ipmi(6, 1).at(0), 0);
  now += 60s;
  EXPECT_FALSE(send({}, 9).size() > 0);
  EXPECT_TRUE(sessions().empty());
}

TEST_F(IpmiSessions, AreLimited) {
  begin_ipmi({"session-limit=2"});
  const auto first = make_console(settings(), 2);
  ASSERT_TRUE(open(*first));
  EXPECT_EQ(ask_ipmi(6, 1).at(0), 0);
  EXPECT_EQ(error_with(settings()), BmcErrc::kSessionLimit);
  EXPECT_TRUE(run(*first, first->session.close(redfish::RmcpTime(now))));
  const auto third = make_console(settings(), 3);
  EXPECT_TRUE(open(*third));
}

TEST_F(IpmiSessions, AreNotTakenAwayByThoseThatNeverOpen) {
  begin_ipmi({"session-limit=2"});
  EXPECT_EQ(ask_ipmi(6, 1).at(0), 0);
  for (std::uint32_t i = 1; i <= 100; ++i)
    EXPECT_EQ(open_with(1, 1, 1, i).status, RakpStatus::kDone);
  EXPECT_EQ(sessions().size(), 2U);
  EXPECT_EQ(ask_ipmi(6, 1).at(0), 0);
}

TEST_F(IpmiSessions, WantTheRightUserAndPassword) {
  auto wrong = settings();
  wrong.password = redfish::SecretOctets(bytes_of("Secret"));
  EXPECT_EQ(error_with(wrong), BmcErrc::kDenied);
  wrong = settings();
  wrong.user = "root";
  EXPECT_EQ(error_with(wrong), BmcErrc::kDenied);
  EXPECT_EQ(open_ipmi_sessions(service->state()), 0U);
  EXPECT_EQ(service->state().counters.refused_logins, 1U) << "of the name: a client that knows "
                                                             "better sends no RAKP 3";
}

TEST_F(IpmiSessions, AreNotOpenedByWhoDoesNotKnowThePassword) {
  const auto begin_exchange = [this] {
    const auto opened = open_with(3, 4, 1);
    const Octets answer = step(
        RmcpPayload::kRakp1,
        encode(redfish::Rakp1{.bmc_session = opened.bmc_session, .role = 0x14, .user = "admin"}));
    EXPECT_EQ(redfish::decode_rakp2(answer).value().status, RakpStatus::kDone);
    return opened.bmc_session;
  };
  for (const Octets& code : {Octets(), Octets(32), Octets(16, 0xff)}) {
    const std::uint32_t number = begin_exchange();
    EXPECT_EQ(claim(number, code).status, RakpStatus::kInvalidIntegrityCheck);
    EXPECT_TRUE(sessions().empty()) << "it has to begin anew";
  }
  EXPECT_EQ(service->state().counters.refused_logins, 3U);
  const std::uint32_t number = begin_exchange();
  const Octets code = rakp3_code(sessions().at(number).terms, bytes_of("secret"));
  EXPECT_EQ(claim(number, code).status, RakpStatus::kDone);
  EXPECT_EQ(claim(number, Octets(32)).status, RakpStatus::kInvalidIntegrityCheck);
  EXPECT_TRUE(sessions().at(number).is_open) << "nobody else ends it";
}

TEST_F(IpmiSessions, AreNotOpenedOutOfTurn) {
  const auto opened = open_with(3, 4, 1);
  EXPECT_EQ(claim(opened.bmc_session, Octets(32)).status, RakpStatus::kInvalidSession);
  EXPECT_EQ(claim(opened.bmc_session + 1, Octets(32)).status, RakpStatus::kInvalidSession);
  EXPECT_EQ(claim(0, Octets(32)).status, RakpStatus::kInvalidSession);
  EXPECT_FALSE(sessions().at(opened.bmc_session).is_open);
}

TEST_F(IpmiSessions, AreForEverybodyWhereNobodyIsNamed) {
  service->state().account = {};
  auto nobody = settings();
  nobody.user = "";
  nobody.password = {};
  const auto other = make_console(nobody, 2);
  EXPECT_TRUE(open(*other));
  EXPECT_EQ(ask_plain(0x38, {0x8e, 4}).at(3), 6) << "users without a name";
}

TEST_F(IpmiSessions, HaveNoMorePrivilegeThanWasAskedFor) {
  auto modest = settings();
  modest.privilege = redfish::IpmiPrivilege::kUser;
  console = make_console(modest, 1);
  ASSERT_TRUE(open(*console));
  EXPECT_EQ(ask_ipmi(6, 0x3b, {4}), Octets{0x81});
  EXPECT_EQ(control(1), Octets{kNotPrivileged});
}

TEST_F(IpmiSessions, AnswerAStepThatComesTwice) {
  ask_ipmi(6, 1);
  const auto sent = console->sent;  // capabilities, suites, Open Session, RAKP 1, RAKP 3, privilege
  ASSERT_GE(sent.size(), 6U);
  const Octets again = send(sent[4]);
  EXPECT_FALSE(again.empty()) << "RAKP 4 may have been lost";
  EXPECT_EQ(again, send(sent[4]));
  EXPECT_TRUE(send(sent[3]).empty()) << "RAKP 1 of an open session";
  EXPECT_EQ(ask_ipmi(6, 1).at(0), 0);
  EXPECT_EQ(sessions().size(), 1U);
}

}  // namespace
}  // namespace rackseed::rehearsal
