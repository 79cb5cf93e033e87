#include <boost/asio/experimental/awaitable_operators.hpp>
#include <set>

#include "tests/redfish/virtual_rig.hpp"

namespace rackseed::redfish::tests {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::set<std::string> macs_of(const Inventory& inventory) {
  std::set<std::string> macs;
  for (const BmcNic& nic : inventory.nics) macs.insert(nic.mac.text());
  return macs;
}

std::set<std::string> macs_of(const rehearsal::Hardware& hardware) {
  std::set<std::string> macs;
  for (const rehearsal::VirtualNic& nic : hardware.nics) macs.insert(nic.mac.text());
  return macs;
}

/// What a rig's machine tells of itself.
Inventory inventory_of(VirtualRig& rig) {
  const auto read = rig.run(rig.bmc->inventory());
  EXPECT_EQ(why(read), "");
  return read ? *read : Inventory();
}

/// All of it, whatever the BMC makes of it.
void reads_all(const FaultNames& faults, const std::string& profile = "generic",
               const rehearsal::VirtualBmcTerms& terms = {}) {
  VirtualRig rig(faults, profile, terms);
  const Inventory inventory = inventory_of(rig);
  const rehearsal::Hardware& hardware = rig.state().hardware;
  EXPECT_EQ(inventory.identity.serial, hardware.serial);
  EXPECT_EQ(inventory.identity.uuid, hardware.uuid);
  EXPECT_EQ(macs_of(inventory), macs_of(hardware));
  EXPECT_EQ(inventory.disks.size(), hardware.disks.size());
  EXPECT_EQ(inventory.processor_count, hardware.processors);
  EXPECT_GT(inventory.memory_gib, 0);
  EXPECT_EQ(inventory.identity.bmc_firmware, hardware.bmc_firmware);
  EXPECT_LE(rig.state().counters.most_in_flight, 2U);
}

TEST(RedfishBmcReading, ReadsAll) { reads_all({}); }
TEST(RedfishBmcReading, OverTlsToo) { reads_all({}, "generic", {.has_tls = true}); }
TEST(RedfishBmcReading, WorksOnEveryProfile) {
  for (const rehearsal::Profile& profile : rehearsal::profiles()) {
    VirtualRig rig({}, std::string(profile.name));
    EXPECT_EQ(macs_of(inventory_of(rig)), macs_of(rig.state().hardware)) << profile.name;
    EXPECT_EQ(why(rig.run(rig.bmc->log(20))), "") << profile.name;
    EXPECT_EQ(why(rig.run(rig.bmc->set_indicator(true))), "") << profile.name;
    EXPECT_TRUE(rig.state().is_indicator_lit) << profile.name;
    EXPECT_EQ(why(rig.run(rig.bmc->set_indicator(false))), "") << profile.name;
    EXPECT_FALSE(rig.state().is_indicator_lit) << profile.name;
  }
}

TEST(Row38, AtItsSessionLimitOnVirtualBmc) { reads_all({"session-limit=0"}); }
TEST(Row39, ASessionTimeoutThatMeansNothingOnVirtualBmc) { reads_all({"session-timeout=30"}); }
TEST(Row40, SessionsAreLostOnVirtualBmc) { reads_all({"sessions-lost=7"}); }
TEST(Row41, SessionsAreWhereTheRootSaysOnVirtualBmc) { reads_all({"sessions-elsewhere"}); }
TEST(Row42, TheLoginIsRedirectedOnVirtualBmc) {
  for (const char* status : {"301", "307", "308"})
    reads_all({std::string("redirect-sessions=") + status});
}
TEST(Row43, PathsWithoutASlashAreRedirectedOnVirtualBmc) { reads_all({"redirect-slash"}); }
TEST(Row43, NothingGoesToAnotherHostOnVirtualBmc) {
  VirtualRig rig({"redirect-other-host"});
  const auto read = rig.run(rig.bmc->power_state());
  EXPECT_FALSE(read);
}
TEST(Row44, IdsWithASlashOnVirtualBmc) { reads_all({"ids-trailing-slash"}); }
TEST(Row44, IdsInLowerCaseOnVirtualBmc) { reads_all({"ids-other-case"}); }
TEST(Row45, MembersIsAnObjectOnVirtualBmc) { reads_all({"members-object"}); }
TEST(Row46, PagesOnVirtualBmc) { reads_all({"paging=1"}); }
TEST(Row47, TheFirstSystemIsNotTheHostOnVirtualBmc) { reads_all({"several-systems"}); }
TEST(Row48, NobodyIsSaidToManageItOnVirtualBmc) { reads_all({"managed-by-missing"}); }
TEST(Row59, UpperCaseOnVirtualBmc) { reads_all({"mac-upper"}); }
TEST(Row59, PermanentOnlyOnVirtualBmc) { reads_all({"mac-permanent-only"}); }
TEST(Row59, ZeroOrNothingIsNoAddressOnVirtualBmc) {
  for (const char* fault : {"mac-zero", "mac-empty", "mac-null"}) {
    VirtualRig rig({fault});
    const Inventory inventory = inventory_of(rig);
    for (const BmcNic& nic : inventory.nics) EXPECT_NE(nic.mac, Mac()) << fault;
  }
}
TEST(Row60, CardsOfTheChassisAloneOnVirtualBmc) { reads_all({"nics-in-chassis-only"}); }
TEST(Row61, NoEthernetInterfacesOnVirtualBmc) { reads_all({"no-ethernet-interfaces"}); }
TEST(Row62, TheSerialIsTheSkuOnVirtualBmc) {
  VirtualRig rig({"serial-in-sku"}, "idrac");
  EXPECT_EQ(inventory_of(rig).identity.serial, rig.state().hardware.serial) << "not the board's";
}
TEST(Row63, AFillerIsNoSerialOnVirtualBmc) {
  VirtualRig rig({"serial-filler"});
  EXPECT_EQ(inventory_of(rig).identity.serial, "");
}
TEST(Row64, NumbersAsTextOnVirtualBmc) {
  VirtualRig rig({"numbers-as-text"});
  const Inventory inventory = inventory_of(rig);
  EXPECT_EQ(macs_of(inventory), macs_of(rig.state().hardware));
  EXPECT_THAT(inventory.notes, Not(IsEmpty()));
}
TEST(Row65, WhatIsNotThereYetIsNotedOnVirtualBmc) {
  VirtualRig rig({"inventory-off-404"});
  const Inventory off = inventory_of(rig);
  EXPECT_EQ(off.identity.serial, rig.state().hardware.serial);
  EXPECT_THAT(off.notes, Contains(HasSubstr("not there")));
  rig.switch_on();
  EXPECT_GT(inventory_of(rig).disks.size(), off.disks.size());
}
TEST(Row66, ExtendedInfoIsNoListOnVirtualBmc) {
  VirtualRig rig({"extended-info-object", "boot-mode-read-only"});
  const BootOverride pxe{.target = BootTarget::kPxe, .mode = BootMode::kUefi};
  EXPECT_EQ(why(rig.run(rig.bmc->set_boot_override(pxe))), "");
}
TEST(Row67, ErrorsArePagesOnVirtualBmc) {
  VirtualRig rig({"html-errors", "power-400-when-already"});
  EXPECT_EQ(why(rig.run(rig.bmc->power(PowerAction::kForceOff))), "");
  rig.state().account.password = "another";
  rig.begin({});
  const auto denied = rig.run(rig.bmc->power_state());
  ASSERT_FALSE(denied);
  EXPECT_THAT(denied.error().detail, Not(HasSubstr("<")));
}
TEST(Row68, ThePasswordMustBeChangedOnVirtualBmc) {
  VirtualRig rig({"password-change-required"});
  const auto read = rig.run(rig.bmc->power_state());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, BmcErrc::kPasswordExpired);
}
TEST(Row69, ConnectionsAreResetOnReuseOnVirtualBmc) { reads_all({"connection-reset-on-reuse"}); }
TEST(Row70, TwoCallsAtOnceNeverAskMoreThanTwoOnVirtualBmc) {
  VirtualRig rig({}, "generic", {.delay = std::chrono::milliseconds(2)});
  using boost::asio::experimental::awaitable_operators::operator&&;
  const auto all = rig.run((rig.bmc->identity() && rig.bmc->power_state() && rig.bmc->log(3)));
  EXPECT_EQ(why(std::get<0>(all)) + why(std::get<1>(all)) + why(std::get<2>(all)), "");
  EXPECT_EQ(rig.state().counters.most_in_flight, 2U);
}
TEST(Row70, OneAtATimeOnVirtualBmc) { reads_all({"one-at-a-time"}); }
TEST(Row71, AnsweredBy503NowAndThenOnVirtualBmc) { reads_all({"flaky-503"}); }
TEST(Row71, AnsweredBy500NowAndThenOnVirtualBmc) { reads_all({"flaky-500"}); }
TEST(Row72, WhileItRestartsItIsNotCalledDeadOnVirtualBmc) {
  VirtualRig rig({"bmc-restart=1"});
  EXPECT_EQ(why(rig.run(rig.bmc->restart_bmc())), "");
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  auto state = rig.run(rig.bmc->power_state());
  while (!state && std::chrono::steady_clock::now() < end) {
    const bool may_come =
        state.error().code == BmcErrc::kRestarting || state.error().code == BmcErrc::kBusy;
    ASSERT_TRUE(may_come) << why(state);
    state = rig.run(rig.bmc->power_state());
  }
  EXPECT_EQ(why(state), "");
}
TEST(Row73, SlowOnVirtualBmc) {
  VirtualRig rig({"slow=100"});
  EXPECT_EQ(why(rig.run(rig.bmc->power_state())), "");
}
TEST(Row74, AnExpiredCertificateIsPinnedAllTheSameOnVirtualBmc) {
  reads_all({"certificate-expired"}, "generic", {.has_tls = true});
}
TEST(Row74, AnotherKeyThanThePinnedOneIsRefusedOnVirtualBmc) {
  VirtualRig rig({}, "generic", {.has_tls = true});
  EXPECT_EQ(why(rig.run(rig.bmc->power_state())), "");
  EXPECT_EQ(rig.bmc->certificate().spki_sha256, rig.virtual_bmc.spki_sha256());
  rig.pinned = std::string(64, 'a');
  rig.begin({});
  const auto read = rig.run(rig.bmc->power_state());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, BmcErrc::kCertificateChanged);
  EXPECT_THAT(read.error().detail, HasSubstr(std::string(64, 'a')));
  EXPECT_THAT(read.error().detail, HasSubstr(rig.virtual_bmc.spki_sha256()));
  rig.pinned = rig.virtual_bmc.spki_sha256();
  rig.begin({});
  EXPECT_EQ(why(rig.run(rig.bmc->power_state())), "");
}
TEST(Row75, OldTlsIsSpokenOnlyWhereItIsSetOnVirtualBmc) {
  VirtualRig rig({"tls-old"}, "generic", {.has_tls = true});
  const auto refused = rig.run(rig.bmc->power_state());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, BmcErrc::kTls);
  rig.has_legacy_tls = true;
  rig.begin({});
  EXPECT_EQ(why(rig.run(rig.bmc->power_state())), "");
}
TEST(Row76, WithoutTlsOnlyTheRootOnVirtualBmc) {
  VirtualRig rig({"plain-root-only"});
  EXPECT_FALSE(rig.run(rig.bmc->power_state()));
  reads_all({"plain-root-only"}, "generic", {.has_tls = true});
}
TEST(Row77, EscapedSlashesOnVirtualBmc) { reads_all({"escaped-slashes"}); }
TEST(Row77, ChunksOnVirtualBmc) { reads_all({"chunked"}); }
TEST(Row77, Http10OnVirtualBmc) { reads_all({"http-1.0"}); }
TEST(Row78, TheVendorIsNotTheMakerOnVirtualBmc) { reads_all({"vendor-mismatch"}); }
TEST(Row79, PollingSufficesOnVirtualBmc) {
  VirtualRig rig({"context-required"});
  EXPECT_EQ(why(rig.run(rig.bmc->power(PowerAction::kOn))), "");
  EXPECT_TRUE(rig.state().subscriptions.empty());
}

TEST(RedfishBmcReading, AsksForTheRootOnceWhereNobodyLogsIn) {
  VirtualRig rig;
  rig.begin({.refuses_sessions = true});
  EXPECT_TRUE(rig.run(rig.bmc->identity()));
  EXPECT_EQ(rig.count("GET /redfish/v1/"), 1U);
}

}  // namespace
}  // namespace rackseed::redfish::tests
