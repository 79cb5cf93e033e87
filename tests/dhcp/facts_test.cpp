#include "dhcp/facts.hpp"

#include "tests/dhcp/fixture.hpp"

#include <gmock/gmock.h>

namespace rackseed::dhcp::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

ClientAsked asked(const Message& message) { return Bench().decide(message).asked; }

TEST(DhcpFacts, NameTheNodeAndItsCard) {
  const ClientAsked fact = asked(discover(kCmp1, kEfi));
  EXPECT_EQ(fact.node, "cmp1");
  EXPECT_EQ(fact.nic, "lom0");
  EXPECT_EQ(fact.bmc_address, ip("172.30.2.21"));
  EXPECT_EQ(fact.network, "prov");
  EXPECT_EQ(fact.client.row, 6);
  EXPECT_EQ(describe(fact), "DISCOVER from lom0 of cmp1, arch 7, on eth0");
}

TEST(DhcpFacts, NameTheRelayAndItsPort) {
  Message message = relayed(discover(kSto1, kEfi), "10.2.34.1");
  message.options.relay = decode_relay_info(Octets{1, 3, 'E', 't', '4', 2, 2, 0xca, 0xfe});
  const ClientAsked fact = asked(message);
  EXPECT_EQ(describe(fact),
            "DISCOVER from lom0 of sto1, arch 7, via relay 10.2.34.1, port \"Et4\"");
  EXPECT_THAT(describe_options(fact), HasSubstr("82.2 cafe"));
  EXPECT_EQ(fact.network, "");
}

TEST(DhcpFacts, NameAStrangerByItsAddress) {
  EXPECT_EQ(describe(asked(ask(MessageType::kRequest, kStranger))),
            "REQUEST from 00:00:5e:00:53:99, on eth0");
}

TEST(DhcpFacts, TellTheMachine) {
  Message message = discover(kStranger, kEfi);
  message.options.machine = Uuid{0xab, 0xcd};
  EXPECT_EQ(asked(message).machine, message.options.machine);
  EXPECT_THAT(describe_options(asked(message)), HasSubstr("97 abcd0000"));
  message.options.machine = Uuid{};  // QEMU without -uuid
  EXPECT_EQ(asked(message).machine, std::nullopt);
}

TEST(DhcpFacts, TellAllThatTheClassificationSaw) {
  Message message = as_ipxe(discover(kStranger, kEfi));
  message.options.client_id = {1, 0, 0, 0x5e};
  message.options.ipxe = decode_ipxe_info(Octets{0x13, 1, 1, 0x24, 1, 1});
  EXPECT_EQ(describe_options(asked(message)),
            "mac 00:00:5e:00:53:99, class iPXE (row 2: user class iPXE), "
            "60 \"PXEClient:Arch:00007:UNDI:003016\", 61 0100005e, 77 \"iPXE\", 175 1324");
}

TEST(DhcpFacts, QuoteWhatIsHostile) {
  Message message = discover(kStranger);
  message.options.vendor_class = "x\n2026 dhcp: all is well";
  message.options.user_class = octets("<script>");
  message.options.client_id = octets(R"(" or "\)");
  const std::string text = describe_options(asked(message));
  EXPECT_THAT(text, Not(HasSubstr("\n")));
  EXPECT_THAT(text, Not(HasSubstr("<script>")));
  EXPECT_THAT(text, HasSubstr("61 22206f7220225c"));
}

TEST(DhcpFacts, NameEveryClass) {
  for (int i = 0; i <= static_cast<int>(ClientClass::kUnknown); ++i)
    EXPECT_NE(to_string(static_cast<ClientClass>(i)), "?") << i;
}

}  // namespace
}  // namespace rackseed::dhcp::tests
