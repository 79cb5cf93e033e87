// What no honest console sends.

#include <fmt/core.h>
#include <gmock/gmock.h>

#include "tests/rehearsal/ipmi_fixture.hpp"

namespace rackseed::rehearsal {
namespace {

using redfish::RmcpPacket;
using redfish::SessionPacket;

class HostileIpmi : public IpmiTest {
 protected:
  /// A packet of the open session, as its console would send it: Chassis Control, power up.
  Octets forge(std::uint32_t sequence, std::uint8_t net_fn = 0) {
    const auto& [number, session] = *sessions().begin();
    const Octets on{1};
    const auto message = encode(redfish::IpmiMessage{.net_fn = net_fn, .command = 2, .data = on});
    const auto payload =
        redfish::encrypt_payload(session.keys.confidentiality.bytes(), {}, message);
    return sign(session, number, sequence, payload);
  }
  static Octets sign(const IpmiSession& session, std::uint32_t number, std::uint32_t sequence,
                     const Octets& payload) {
    auto datagram = encode(RmcpPacket(SessionPacket{.is_encrypted = true,
                                                    .is_signed = true,
                                                    .session = number,
                                                    .sequence = sequence,
                                                    .payload = payload}));
    const auto code = redfish::packet_code(session.terms.suite, session.keys.integrity.bytes(),
                                           Bytes(datagram).subspan(redfish::kRmcpHeaderBytes));
    datagram.insert(datagram.end(), code.begin(), code.end());
    return datagram;
  }
  [[nodiscard]] std::size_t orders() const { return machine->orders.size(); }
};

TEST_F(HostileIpmi, IsNotObeyedWhenItsPacketsAreChanged) {
  ask_ipmi(6, 1);
  const Octets honest = forge(30);
  for (std::size_t bit = 8 * redfish::kRmcpHeaderBytes; bit < 8 * honest.size(); ++bit) {
    Octets changed = honest;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    EXPECT_TRUE(send(changed).empty()) << "bit " << bit;
  }
  EXPECT_EQ(orders(), 0U);
  EXPECT_FALSE(send(honest).empty()) << "a forgery uses no number up";
  EXPECT_EQ(orders(), 1U);
}

TEST_F(HostileIpmi, IsNotObeyedTwice) {
  ask_ipmi(6, 1);
  EXPECT_TRUE(send(forge(0)).empty()) << "a number of no session";
  const Octets packet = forge(30);
  EXPECT_FALSE(send(packet).empty());
  EXPECT_TRUE(send(packet).empty());
  EXPECT_FALSE(send(forge(29)).empty()) << "late, and not seen before";
  EXPECT_TRUE(send(forge(29)).empty());
  EXPECT_TRUE(send(forge(30 + 33)).empty()) << "too far ahead";
  EXPECT_FALSE(send(forge(30 + 32)).empty());
  EXPECT_TRUE(send(forge(30)).empty()) << "too far behind";
  EXPECT_EQ(times("Chassis Control"), 3U);
}

TEST_F(HostileIpmi, IsNotHeardInASessionThatIsNotOpen) {
  ask_ipmi(6, 1);
  const Octets packet = forge(30);
  sessions().clear();
  EXPECT_TRUE(send(packet).empty());
  EXPECT_FALSE(send(console->sent.at(2)).empty()) << "Open Session, and no more";
  const auto& [number, session] = *sessions().begin();
  EXPECT_TRUE(send(sign(session, number, 30, Octets(32))).empty()) << "its keys are empty";
  EXPECT_EQ(orders(), 0U);
}

TEST_F(HostileIpmi, IsNotHeardWithoutASignatureOrACipher) {
  ask_ipmi(6, 1);
  const std::uint32_t number = sessions().begin()->first;
  const Octets on{1};
  const auto message = encode(redfish::IpmiMessage{.command = 2, .data = on});
  for (const bool is_encrypted : {false, true})
    EXPECT_TRUE(send(encode(RmcpPacket(SessionPacket{.is_encrypted = is_encrypted,
                                                     .session = number,
                                                     .sequence = 9,
                                                     .payload = message})))
                    .empty());
  EXPECT_EQ(orders(), 0U);
}

TEST_F(HostileIpmi, IsNotAnsweredInAnAnswer) {
  ask_ipmi(6, 1);
  EXPECT_TRUE(send(forge(50, 1)).empty()) << "an odd net function is a response";
  EXPECT_TRUE(send(encode(RmcpPacket(redfish::AsfPong{.tag = 1, .has_ipmi = true}))).empty());
}

TEST_F(HostileIpmi, MaySendPartsOfPackets) {
  ask_ipmi(6, 1);
  auto packets = console->sent;
  packets.push_back(forge(60));
  packets.push_back(encode(RmcpPacket(redfish::AsfPing{.tag = 1})));
  for (const Octets& packet : packets)
    for (std::size_t size = 0; size < packet.size(); ++size)
      EXPECT_TRUE(send(Bytes(packet).first(size)).empty()) << size << " of " << packet.size();
  EXPECT_EQ(orders(), 0U);
  EXPECT_EQ(ask_ipmi(6, 1).at(0), 0);
}

TEST_F(HostileIpmi, MaySendFarTooMuch) {
  constexpr std::size_t kMost = 65'507;
  ask_ipmi(6, 1);
  EXPECT_TRUE(send(Octets(kMost, 0xff)).empty());
  EXPECT_TRUE(send(Octets(kMost, 0x06)).empty());
  for (Octets packet : console->sent) {
    packet.resize(kMost, 0x5a);
    static_cast<void>(send(packet));
  }
  EXPECT_EQ(orders(), 0U);
  EXPECT_EQ(ask_ipmi(6, 1).at(0), 0);
}

TEST_F(HostileIpmi, MaySendNoise) {  // the same each time
  ask_ipmi(6, 1);
  const auto packets = console->sent;
  for (int i = 0; i < 20'000; ++i) {
    Octets packet = packets[random() % packets.size()];
    for (auto changes = random() % 4; changes > 0; --changes)
      packet[random() % packet.size()] = static_cast<std::uint8_t>(random());
    if (random() % 4 == 0) packet.resize(random() % (packet.size() + 8));
    static_cast<void>(send(packet, random()));
  }
  EXPECT_EQ(orders(), 0U);
  EXPECT_LE(sessions().size(), 16U);
  EXPECT_EQ(ask_ipmi(6, 1).at(0), 0) << "the session of before";
}

}  // namespace
}  // namespace rackseed::rehearsal
