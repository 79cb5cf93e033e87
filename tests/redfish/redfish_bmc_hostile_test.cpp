#include "tests/redfish/virtual_rig.hpp"

namespace rackseed::redfish::tests {
namespace {

using namespace std::chrono_literals;

/// What a call on such a BMC ends in, and that it does so by itself, soon enough.
BmcError ends_in(const std::string& fault, const std::string& second = "") {
  const FaultNames faults = second.empty() ? FaultNames{fault} : FaultNames{fault, second};
  VirtualRig rig(faults);
  RedfishSettings settings;
  settings.transport.origin = rig.origin();
  settings.transport.answer_limit = 3s;
  settings.transport.slow_limit = 1s;
  settings.session.retry.tries = 2;
  settings.session.retry.first_wait = 1ms;
  settings.session.retry.patience = 5s;
  settings.call_limit = 20s;
  RedfishBmc bmc(rig.curl, Credentials("admin", "secret"), std::move(settings));
  const auto began = std::chrono::steady_clock::now();
  const auto read = rig.run(bmc.power_state());
  const auto inventory = rig.run(bmc.inventory());
  rig.run(bmc.close());
  EXPECT_LT(std::chrono::steady_clock::now() - began, 60s) << fault;
  EXPECT_FALSE(read) << fault;
  EXPECT_FALSE(inventory) << fault;
  return read ? BmcError{BmcErrc::kNotFound, "it worked"} : read.error();
}

TEST(RedfishBmcHostile, ABodyWithoutEnd) {
  EXPECT_EQ(ends_in("hostile-body=100MB").code, BmcErrc::kMalformed);
}
TEST(RedfishBmcHostile, AnOctetASecond) {
  EXPECT_EQ(ends_in("hostile-slow=1000").code, BmcErrc::kTimedOut);
}
TEST(RedfishBmcHostile, RedirectsWithoutEnd) {
  EXPECT_EQ(ends_in("hostile-redirects").code, BmcErrc::kMalformed);
}
TEST(RedfishBmcHostile, Nesting) {
  EXPECT_EQ(ends_in("hostile-nesting=10000").code, BmcErrc::kMalformed);
}
TEST(RedfishBmcHostile, NoUtf8) { EXPECT_EQ(ends_in("hostile-utf8").code, BmcErrc::kMalformed); }
TEST(RedfishBmcHostile, NoChunks) {
  EXPECT_EQ(ends_in("hostile-chunked").code, BmcErrc::kMalformed);
}
TEST(RedfishBmcHostile, Silence) { EXPECT_EQ(ends_in("silent").code, BmcErrc::kTimedOut); }

TEST(RedfishBmcHostile, AKeyThatChangesWhileItIsAsked) {
  VirtualRig rig({"certificate-changes=1", "connection-reset-on-reuse"}, "generic",
                 {.has_tls = true});
  const auto read = rig.run(rig.bmc->power_state());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, BmcErrc::kCertificateChanged);
  EXPECT_EQ(rig.state().counters.sessions_opened, 0U) << "the password stayed here";
}

}  // namespace
}  // namespace rackseed::redfish::tests
