#include "tests/dhcp/fixture.hpp"

#include <gmock/gmock.h>

namespace rackseed::dhcp::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Firmware kArm64{"PXEClient:Arch:00011:UNDI:003016", {11}};

void expect_no_boot(const Message& reply) {
  EXPECT_EQ(reply.options.boot_file, "");
  EXPECT_EQ(reply.header.boot_file, "");
  EXPECT_EQ(reply.options.tftp_server, "");
  EXPECT_EQ(reply.header.next_server, Ipv4());
  EXPECT_EQ(reply.options.vendor_class, "");
}

TEST(DhcpBoot, SendsIpxeToItsScript) {  // row 2
  Bench bench;
  const Message offer = bench.reply(as_ipxe(discover(kCmp1, kEfi))).message;
  EXPECT_EQ(offer.options.boot_file, "http://10.1.8.2/ipxe/00-00-5e-00-53-01");
  EXPECT_EQ(offer.header.boot_file, offer.options.boot_file);
  EXPECT_EQ(offer.header.next_server, ip("10.1.8.2"));
  EXPECT_EQ(offer.options.ipxe->verbatim, (Octets{0xb0, 1, 1}));
  EXPECT_EQ(offer.options.vendor_class, "");  // else iPXE would take it for a ProxyDHCP offer
}

TEST(DhcpBoot, NeverChainsIpxeAgain) {  // rows 2 and 3: no loop
  Bench bench;
  for (const char* user_class : {"iPXE", "rackseed"}) {
    Message message = discover(kCmp1, kBios);
    message.options.user_class = octets(user_class);
    EXPECT_EQ(bench.reply(message).message.options.boot_file,
              "http://10.1.8.2/ipxe/00-00-5e-00-53-01");
  }
}

TEST(DhcpBoot, SendsAnUnknownIpxeToAScriptToo) {
  Bench bench;
  EXPECT_EQ(bench.reply(as_ipxe(discover(kStranger, kEfi))).message.options.boot_file,
            "http://10.1.8.2/ipxe/00-00-5e-00-53-99");
}

TEST(DhcpBoot, EchoesHttpClient) {  // row 4
  Bench bench;
  const Message offer = bench.reply(discover(kCmp1, kHttp)).message;
  EXPECT_EQ(offer.options.vendor_class, "HTTPClient");
  EXPECT_EQ(offer.options.boot_file, "http://10.1.8.2/os/boot/snponly.efi");
  EXPECT_EQ(offer.options.tftp_server, "");
}

TEST(DhcpBoot, TellsBiosToUseTheFileAtOnce) {  // row 5
  Bench bench;
  const Message offer = bench.reply(discover(kCmp1, kBios)).message;
  EXPECT_EQ(offer.options.boot_file, "undionly.kpxe");
  EXPECT_EQ(offer.header.boot_file, "undionly.kpxe");
  EXPECT_EQ(offer.options.tftp_server, "10.1.8.2");
  EXPECT_EQ(offer.header.next_server, ip("10.1.8.2"));
  EXPECT_EQ(offer.options.vendor_class, "PXEClient");
  EXPECT_EQ(offer.options.vendor_options, (Octets{6, 1, 8, 255}));
}

TEST(DhcpBoot, GivesUefiItsProgram) {  // row 6
  Bench bench;
  for (const std::uint16_t architecture : std::vector<std::uint16_t>{7, 9}) {
    const Message offer =
        bench.reply(discover(kCmp1, {.vendor_class = "PXEClient", .architectures = {architecture}}))
            .message;
    EXPECT_EQ(offer.options.boot_file, "snponly.efi");
    EXPECT_EQ(offer.header.boot_file, "snponly.efi");
    EXPECT_EQ(offer.options.tftp_server, "10.1.8.2");
    EXPECT_EQ(offer.options.vendor_options, Octets());
  }
}

TEST(DhcpBoot, GivesShimWhereSecureBootIsOn) {
  DirectoryContent content = plan();
  content.reservations[0].secure_boot = true;
  Bench bench(content);
  EXPECT_EQ(bench.reply(discover(kCmp1, kEfi)).message.options.boot_file, "shimx64.efi");
  EXPECT_EQ(bench.reply(discover(kCmp1, kHttp)).message.options.boot_file,
            "http://10.1.8.2/os/boot/shimx64.efi");
  EXPECT_EQ(bench.reply(discover(kCmp1, kBios)).message.options.boot_file, "undionly.kpxe");
}

TEST(DhcpBoot, GivesArm64ItsProgram) {  // row 7
  Bench bench;
  EXPECT_EQ(bench.reply(discover(kCmp1, kArm64)).message.options.boot_file, "snponly-arm64.efi");
}

TEST(DhcpBoot, RefusesOtherPlatformsWithAReason) {  // row 7
  Bench bench;
  EXPECT_EQ(bench.silence(discover(kCmp1, {.vendor_class = "PXEClient", .architectures = {6}})),
            "no boot program for UEFI ia32 by PXE (architecture 6)");
}

TEST(DhcpBoot, SaysThatAProgramIsNotServed) {
  DirectoryContent content = plan();
  content.reservations[0].secure_boot = true;  // and there is no shim for arm64
  content.boot_files.efi_x64_secure.clear();
  Bench bench(content);
  for (const Firmware& firmware : {kArm64, kEfi, kHttp}) {
    const Outcome outcome = bench.decide(discover(kCmp1, firmware));
    EXPECT_THAT(outcome.remark, HasSubstr("boot program is served"));
    expect_no_boot(std::get<Reply>(outcome.decision).message);
  }
}

