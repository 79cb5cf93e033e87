#include "dhcp/codec.hpp"

#include "tests/dhcp/capture.hpp"
#include "tests/dhcp/raw_packet.hpp"

#include <gmock/gmock.h>

namespace rackseed::dhcp::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using namespace std::chrono_literals;

TEST(DhcpCodec, ReadsTheDiscoverOfOvmf) {
  const Message message = captured("uefi-pxe-virtio-snponly", 0);
  EXPECT_EQ(message.type, MessageType::kDiscover);
  EXPECT_EQ(message.header.mac, Mac::parse("52:54:00:77:01:00"));
  EXPECT_TRUE(message.header.broadcast);
  EXPECT_EQ(message.options.vendor_class, "PXEClient:Arch:00007:UNDI:003000");
  EXPECT_THAT(message.options.architectures, ElementsAre(7));
  EXPECT_EQ(message.options.undi, (UndiVersion{.major = 3, .minor = 0}));
  EXPECT_EQ(message.options.machine, Uuid());  // QEMU without -uuid: zero, so no identity
  EXPECT_EQ(message.options.most_message_bytes, 1472);
  EXPECT_EQ(message.options.parameters.size(), 35U);
  EXPECT_THAT(message.options.others, IsEmpty());
}

TEST(DhcpCodec, ReadsTheRequestOfOvmf) {
  const Message message = captured("uefi-pxe-virtio-snponly", 2);
  EXPECT_EQ(message.type, MessageType::kRequest);
  EXPECT_EQ(message.options.server_id, Ipv4::parse("10.77.0.1"));
  EXPECT_EQ(message.options.requested_address, Ipv4::parse("10.77.0.147"));
  EXPECT_EQ(message.options.most_message_bytes, 65280);
}

TEST(DhcpCodec, ReadsTheDiscoverOfIpxe) {
  const Message message = captured("bios-ipxe-rom", 0);
  EXPECT_FALSE(message.header.broadcast);
  EXPECT_THAT(user_classes(message.options), ElementsAre("iPXE"));
  EXPECT_THAT(message.options.architectures, ElementsAre(0));
  ASSERT_TRUE(message.options.ipxe);
  EXPECT_THAT(message.options.ipxe->version, ElementsAre(1, 0, 0));
  EXPECT_THAT(message.options.ipxe->features, testing::Contains(0x13));
  EXPECT_EQ(message.options.client_id.size(), 7U);
}

TEST(DhcpCodec, ReadsTheOfferOfDnsmasq) {
  const Message message = captured("uefi-http-boot", 1);
  EXPECT_EQ(message.type, MessageType::kOffer);
  EXPECT_TRUE(message.header.is_reply);
  EXPECT_EQ(message.header.yours, Ipv4::parse("10.77.0.147"));
  EXPECT_EQ(message.options.vendor_class, "HTTPClient");
  EXPECT_EQ(message.options.lease_time, 600s);
  EXPECT_EQ(message.options.subnet_mask, Ipv4::parse("255.255.255.0"));
  EXPECT_THAT(message.options.routers, ElementsAre(*Ipv4::parse("10.77.0.1")));
  EXPECT_THAT(message.options.boot_file, testing::StartsWith("http://10.77.0.1/"));
  EXPECT_THAT(message.options.others,
              ElementsAre(RawOption{.code = 28, .value = {10, 77, 0, 255}}));
}

TEST(DhcpCodec, KeepsEveryCapturedMessage) {
  for (const std::string_view capture : kCaptures) {
    const auto payloads = dhcp_payloads(capture);
    EXPECT_GE(payloads.size(), 4U) << capture;
    for (const Octets& payload : payloads) {
      const Message message = decoded(payload);
      const auto again = encode(message);
      ASSERT_TRUE(again);
      EXPECT_EQ(decoded(*again), message) << capture;
    }
  }
}

TEST(DhcpCodec, RejectsEveryTruncationOfACapture) {
  for (const std::string_view capture : kCaptures)
    for (const Octets& payload : dhcp_payloads(capture)) {
      const auto end = std::find(payload.rbegin(), payload.rend(), 255).base() - payload.begin();
      for (std::ptrdiff_t size = 0; size < end; ++size) {
        const auto message = decode(Bytes(payload).first(static_cast<std::size_t>(size)));
        ASSERT_FALSE(message) << capture << ", " << size << " bytes";
        EXPECT_EQ(message.error().code, Errc::kMalformed);
      }
      EXPECT_TRUE(decode(Bytes(payload).first(static_cast<std::size_t>(end))));
    }
}

