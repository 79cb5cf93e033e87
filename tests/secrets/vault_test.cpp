#include "src/secrets/vault.hpp"

#include <rackseed/wait_for.hpp>

#include <gmock/gmock.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "inventory/sqlite/store.hpp"
#include "src/secrets/core_dumps.hpp"
#include "src/secrets/seal.hpp"
#include "tests/cli/temporary_folder.hpp"
#include "tests/inventory/memory.hpp"

namespace rackseed::secrets {
namespace {

using testing::HasSubstr;
using testing::Not;

class VaultTest : public testing::Test {
 protected:
  void set(const std::string& name, std::string text) {
    const auto key = open_key(layout_.secrets_key(), kIfRemoved);
    ASSERT_TRUE(key);
    const inventory::SealedSecret row{.name = name,
                                      .sealed = seal(*key, name, SecretText(std::move(text)))};
    ASSERT_TRUE(wait_for(store_.save(row)));
  }
  [[nodiscard]] Result<SecretText> get(const std::string& name) {
    return wait_for(vault_.get(name));
  }
  void expect_refused(const std::string& name, Errc code, const std::string& why) {
    const auto opened = get(name);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, code);
    EXPECT_THAT(opened.error().detail, HasSubstr("secret " + name));
    EXPECT_THAT(opened.error().detail, HasSubstr(why));
    EXPECT_THAT(opened.error().detail, Not(HasSubstr("pass word")));
  }

  cli::TemporaryFolder folder_;
  images::Layout layout_{folder_ / "."};
  inventory::sqlite::Store store_{inventory::sqlite::memory()};
  Vault vault_{store_, layout_};
};

TEST_F(VaultTest, OpensWhatIsSetAtAnyTime) {
  set("bmc-admin", "pass word");
  EXPECT_EQ(get("bmc-admin")->reveal(), "pass word");
  set("bmc-admin", "another");
  set("later", "third");
  EXPECT_EQ(get("bmc-admin")->reveal(), "another");
  EXPECT_EQ(get("later")->reveal(), "third");
}

TEST_F(VaultTest, SaysHowToSetWhatIsNotSet) {
  const std::string command = "rackseed secret set bmc-admin --state " + layout_.state().string();
  expect_refused("bmc-admin", Errc::kUnavailable, command);
  EXPECT_FALSE(std::filesystem::exists(layout_.secrets_key())) << "a question makes no key";
}

TEST_F(VaultTest, SaysThatItsKeyIsLost) {
  set("bmc-admin", "pass word");
  std::filesystem::remove(layout_.secrets_key());
  expect_refused("bmc-admin", Errc::kUnavailable, "secrets.key: No such file");
  EXPECT_FALSE(std::filesystem::exists(layout_.secrets_key())) << "another key opens nothing";
}

TEST_F(VaultTest, SaysThatItHasAnotherKey) {
  set("bmc-admin", "pass word");
  std::filesystem::remove(layout_.secrets_key());
  set("other", "x");
  expect_refused("bmc-admin", Errc::kDenied, "sealed with another key");
}

TEST_F(VaultTest, UsesNoKeyThatOthersMayRead) {
  set("bmc-admin", "pass word");
  ASSERT_EQ(::chmod(layout_.secrets_key().c_str(), 0644), 0);
  expect_refused("bmc-admin", Errc::kDenied, "chmod 600");
}

TEST(VaultOfALostStore, IsNotEmpty) {
  auto database = inventory::sqlite::memory();
  ASSERT_TRUE(database.run("DROP TABLE secret"));
  inventory::sqlite::Store store(std::move(database));
  const Vault vault(store, images::Layout("state"));
  const auto opened = wait_for(vault.get("bmc-admin"));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::kUnavailable);
  EXPECT_THAT(opened.error().detail, Not(HasSubstr("is not set")));
}

/// 0: this process may not dump core.
int may_dump() {
  rlimit core{};
  ::getrlimit(RLIMIT_CORE, &core);
  return ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0 || core.rlim_cur != 0 || core.rlim_max != 0 ? 1
                                                                                               : 0;
}

TEST(CoreDumps, AreForbiddenForGood) {
  const auto in_another_process = [] {
    ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);  // another test may have had a vault
    if (may_dump() == 0) std::exit(2);     // nothing would be shown
    forbid_core_dumps();
    std::exit(may_dump());
  };
  EXPECT_EXIT(in_another_process(), testing::ExitedWithCode(0), "");
}

TEST(CoreDumps, AreForbiddenWhereAVaultIs) {
  const auto in_another_process = [] {
    ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
    inventory::sqlite::Store store(inventory::sqlite::memory());
    const Vault vault(store, images::Layout("state"));
    std::exit(may_dump());
  };
  EXPECT_EXIT(in_another_process(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace rackseed::secrets
