#include "src/serve/port_owner.hpp"

#include "tests/cli/temporary_folder.hpp"
#include "tests/tftp/loopback_socket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace rackseed::serve {
namespace {

using cli::write;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

constexpr PortWish kDhcp{.port = 67};

/// A /proc with one socket on port 67, of inode 21034.
class PortOwnerTest : public testing::Test {
 protected:
  PortOwnerTest() {
    write(proc_ / "net/udp",
          "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  "
          "timeout inode\n"
          "  119: 00000000:0043 00000000:0000 07 00000000:00000000 00:00000000 00000000     0  "
          "      0 21034 2 0000000050c6f9e1 0\n");
  }
  void add_process(const std::string& pid, const std::string& name, const std::string& link,
                   const std::string& cgroup = "0::/\n") {
    write(proc_ / (pid + "/comm"), name + "\n");
    write(proc_ / (pid + "/cgroup"), cgroup);
    std::filesystem::create_directories(proc_ / (pid + "/fd"));
    std::filesystem::create_symlink("/dev/null", proc_ / (pid + "/fd/0"));
    std::filesystem::create_symlink(link, proc_ / (pid + "/fd/4"));
  }

  cli::TemporaryFolder proc_;
};

TEST_F(PortOwnerTest, NamesTheProcessAndItsUnit) {
  add_process("812", "dnsmasq", "socket:[21034]", "0::/system.slice/dnsmasq.service\n");
  add_process("813", "sshd", "socket:[21035]");
  const auto holders = find_port_holders(kDhcp, proc_.text());
  EXPECT_TRUE(holders.is_held);
  EXPECT_THAT(holders.owners,
              ElementsAre(PortOwner{.pid = 812, .name = "dnsmasq", .unit = "dnsmasq"}));
  EXPECT_EQ(describe(kDhcp, holders),
            "port 67 is in use by dnsmasq pid 812; stop it: systemctl stop dnsmasq, or use "
            "--interface");
}

TEST_F(PortOwnerTest, NamesAllThatShareASocket) {
  add_process("1200", "kea", "socket:[21034]");
  add_process("90", "inetd\x1b[2J", "socket:[21034]");
  const auto holders = find_port_holders(kDhcp, proc_.text());
  EXPECT_EQ(describe(kDhcp, holders, ""),
            "port 67 is in use by inetd?[2J pid 90, kea pid 1200; stop it: kill 90");
}

TEST_F(PortOwnerTest, SaysWhenNoProcessIsToBeSeen) {
  add_process("813", "sshd", "socket:[21035]");
  const auto holders = find_port_holders(kDhcp, proc_.text());
  EXPECT_EQ(describe(kDhcp, holders),
            "port 67 is in use by a process that is not to be seen from here; find it: "
            "ss -lunp 'sport = :67'");
}

TEST_F(PortOwnerTest, NoticesThatAProcessHidesItsDescriptors) {
  add_process("812", "dnsmasq", "socket:[21034]");
  std::filesystem::permissions(proc_ / "812/fd", std::filesystem::perms::none);
  const cli::WithoutRoot nobody(proc_);
  const auto holders = find_port_holders(kDhcp, proc_.text());
  EXPECT_TRUE(holders.is_held);
  EXPECT_FALSE(holders.saw_all);
  EXPECT_THAT(holders.owners, IsEmpty());
}

TEST_F(PortOwnerTest, SaysWhenThePortIsFreeAgain) {
  const PortWish tftp{.port = 69};
  EXPECT_EQ(describe(tftp, find_port_holders(tftp, proc_.text())),
            "port 69 could not be bound, yet no socket has it now: try again");
}

TEST(PortOwner, SaysWhatOnlyRootMaySee) {
  const PortWish http{.transport = Transport::kTcp, .port = 80};
  EXPECT_EQ(describe(http, {.is_held = true, .saw_all = false}),
            "port 80 is in use by a process that only root may see; find it: "
            "sudo ss -ltnp 'sport = :80'");
}

TEST(PortOwner, FindsThisProcess) {
  const tftp::LoopbackSocket socket;
  const PortWish wish{.address = Ipv4(INADDR_LOOPBACK), .port = ntohs(socket.address().sin_port)};
  const auto holders = find_port_holders(wish);
  EXPECT_THAT(holders.owners, ElementsAre(Field(&PortOwner::pid, ::getpid())));
}

TEST(PortOwner, SurvivesAMachineWithoutProc) {
  const auto holders = find_port_holders(kDhcp, "/nowhere");
  EXPECT_FALSE(holders.is_held);
  EXPECT_THAT(holders.owners, IsEmpty());
}

}  // namespace
}  // namespace rackseed::serve
