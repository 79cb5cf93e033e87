#include "tftp/request_socket.hpp"

#include "tests/tftp/loopback_socket.hpp"

#include <gtest/gtest.h>

namespace rackseed::tftp {
namespace {

constexpr std::uint32_t kOtherLoopback = INADDR_LOOPBACK + 5;

/// The address of a server's socket as one of this machine's addresses.
sockaddr_in at(std::uint32_t address, const LoopbackSocket& server) {
  sockaddr_in to = server.address();
  to.sin_addr.s_addr = htonl(address);
  return to;
}

TEST(TftpRequestSocket, HasNothingWhenNothingIsWaiting) {
  const LoopbackSocket server;
  RequestSocket requests(server.descriptor());
  std::error_code error;
  EXPECT_FALSE(requests.receive(error));
  EXPECT_FALSE(error);
}

TEST(TftpRequestSocket, TellsWhoAskedWhichAddress) {
  const LoopbackSocket server(INADDR_ANY);
  RequestSocket requests(server.descriptor());
  const LoopbackSocket client;
  client.send_to(at(kOtherLoopback, server), "hello");
  std::error_code error;
  const auto arrival = requests.receive(error);
  ASSERT_TRUE(arrival);
  EXPECT_EQ(text_of(arrival->datagram), "hello");
  EXPECT_EQ(arrival->local, Ipv4(kOtherLoopback));
  EXPECT_EQ(arrival->client.address, Ipv4(INADDR_LOOPBACK));
  EXPECT_EQ(arrival->client.port, ntohs(client.address().sin_port));
  EXPECT_FALSE(arrival->broadcast);
}

TEST(TftpRequestSocket, AnswersFromTheAddressThatWasAsked) {
  const LoopbackSocket server(INADDR_ANY);
  RequestSocket requests(server.descriptor());
  LoopbackSocket client;
  client.send_to(at(kOtherLoopback, server), "hello");
  std::error_code error;
  const auto arrival = requests.receive(error);
  ASSERT_TRUE(arrival);
  requests.reply(*arrival, bytes_of("there"));
  EXPECT_EQ(client.receive(), "there");
  EXPECT_EQ(ntohl(client.sender().sin_addr.s_addr), kOtherLoopback);
  EXPECT_EQ(client.sender().sin_port, server.address().sin_port);
}

TEST(TftpRequestSocket, DropsWhatIsTooLongForARequest) {
  const LoopbackSocket server;
  RequestSocket requests(server.descriptor());
  const LoopbackSocket client;
  client.send_to(server.address(), std::string(3000, 'x'));
  client.send_to(server.address(), "short");
  std::error_code error;
  const auto arrival = requests.receive(error);
  ASSERT_TRUE(arrival);
  EXPECT_EQ(text_of(arrival->datagram), "short");
}

TEST(TftpRequestSocket, TellsABroadcast) {
  const LoopbackSocket server(INADDR_ANY);
  RequestSocket requests(server.descriptor());
  const LoopbackSocket client;
  const int on = 1;
  ::setsockopt(client.descriptor(), SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
  client.send_to(at(0x7fffffff, server), "all");  // of 127.0.0.0/8
  std::error_code error;
  const auto arrival = requests.receive(error);
  ASSERT_TRUE(arrival);
  EXPECT_TRUE(arrival->broadcast);
}

TEST(TftpRequestSocket, TellsWhenItsSocketFails) {
  std::optional<RequestSocket> requests;
  {
    const LoopbackSocket server;
    requests.emplace(server.descriptor());
  }
  std::error_code error;
  EXPECT_FALSE(requests->receive(error));
  EXPECT_TRUE(error);
  EXPECT_THROW(RequestSocket(-1), std::system_error);
}

}  // namespace
}  // namespace rackseed::tftp
