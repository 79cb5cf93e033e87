#include "tftp/roster.hpp"

#include <gtest/gtest.h>

namespace rackseed::tftp {
namespace {

using namespace std::chrono_literals;

const Request kBoot{.name = "boot.efi"};
const Request kGrub{.name = "grub.cfg"};

Endpoint client(std::uint32_t address, std::uint16_t port) { return {Ipv4(address), port}; }

std::uint64_t id_of(const Roster::Admission& admission) {
  if (const auto* start = std::get_if<Roster::Start>(&admission)) return start->id;
  ADD_FAILURE() << "not admitted";
  return 0;
}

template <class T>
bool is(const Roster::Admission& admission) {
  return std::holds_alternative<T>(admission);
}

TEST(TftpRoster, AdmitsUpToItsLimit) {
  Roster roster(RosterLimits{.transfers = 3, .per_address = 9});
  for (std::uint32_t i = 0; i < 3; ++i) id_of(roster.admit(client(i, 1), kBoot, Time{}));
  EXPECT_TRUE(is<Roster::Full>(roster.admit(client(9, 1), kBoot, Time{})));
  EXPECT_EQ(roster.size(), 3U);
}

TEST(TftpRoster, AdmitsUpToTheLimitOfOneAddress) {
  Roster roster(RosterLimits{.transfers = 9, .per_address = 2});
  const auto first = id_of(roster.admit(client(1, 1), kBoot, Time{}));
  id_of(roster.admit(client(1, 2), kBoot, Time{}));
  EXPECT_TRUE(is<Roster::TooMany>(roster.admit(client(1, 3), kBoot, Time{})));
  id_of(roster.admit(client(2, 3), kBoot, Time{}));
  roster.remove(client(1, 1), first);
  id_of(roster.admit(client(1, 3), kBoot, Time{}));
}

TEST(TftpRoster, NeverGivesAnIdTwice) {
  Roster roster({});
  const auto first = id_of(roster.admit(client(1, 1), kBoot, Time{}));
  roster.remove(client(1, 1), first);
  EXPECT_NE(id_of(roster.admit(client(1, 1), kBoot, Time{})), first);
}

TEST(TftpRoster, IgnoresARepeatedRequest) {
  Roster roster(RosterLimits{.transfers = 1, .per_address = 1});
  id_of(roster.admit(client(1, 1), kBoot, Time{}));
  EXPECT_TRUE(is<Roster::Repeated>(roster.admit(client(1, 1), kBoot, Time{} + 1s)));
  EXPECT_TRUE(is<Roster::Repeated>(roster.admit(client(1, 1), kBoot, Time{} + 9s)));
}

TEST(TftpRoster, ReplacesTheTransferOfAClientThatAsksForSomethingElse) {
  Roster roster(RosterLimits{.transfers = 1, .per_address = 1});
  const auto first = id_of(roster.admit(client(1, 1), kBoot, Time{}));
  roster.set_task(client(1, 1), first, 77);
  const auto again = roster.admit(client(1, 1), kGrub, Time{});
  EXPECT_NE(id_of(again), first);
  EXPECT_EQ(std::get<Roster::Start>(again).replaced_task, 77U);
  EXPECT_EQ(roster.size(), 1U);
  EXPECT_TRUE(is<Roster::TooMany>(roster.admit(client(1, 2), kGrub, Time{})) ||
              is<Roster::Full>(roster.admit(client(1, 2), kGrub, Time{})));
}

TEST(TftpRoster, ReplacesTheTransferOfAClientThatFellSilent) {
  Roster roster({});
  const auto first = id_of(roster.admit(client(1, 1), kBoot, Time{}));
  roster.heard(client(1, 1), first, Time{} + 5s);
  EXPECT_TRUE(is<Roster::Repeated>(roster.admit(client(1, 1), kBoot, Time{} + 6s)));
  EXPECT_NE(id_of(roster.admit(client(1, 1), kBoot, Time{} + 7s)), first);
}

TEST(TftpRoster, IsNotChangedByAReplacedTransfer) {
  Roster roster({});
  const auto first = id_of(roster.admit(client(1, 1), kBoot, Time{}));
  const auto second = id_of(roster.admit(client(1, 1), kGrub, Time{}));
  roster.set_task(client(1, 1), second, 2);
  roster.set_task(client(1, 1), first, 1);
  roster.heard(client(1, 1), second, Time{} + 1s);
  roster.heard(client(1, 1), first, Time{} + 9s);
  roster.remove(client(1, 1), first);
  EXPECT_EQ(roster.size(), 1U);
  const auto third = roster.admit(client(1, 1), kGrub, Time{} + 5s);
  ASSERT_TRUE(is<Roster::Start>(third));
  EXPECT_EQ(std::get<Roster::Start>(third).replaced_task, 2U);
}

TEST(TftpRoster, ForgetsWhatItDoesNotKnow) {
  Roster roster({});
  roster.remove(client(1, 1), 5);
  roster.heard(client(1, 1), 5, Time{});
  roster.set_task(client(1, 1), 5, 5);
  EXPECT_EQ(roster.size(), 0U);
}

}  // namespace
}  // namespace rackseed::tftp
