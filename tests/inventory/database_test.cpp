#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/cli/temporary_folder.hpp"
#include "tests/inventory/memory.hpp"

namespace rackseed::inventory::sqlite {
namespace {

using cli::TemporaryFolder;

std::int64_t ask(const Database& database, std::string_view sql) {
  Statement query(database, sql);
  EXPECT_TRUE(query.next()) << (query.error() ? query.error()->detail : "no row");
  return query.number(0);
}

std::string text_of(const Database& database, std::string_view sql) {
  Statement query(database, sql);
  EXPECT_TRUE(query.next());
  return query.text(0);
}

TEST(Database, LosesNothingInAPowerFailure) {
  const TemporaryFolder folder;
  const auto database = Database::open(folder / "rackseed.db");
  ASSERT_TRUE(database);
  EXPECT_EQ(text_of(*database, "PRAGMA journal_mode"), "wal");
  EXPECT_EQ(ask(*database, "PRAGMA synchronous"), 2) << "FULL";
  EXPECT_EQ(ask(*database, "PRAGMA foreign_keys"), 1);
}

TEST(Database, AppliesEveryMigrationOnce) {
  const TemporaryFolder folder;
  for (int opened = 0; opened < 2; ++opened) {
    const auto database = Database::open(folder / "rackseed.db");
    ASSERT_TRUE(database) << database.error().detail;
    EXPECT_EQ(ask(*database, "PRAGMA user_version"),
              static_cast<std::int64_t>(migrations().size()));
  }
}

TEST(Database, IsNotReadWhenALaterVersionWroteIt) {
  const TemporaryFolder folder;
  ASSERT_TRUE(Database::open(folder / "rackseed.db")->run("PRAGMA user_version = 999"));
  const auto database = Database::open(folder / "rackseed.db");
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().code, Errc::kUnsupported);
  EXPECT_NE(database.error().detail.find("it has version 999"), std::string::npos);
}

TEST(Database, SaysWhyItCannotBeOpened) {
  const TemporaryFolder folder;
  const auto missing = Database::open(folder / "none/rackseed.db");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Errc::kUnavailable);
  EXPECT_NE(missing.error().detail.find("none/rackseed.db: cannot open"), std::string::npos);
  cli::write(folder / "text.db",
             "this is no database, and longer than a header of one hundred "
             "octets would be: it is the shopping list of last week");
  const auto text = Database::open(folder / "text.db");
  ASSERT_FALSE(text);
  EXPECT_NE(text.error().detail.find("not a database"), std::string::npos);
}

TEST(Transaction, IsUndoneUnlessItIsCommitted) {
  const Database database = memory();
  const auto count = [&] { return ask(database, "SELECT count(*) FROM event"); };
  const auto* insert = "INSERT INTO event (time, kind, data) VALUES (1, 'k', '{}')";
  {
    const Transaction dropped(database);
    ASSERT_TRUE(database.run(insert));
  }
  EXPECT_EQ(count(), 0);
  Transaction kept(database);
  ASSERT_TRUE(database.run(insert));
  ASSERT_TRUE(kept.commit());
  EXPECT_EQ(count(), 1);
}

TEST(Statement, RemembersItsFirstFailure) {
  const Database database = memory();
  Statement statement(database, "SELECT a FROM nowhere WHERE x = ?");
  EXPECT_FALSE(statement.bind("a").bind(1).next());
  EXPECT_EQ(statement.text(0), "");
  EXPECT_EQ(statement.number(0), 0);
  ASSERT_TRUE(statement.error());
  EXPECT_EQ(statement.error()->detail, "database: no such table: nowhere");
}

}  // namespace
}  // namespace rackseed::inventory::sqlite