/// Every single bit of a packet turned: a message or an error, and a message survives a round trip.
TEST(DhcpCodec, SurvivesEveryTurnedBit) {
  Octets payload = dhcp_payloads("bios-ipxe-rom").front();
  for (std::size_t bit = 0; bit < payload.size() * 8; ++bit) {
    const auto mask = static_cast<std::uint8_t>(1U << bit % 8);
    payload[bit / 8] ^= mask;
    if (const auto message = decode(payload)) {
      EXPECT_EQ(*decode(*encode(*message)), *message);
    }
    payload[bit / 8] ^= mask;
  }
}

Message full_message() {
  Message message{.type = MessageType::kAck};
  message.header = {.is_reply = true,
                    .transaction = 0xdeadbeef,
                    .broadcast = true,
                    .yours = *Ipv4::parse("10.1.8.21"),
                    .next_server = *Ipv4::parse("10.1.8.2"),
                    .mac = *Mac::parse("00:00:5e:00:53:01"),
                    .server_name = "seed",
                    .boot_file = "snponly.efi"};
  Options& options = message.options;
  options.subnet_mask = Ipv4::parse("255.255.255.0");
  options.routers = {*Ipv4::parse("10.1.8.1"), *Ipv4::parse("10.1.8.254")};
  options.name_servers = {*Ipv4::parse("10.1.8.3")};
  options.host_name = "cmp1";
  options.domain_name = "opcp01.example.com";
  options.time_servers = {*Ipv4::parse("10.1.8.2")};
  options.vendor_options = {6, 1, 8, 255};
  options.requested_address = Ipv4::parse("10.1.8.21");
  options.lease_time = 1800s;
  options.server_id = Ipv4::parse("10.1.8.2");
  options.parameters = {1, 3, 67};
  options.message = "no";
  options.most_message_bytes = 1472;
  options.renewal_time = 900s;
  options.rebinding_time = 1575s;
  options.vendor_class = "PXEClient";
  options.client_id = {1, 2, 3};
  options.tftp_server = "10.1.8.2";
  options.boot_file = "snponly.efi";
  options.user_class = {4, 'i', 'P', 'X', 'E'};
  options.relay = decode_relay_info(Octets{1, 1, 4});
  options.architectures = {7, 16};
  options.undi = UndiVersion{.major = 3, .minor = 16};
  options.machine = Uuid{1, 2, 3};
  options.onie_installer = "http://10.1.8.2/nos";
  options.subnet_selection = Ipv4::parse("10.1.9.0");
  options.tftp_addresses = {*Ipv4::parse("10.1.8.2")};
  options.ipxe = decode_ipxe_info(Octets{0xb0, 1, 1});
  options.cumulus_script = "http://10.1.8.2/cumulus";
  options.others = {{.code = 80, .value = {}}, {.code = 224, .value = {9, 9}}};
  return message;
}

TEST(DhcpCodec, KeepsEveryOption) {
  const auto bytes = encode(full_message());
  ASSERT_TRUE(bytes);
  EXPECT_EQ(decoded(*bytes), full_message());
}

TEST(DhcpCodec, KeepsEveryOptionInAShortPacket) {
  Message message = full_message();
  message.header.server_name.clear();
  const std::size_t needed = encode(message)->size();
  const auto bytes = encode(message, needed - 20);
  ASSERT_TRUE(bytes);
  EXPECT_LE(bytes->size(), needed - 20);
  EXPECT_EQ(decoded(*bytes), message);
}

/// The option as it stands on the wire, without the fixed part, the type and the end.
Octets encoded(const Options& options) {
  const auto bytes = encode({.options = options});
  EXPECT_TRUE(bytes);
  const auto end = std::find(bytes->rbegin(), bytes->rend(), 255).base() - 1;
  return {bytes->begin() + 243, end};
}

TEST(DhcpCodec, WritesWhatTheFirmwareSpecificationsShow) {  // DOMAIN.md 4.2
  EXPECT_EQ(encoded({.architectures = {7}}), (Octets{0x5d, 2, 0, 7}));
  EXPECT_EQ(encoded({.undi = UndiVersion{.major = 3, .minor = 16}}), (Octets{0x5e, 3, 1, 3, 0x10}));
  EXPECT_EQ(encoded({.vendor_options = {6, 1, 8, 255}}), (Octets{0x2b, 4, 6, 1, 8, 255}));
  EXPECT_EQ(encoded({.ipxe = decode_ipxe_info(Octets{0xb0, 1, 1})}), (Octets{0xaf, 3, 0xb0, 1, 1}));
  Octets machine{0x61, 0x11, 0};
  machine.resize(19, 0xab);
  Uuid uuid{};
  uuid.fill(0xab);
  EXPECT_EQ(encoded({.machine = uuid}), machine);
}

