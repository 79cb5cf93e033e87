#include "tests/dhcp/capture.hpp"
#include "tests/dhcp/fixture.hpp"
#include "tests/dhcp/message_text.hpp"
#include "tests/dhcp/raw_packet.hpp"

#include <gtest/gtest.h>

namespace rackseed::dhcp::tests {
namespace {

using rackseed::tests::expect_golden;

/// The lab in which the captures were made; its server answers for us.
DirectoryContent lab() {
  Subnet subnet = prov();
  subnet.prefix = *Prefix::parse("10.77.0.0/24");
  subnet.seed = ip("10.77.0.1");
  subnet.gateway.reset();
  return {.subnets = {subnet},
          .reservations = {{.mac = mac("52:54:00:77:01:00"),
                            .node = "n1",
                            .bmc_address = ip("10.77.1.1"),
                            .nic = "lom0",
                            .addresses = {ip("10.77.0.147")}}}};
}

TEST(DhcpReplay, AnswersEveryRequestOfTheCaptures) {
  for (const std::string_view capture : kCaptures) {
    Bench bench(lab());
    std::string text;
    for (const Octets& payload : dhcp_payloads(capture)) {
      const Message message = decoded(payload);
      if (message.header.is_reply) continue;
      const Outcome outcome = bench.decide(message);
      EXPECT_TRUE(std::holds_alternative<Reply>(outcome.decision)) << capture;
      text += outcome_text(outcome) + "\n";
    }
    expect_golden("dhcp/captures/" + std::string(capture) + ".txt", text);
  }
}

/// The firmware of a capture through our answers: same address and server from first to last.
TEST(DhcpReplay, KeepsTheAddressFromFirmwareToSystem) {
  for (const std::string_view capture : kCaptures) {
    Bench bench(lab());
    for (const Octets& payload : dhcp_payloads(capture)) {
      const Message message = decoded(payload);
      if (message.header.is_reply) continue;
      const Message reply = bench.reply(message).message;
      EXPECT_EQ(reply.header.yours, ip("10.77.0.147"));
      EXPECT_EQ(reply.options.server_id, ip("10.77.0.1"));
      EXPECT_EQ(reply.header.transaction, message.header.transaction);
    }
  }
}

RawPacket from(std::string_view client) {
  RawPacket raw(client);
  raw.type(1);
  return raw;
}

/// A packet for each row of the classification, as its client sends it.
std::vector<std::pair<std::string, RawPacket>> packets_by_row() {
  const Octets circuit{1, 3, 'E', 't', '4'};
  std::vector<std::pair<std::string, RawPacket>> rows{
      {"01-unknown-relay", from(kStranger).relay("10.2.34.1")},
      {"02-ipxe", from(kCmp1).option(77, "iPXE").option(175, Octets{0xeb, 3, 1, 21, 1})},
      {"03-ipxe-second-pass", from(kCmp1).option(77, "rackseed")},
      {"04-uefi-http",
       from(kCmp1).option(60, "HTTPClient:Arch:00016:UNDI:003016").option(93, Octets{0, 16})},
      {"05-bios-pxe", from(kCmp1)
                          .option(60, "PXEClient:Arch:00000:UNDI:002001")
                          .option(93, Octets{0, 0})
                          .option(97, Octets(17))},
      {"06-uefi-pxe",
       from(kCmp1).option(60, "PXEClient:Arch:00007:UNDI:003016").option(93, Octets{0, 7})},
      {"06-uefi-pxe-relayed", from(kSto1)
                                  .relay(kRelay)
                                  .option(60, "PXEClient:Arch:00007:UNDI:003016")
                                  .option(93, Octets{0, 7})
                                  .option(82, circuit)},
      {"07-arm64-pxe",
       from(kCmp1).option(60, "PXEClient:Arch:00011:UNDI:003016").option(93, Octets{0, 11})},
      {"07-ia32-pxe", from(kCmp1).option(60, "PXEClient").option(93, Octets{0, 6})},
      {"08-eos", from(kStranger).option(60, "Arista;DCS-7050CX3-32S;01.23;JPE00001111")},
      {"09-sonic", from(kStranger).option(61, "SONiC##DellEMC-S5232f##SN123")},
      {"10-onie", from(kStranger).option(60, "onie_vendor:x86_64-accton_as7712_32x-r0")},
      {"11-cumulus", from(kStranger).option(60, "cumulus-linux x86_64")},
      {"12-poap", from(kStranger).option(60, "ciscopnp")},
      {"13-bmc", from(kCmp1Bmc)},
      {"14-host", from(kCmp1).option(60, "udhcp 1.35.0")},
      {"15-unknown", from(kStranger)}};
  return rows;
}

TEST(DhcpReplay, AnswersEachRowAsWritten) {  // DOMAIN.md 4.1
  for (const auto& [name, raw] : packets_by_row()) {
    Bench bench;
    const Outcome outcome = bench.decide(decoded(raw.bytes()));
    EXPECT_EQ(outcome.asked.client.row, std::stoi(name));
    expect_golden("dhcp/rows/" + name + ".txt", outcome_text(outcome));
  }
}

TEST(DhcpReplay, OffersBootFilesBesideAnotherServer) {
  DirectoryContent content = plan();
  content.subnets[0].mode = ServerMode::kProxy;
  for (const auto& [name, raw] : packets_by_row()) {
    const int row = std::stoi(name);
    if (row < 2 || row > 6 || name == "06-uefi-pxe-relayed") continue;
    Bench bench(content);
    expect_golden("dhcp/proxy/" + name + ".txt", outcome_text(bench.decide(decoded(raw.bytes()))));
  }
}

TEST(DhcpReplay, RefusesWithANak) {
  Bench bench;
  expect_golden("dhcp/nak.txt", outcome_text(bench.decide(selecting(kCmp1, "10.1.8.22"))));
}

}  // namespace
}  // namespace rackseed::dhcp::tests
