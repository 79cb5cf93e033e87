#include "inventory/sqlite/database.hpp"

#include <fmt/core.h>
#include <sqlite3.h>

namespace rackseed::inventory::sqlite {
namespace {

constexpr int kBusyMilliseconds = 5000;

Error failure(sqlite3* database, std::string_view what) {
  const int code = sqlite3_extended_errcode(database) & 0xff;
  return {.code = code == SQLITE_CONSTRAINT ? Errc::kConflict : Errc::kUnavailable,
          .detail = fmt::format("{}: {}", what, sqlite3_errmsg(database))};
}

Result<std::int64_t> read_version(const Database& database) {
  Statement version(database, "PRAGMA user_version");
  const std::int64_t number = version.next() ? version.number(0) : 0;
  if (version.error()) return *version.error();
  return number;
}

Result<void> migrate(const Database& database) {
  Transaction transaction(database);
  if (transaction.error()) return *transaction.error();
  const auto version = read_version(database);
  if (!version) return version.error();
  const auto known = static_cast<std::int64_t>(migrations().size());
  if (*version > known)
    return Error{
        .code = Errc::kUnsupported,
        .detail = fmt::format("it has version {}, this rackseed knows {}: use the newer one",
                              *version, known)};
  for (std::int64_t number = *version; number < known; ++number) {
    const std::string sql(migrations()[static_cast<std::size_t>(number)]);
    if (auto done = database.run(sql); !done) return done;
    if (auto done = database.run(fmt::format("PRAGMA user_version = {}", number + 1)); !done)
      return done;
  }
  return transaction.commit();
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

Result<Database> Database::open(const std::filesystem::path& path) {
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &handle,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(handle);
  const auto about = [&](Error error) {
    error.detail = fmt::format("{}: {}", path.string(), error.detail);
    return error;
  };
  if (code != SQLITE_OK) return about(failure(handle, "cannot open"));
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  for (const auto* setting :
       {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON"})
    if (auto done = database.run(setting); !done) return about(done.error());
  if (auto done = migrate(database); !done) return about(done.error());
  return database;
}

Result<void> Database::run(const std::string& sql) const {
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return failure(handle(), "database");
  return {};
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement::Statement(const Database& database, std::string_view sql)
    : database_(database.handle()) {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v2(database_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  statement_.reset(statement);
  check(code);
}

void Statement::check(int code) {
  if (!error_ && code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
    error_ = failure(database_, "database");
}

Statement& Statement::bind(std::string_view text) {
  if (!error_)
    check(sqlite3_bind_text64(statement_.get(), ++bound_, text.data(), text.size(),
                              SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind(std::int64_t number) {
  if (!error_) check(sqlite3_bind_int64(statement_.get(), ++bound_, number));
  return *this;
}

Statement& Statement::bind(std::nullopt_t /*null*/) {
  if (!error_) check(sqlite3_bind_null(statement_.get(), ++bound_));
  return *this;
}

bool Statement::next() {
  if (error_) return false;
  const int code = sqlite3_step(statement_.get());
  check(code);
  return code == SQLITE_ROW;
}

Statement& Statement::run() {
  next();
  if (!error_) check(sqlite3_reset(statement_.get()));
  bound_ = 0;
  return *this;
}

std::string Statement::text(int column) const {
  if (error_) return {};
  const auto* text = sqlite3_column_text(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text), size);
}

std::int64_t Statement::number(int column) const {
  return error_ ? 0 : sqlite3_column_int64(statement_.get(), column);
}

bool Statement::is_null(int column) const {
  return error_ || sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

Transaction::Transaction(const Database& database) : database_(database) {
  auto begun = database_.run("BEGIN IMMEDIATE");
  open_ = begun.has_value();
  if (!begun) error_ = begun.error();
}

Transaction::~Transaction() {
  if (open_) static_cast<void>(database_.run("ROLLBACK"));
}

Result<void> Transaction::commit() {
  if (error_) return *error_;
  auto done = database_.run("COMMIT");
  if (done) open_ = false;
  return done;
}

}  // namespace rackseed::inventory::sqlite
