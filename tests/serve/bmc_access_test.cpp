#include "src/serve/bmc_access.hpp"

#include <gmock/gmock.h>
#include <rackseed/wait_for.hpp>

#include "src/serve/bmc_lock.hpp"
#include "tests/cli/temporary_folder.hpp"

namespace rackseed::serve {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

SecretText secret(std::string text) { return SecretText(std::move(text)); }

TEST(BmcLogin, IsAUserAndAPassword) {
  const auto login = parse_login("bmc_admin", secret("root:a:b c"));
  ASSERT_TRUE(login);
  EXPECT_EQ(login->user, "root");
  EXPECT_EQ(login->password.reveal(), "a:b c");
}

TEST(BmcLogin, ThatIsNoneIsRefusedWithoutAWordOfIt) {
  for (const char* text : {"hunter2", ":hunter2", "hunter2:", "a:hunter2\nb", ""}) {
    const auto login = parse_login("bmc_admin", secret(text));
    ASSERT_FALSE(login) << text;
    EXPECT_THAT(login.error().detail, HasSubstr("rackseed secret set bmc_admin"));
    EXPECT_THAT(login.error().detail, Not(HasSubstr("hunter2")));
  }
}

TEST(BmcLock, IsForOneAtATime) {
  const cli::TemporaryFolder folder;
  const auto bmc = Ipv4::parse("10.0.0.1").value();
  const auto other = Ipv4::parse("10.0.0.2").value();
  {
    const auto first = wait_for(BmcLock::take(folder / "bmc", bmc, 1s));
    ASSERT_TRUE(first) << first.error().detail;
    const auto second = wait_for(BmcLock::take(folder / "bmc", bmc, 1ms));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::kConflict);
    EXPECT_THAT(second.error().detail, HasSubstr(std::to_string(::getpid())));
    EXPECT_TRUE(wait_for(BmcLock::take(folder / "bmc", other, 1ms)));
  }
  EXPECT_TRUE(wait_for(BmcLock::take(folder / "bmc", bmc, 1ms)));
}

TEST(BmcLock, NeedsItsFolder) {
  const auto bmc = Ipv4::parse("10.0.0.1").value();
  const auto lock = wait_for(BmcLock::take("/proc/none", bmc, 1ms));
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().code, Errc::kUnavailable);
}

}  // namespace
}  // namespace rackseed::serve