TEST(DhcpBoot, GivesNothingToANodeThatMayNotBoot) {
  DirectoryContent content = plan();
  content.reservations[0].boot_allowed = false;
  Bench bench(content);
  for (const Message& message : {discover(kCmp1, kEfi), discover(kCmp1, kHttp),
                                 discover(kCmp1, kBios), as_ipxe(discover(kCmp1, kEfi))}) {
    const Outcome outcome = bench.decide(message);
    EXPECT_EQ(outcome.remark, "cmp1 may not boot from the network now");
    const Message& offer = std::get<Reply>(outcome.decision).message;
    EXPECT_EQ(offer.header.yours, ip("10.1.8.21"));
    expect_no_boot(offer);
  }
  EXPECT_EQ(bench.decide(discover(kCmp1)).remark, "");  // it did not want to
}

TEST(DhcpBoot, GivesNothingToANodeThatBootsFromVirtualMedia) {
  DirectoryContent content = plan();
  content.reservations[0].os_method = OsMethod::kVendorIso;
  Bench bench(content);
  const Outcome outcome = bench.decide(discover(kCmp1, kEfi));
  EXPECT_EQ(outcome.remark, "cmp1 boots from virtual media");
  expect_no_boot(std::get<Reply>(outcome.decision).message);
}

Message vendor(std::string_view vendor_class) {
  return discover(kStranger, {.vendor_class = vendor_class});
}

TEST(DhcpBoot, SendsEosToItsConfiguration) {  // row 8
  Bench bench;
  EXPECT_EQ(bench.reply(vendor("Arista;DCS-7050CX3-32S;01.23;JPE1")).message.options.boot_file,
            "http://10.1.8.2/ztp/eos/JPE1");
}

TEST(DhcpBoot, SendsSonicToItsConfiguration) {  // row 9
  Bench bench;
  Message message = discover(kStranger);
  message.options.client_id = octets("SONiC##S5232f##SN123");
  const Message offer = bench.reply(message).message;
  EXPECT_EQ(offer.options.boot_file, "http://10.1.8.2/ztp/sonic/SN123.json");
  EXPECT_EQ(offer.options.cumulus_script, "");  // 67 wins over 239
}

TEST(DhcpBoot, SaysThatASwitchTellsNoSerial) {
  Bench bench;
  for (const char* text : {"Arista;X;1;../../etc", "Arista;"}) {
    const Outcome outcome = bench.decide(vendor(text));
    EXPECT_EQ(outcome.remark, "the switch tells no usable serial number");
    expect_no_boot(std::get<Reply>(outcome.decision).message);
  }
}

TEST(DhcpBoot, SendsOnieToItsInstaller) {  // row 10
  Bench bench;
  const Message offer = bench.reply(vendor("onie_vendor:x86_64-accton")).message;
  EXPECT_EQ(offer.options.onie_installer, "http://10.1.8.2/os/nos/onie-installer");
  EXPECT_EQ(offer.options.boot_file, "");
}

TEST(DhcpBoot, SendsCumulusToItsScript) {  // row 11
  Bench bench;
  EXPECT_EQ(bench.reply(vendor("cumulus-linux x86_64")).message.options.cumulus_script,
            "http://10.1.8.2/ztp/cumulus");
}

TEST(DhcpBoot, SendsNexusToItsScript) {  // row 12
  Bench bench;
  const Message offer = bench.reply(vendor("ciscopnp")).message;
  EXPECT_EQ(offer.options.boot_file, "poap.py");
  EXPECT_EQ(offer.options.tftp_server, "10.1.8.2");
  EXPECT_THAT(offer.options.tftp_addresses, ElementsAre(ip("10.1.8.2")));
}

TEST(DhcpBoot, SaysThatNothingIsServedForASwitch) {
  DirectoryContent content = plan();
  content.boot_files = {};
  Bench bench(content);
  EXPECT_EQ(bench.decide(vendor("onie_vendor:x")).remark, "nothing for ONIE is served");
  EXPECT_EQ(bench.decide(vendor("cumulus-linux")).remark, "nothing for Cumulus is served");
  EXPECT_EQ(bench.decide(vendor("ciscopnp")).remark, "no script for NX-OS is served");
}

TEST(DhcpBoot, GivesAHostNothingToBoot) {  // row 14
  Bench bench;
  expect_no_boot(bench.reply(discover(kCmp1)).message);
}

TEST(DhcpBoot, LeavesALongNameToOption67) {
  DirectoryContent content = plan();
  content.boot_files.efi_x64 = std::string(128, 'x');
  content.boot_files.bios = std::string(127, 'x');
  Bench bench(content);
  const Message longer = bench.reply(discover(kCmp1, kEfi)).message;
  EXPECT_EQ(longer.options.boot_file.size(), 128U);
  EXPECT_EQ(longer.header.boot_file, "");
  EXPECT_EQ(bench.reply(discover(kCmp1, kBios)).message.header.boot_file.size(), 127U);
}

TEST(DhcpBoot, UsesThePortOfTheHttpServer) {
  DirectoryContent content = plan();
  content.http_port = 8080;
  Bench bench(content);
  EXPECT_EQ(bench.reply(discover(kCmp1, kHttp)).message.options.boot_file,
            "http://10.1.8.2:8080/os/boot/snponly.efi");
}

TEST(DhcpBoot, SaysTheSameInTheAck) {
  Bench bench;
  for (const Firmware& firmware : {kEfi, kHttp, kBios}) {
    const Message ack = bench.exchange(discover(kCmp1, firmware));
    EXPECT_EQ(ack.type, MessageType::kAck);
    EXPECT_EQ(ack.options.boot_file,
              bench.reply(discover(kCmp1, firmware)).message.options.boot_file);
    EXPECT_NE(ack.options.boot_file, "");
  }
}

}  // namespace
}  // namespace rackseed::dhcp::tests
