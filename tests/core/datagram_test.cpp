#include <rackseed/datagram.hpp>

#include <gtest/gtest.h>
#include <net/if.h>
#include <array>

#include "tests/tftp/loopback_socket.hpp"

namespace rackseed {
namespace {

using tftp::LoopbackSocket;

constexpr std::uint32_t kOtherLoopback = INADDR_LOOPBACK + 5;

class DatagramTest : public testing::Test {
 protected:
  DatagramTest() { prepare_datagrams(server_.descriptor(), 1 << 16); }

  /// What is received of a text that was sent to another address of the loopback.
  std::optional<Datagram> exchange(std::string_view text) {
    sockaddr_in to = server_.address();
    to.sin_addr.s_addr = htonl(kOtherLoopback);
    client_.send_to(to, text);
    std::error_code error;
    auto datagram = receive_datagram(server_.descriptor(), buffer_, error);
    EXPECT_FALSE(error);
    return datagram;
  }

  LoopbackSocket server_{INADDR_ANY};
  LoopbackSocket client_{};
  std::array<std::uint8_t, 16> buffer_{};
};

TEST_F(DatagramTest, TellsBothEndsAndItsInterface) {
  const auto datagram = exchange("hello");
  ASSERT_TRUE(datagram);
  EXPECT_EQ(text_of(datagram->payload), "hello");
  EXPECT_EQ(datagram->source, Ipv4(INADDR_LOOPBACK));
  EXPECT_EQ(datagram->source_port, ntohs(client_.address().sin_port));
  EXPECT_EQ(datagram->destination, Ipv4(kOtherLoopback));
  EXPECT_EQ(datagram->local, Ipv4(kOtherLoopback));
  EXPECT_EQ(datagram->interface_index, static_cast<int>(::if_nametoindex("lo")));
}

TEST_F(DatagramTest, IsDroppedWhenItIsLongerThanTheBuffer) {
  EXPECT_TRUE(exchange(std::string(16, 'x')));
  EXPECT_FALSE(exchange(std::string(17, 'x')));
}

TEST_F(DatagramTest, LeavesFromTheAddressAndByTheInterfaceThatAreGiven) {
  const auto datagram = exchange("hello");
  ASSERT_TRUE(datagram);
  const DatagramRoute back{.from = datagram->local,
                           .to = datagram->source,
                           .port = datagram->source_port,
                           .interface_index = datagram->interface_index};
  EXPECT_FALSE(send_datagram(server_.descriptor(), bytes_of("there"), back));
  EXPECT_EQ(client_.receive(), "there");
  EXPECT_EQ(ntohl(client_.sender().sin_addr.s_addr), kOtherLoopback);
  EXPECT_TRUE(send_datagram(-1, bytes_of("there"), back));
}

}  // namespace
}  // namespace rackseed
