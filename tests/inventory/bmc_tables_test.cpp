#include <gmock/gmock.h>

#include "inventory/sqlite/tables.hpp"
#include "tests/inventory/memory.hpp"

namespace rackseed::inventory::sqlite {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Ipv4 kBmc = *Ipv4::parse("172.30.2.21");
const Time kLater{std::chrono::seconds(200)};

TEST(Secrets, AreListedByName) {
  const Database database = memory();
  const SealedSecret root{.name = "root", .sealed = "00ff", .saved = kLater};
  const SealedSecret bmc{.name = "bmc", .sealed = "01"};
  ASSERT_TRUE(save_secret(database, root));
  ASSERT_TRUE(save_secret(database, bmc));
  EXPECT_THAT(read_secrets(database).value(), ElementsAre(bmc, root));
}

TEST(Secrets, OfOneNameReplaceEachOther) {
  const Database database = memory();
  ASSERT_TRUE(save_secret(database, {.name = "bmc", .sealed = "01"}));
  const SealedSecret second{.name = "bmc", .sealed = "02", .saved = kLater};
  ASSERT_TRUE(save_secret(database, second));
  EXPECT_THAT(read_secrets(database).value(), ElementsAre(second));
}

TEST(Secrets, SayWhetherOneWasRemoved) {
  const Database database = memory();
  ASSERT_TRUE(save_secret(database, {.name = "bmc", .sealed = "01"}));
  EXPECT_TRUE(erase_secret(database, "bmc").value());
  EXPECT_FALSE(erase_secret(database, "bmc").value());
  EXPECT_THAT(read_secrets(database).value(), IsEmpty());
}

TEST(Secrets, AreFoundByName) {
  const Database database = memory();
  const SealedSecret bmc{.name = "bmc", .sealed = "01"};
  ASSERT_TRUE(save_secret(database, bmc));
  EXPECT_EQ(find_secret(database, "bmc").value(), bmc);
  EXPECT_EQ(find_secret(database, "bm").value(), std::nullopt);
}

TEST(Certificates, AreKeptByBmc) {
  const Database database = memory();
  ASSERT_TRUE(save_certificate(database, {.bmc = kBmc, .sha256 = "a"}));
  const PinnedCertificate second{.bmc = kBmc, .sha256 = "b", .since = kLater};
  ASSERT_TRUE(save_certificate(database, second));
  EXPECT_THAT(read_certificates(database).value(), ElementsAre(second));
}

TEST(Certificates, AreFoundAndForgottenByBmc) {
  const Database database = memory();
  const PinnedCertificate pinned{.bmc = kBmc, .sha256 = "a", .since = kLater};
  const PinnedCertificate near{.bmc = *Ipv4::parse("172.30.2.9"), .sha256 = "b"};
  ASSERT_TRUE(save_certificate(database, pinned));
  ASSERT_TRUE(save_certificate(database, near));
  EXPECT_THAT(read_certificates(database).value(), ElementsAre(near, pinned)) << "by address";
  EXPECT_EQ(find_certificate(database, kBmc).value(), pinned);
  EXPECT_TRUE(erase_certificate(database, kBmc).value());
  EXPECT_FALSE(erase_certificate(database, kBmc).value());
  EXPECT_EQ(find_certificate(database, kBmc).value(), std::nullopt);
  EXPECT_THAT(read_certificates(database).value(), ElementsAre(near));
}

TEST(Learnt, IsKeptByBmc) {
  const Database database = memory();
  ASSERT_TRUE(save_learnt(database, {.bmc = kBmc, .data = "{}"}));
  const LearntQuirks second{.bmc = kBmc, .data = R"({"etag": true})"};
  ASSERT_TRUE(save_learnt(database, second));
  EXPECT_THAT(read_learnt(database).value(), ElementsAre(second));
}

TEST(Learnt, IsFoundAndForgottenByBmc) {
  const Database database = memory();
  const LearntQuirks learnt{.bmc = kBmc, .data = "{}"};
  ASSERT_TRUE(save_learnt(database, learnt));
  EXPECT_EQ(find_learnt(database, kBmc).value(), learnt);
  EXPECT_EQ(find_learnt(database, Ipv4(1)).value(), std::nullopt);
  EXPECT_TRUE(erase_learnt(database, kBmc).value());
  EXPECT_FALSE(erase_learnt(database, kBmc).value());
  EXPECT_THAT(read_learnt(database).value(), IsEmpty());
}

TEST(BmcTables, AreNotReadFromADamagedRow) {
  const Database database = memory();
  ASSERT_TRUE(database.run("INSERT INTO certificate VALUES ('x', 'a', 1)"));
  ASSERT_TRUE(database.run("INSERT INTO learnt VALUES ('x', '{}')"));
  EXPECT_EQ(read_certificates(database).error().code, Errc::kMalformed);
  EXPECT_EQ(read_learnt(database).error().code, Errc::kMalformed);
}

TEST(BmcTables, ThatAreLostAreAnError) {
  const Database database = memory();
  for (const char* table : {"secret", "certificate", "learnt"})
    ASSERT_TRUE(database.run(std::string("DROP TABLE ") + table));
  EXPECT_EQ(read_secrets(database).error().code, Errc::kUnavailable);
  EXPECT_EQ(find_secret(database, "bmc").error().code, Errc::kUnavailable);
  EXPECT_EQ(erase_secret(database, "bmc").error().code, Errc::kUnavailable);
  EXPECT_EQ(erase_certificate(database, kBmc).error().code, Errc::kUnavailable);
  EXPECT_EQ(find_learnt(database, kBmc).error().code, Errc::kUnavailable);
  EXPECT_EQ(save_certificate(database, {.bmc = kBmc}).error().code, Errc::kUnavailable);
  EXPECT_EQ(save_learnt(database, {.bmc = kBmc}).error().code, Errc::kUnavailable);
}

}  // namespace
}  // namespace rackseed::inventory::sqlite