TEST(DhcpCodec, EndsTheBootFileWithoutNul) {  // old UEFI firmware takes it for a part of the name
  EXPECT_EQ(encoded({.boot_file = "a.efi"}), (Octets{67, 5, 'a', '.', 'e', 'f', 'i'}));
}

TEST(DhcpCodec, DropsTheNulThatSomeClientsAdd) {  // RFC 2132 section 2
  using namespace std::string_view_literals;
  const Message message =
      decoded(RawPacket().type(1).option(60, "PXEClient\0"sv).option(12, "\0\0"sv).bytes());
  EXPECT_EQ(message.options.vendor_class, "PXEClient");
  EXPECT_EQ(message.options.host_name, "");
}

TEST(DhcpCodec, TakesAnEmptyMachineForNone) {  // RFC 4578 section 2.3
  EXPECT_FALSE(decoded(RawPacket().type(1).option(97, Octets{}).bytes()).options.machine);
}

struct Shape {
  std::uint8_t code;
  Octets value;
};

TEST(DhcpCodec, RejectsAnOptionThatHasNotItsShape) {
  const Octets uuid(17, 1);  // type 1
  for (const auto& [code, value] : std::vector<Shape>{{1, {255, 255, 255}},
                                                      {3, {}},
                                                      {3, {10, 1, 8}},
                                                      {6, {10, 1, 8, 1, 10}},
                                                      {50, {}},
                                                      {50, {10, 1, 8, 21, 0}},
                                                      {51, {0, 0, 7}},
                                                      {53, {1, 1}},
                                                      {54, {10, 1, 8}},
                                                      {57, {5}},
                                                      {58, {1}},
                                                      {82, {1, 9, 0}},
                                                      {93, {0, 7, 0}},
                                                      {93, {}},
                                                      {94, {1, 3}},
                                                      {94, {2, 3, 16}},
                                                      {94, {1, 3, 16, 0}},
                                                      {97, {0}},
                                                      {97, uuid},
                                                      {118, {1, 2}},
                                                      {150, {10}}}) {
    const auto message = decode(RawPacket().type(1).option(code, value).bytes());
    ASSERT_FALSE(message) << int{code};
    EXPECT_EQ(message.error().code, Errc::kMalformed);
    EXPECT_THAT(message.error().detail, HasSubstr(code == 53 ? "option 53" : "option"));
  }
}

TEST(DhcpCodec, RejectsATypeThatIsNone) {
  EXPECT_FALSE(decode(RawPacket().type(0).bytes()));
  EXPECT_FALSE(decode(RawPacket().type(9).bytes()));
  EXPECT_FALSE(decode(RawPacket().option(53, Octets{}).bytes()));
}

TEST(DhcpCodec, RejectsBootp) {
  const auto message = decode(RawPacket().bytes());
  ASSERT_FALSE(message);
  EXPECT_EQ(message.error().code, Errc::kUnsupported);
}

TEST(DhcpCodec, RejectsARepeatedFixedOption) {  // joined by RFC 3396, it is too long
  EXPECT_FALSE(decode(RawPacket().type(1).type(3).bytes()));
  const Octets address{10, 1, 8, 21};
  EXPECT_FALSE(decode(RawPacket().type(3).option(50, address).option(50, address).bytes()));
}

TEST(DhcpCodec, KeepsUnknownOptionsByteForByte) {
  const Octets odd{0, 255, 52, 0};
  const Message message =
      decoded(RawPacket().option(252, odd).type(1).option(80, Octets{}).bytes());
  EXPECT_THAT(message.options.others, ElementsAre(RawOption{.code = 252, .value = odd},
                                                  RawOption{.code = 80, .value = {}}));
  EXPECT_EQ(decoded(*encode(message)), message);
}

TEST(DhcpCodec, KeepsARelaysOptionWithoutBytes) {  // to be echoed like any other
  const Message message =
      decoded(RawPacket().type(1).option(82, Octets{}).option(175, Octets{}).bytes());
  EXPECT_EQ(message.options.relay, RelayInfo());
  EXPECT_EQ(message.options.ipxe, IpxeInfo());
  EXPECT_EQ(decoded(*encode(message)), message);
}

TEST(DhcpReplyLimit, IsWhatTheClientAcceptsButNoMoreThanAFrame) {
  EXPECT_EQ(most_reply_bytes({}), 548U);
  EXPECT_EQ(most_reply_bytes({.most_message_bytes = 100}), 548U);
  EXPECT_EQ(most_reply_bytes({.most_message_bytes = 1000}), 972U);
  EXPECT_EQ(most_reply_bytes({.most_message_bytes = 1500}), 1472U);
  EXPECT_EQ(most_reply_bytes({.most_message_bytes = 65280}), 1472U);  // OVMF
}

}  // namespace
}  // namespace rackseed::dhcp::tests
