#pragma once

#include <rackseed/error.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace rackseed::inventory::sqlite {

/// One connection: WAL, synchronous=FULL, foreign keys, and all migrations applied. It blocks, and
/// belongs to one thread at a time.
class Database {
 public:
  /// ":memory:" is a database of its own that nobody else sees.
  /// Errors: kUnavailable (no such folder, no permission, disk full, locked by another process),
  /// kUnsupported (written by a later version of rackseed).
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& path);

  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
  /// Runs statements that yield nothing.
  Result<void> run(const std::string& sql) const;

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  explicit Database(sqlite3* handle) : handle_(handle) {}

  std::unique_ptr<sqlite3, Close> handle_;
};

/// A prepared statement that remembers its first failure: ask error() once, at the end.
/// After a failure every call does nothing and yields 0 or "".
class Statement {
 public:
  Statement(const Database& database, std::string_view sql);

  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t number);
  Statement& bind(std::nullopt_t null);
  /// Moves to the next row; false at the end and after a failure.
  bool next();
  /// Runs a statement without rows, and makes it ready to be bound again.
  Statement& run();

  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] bool is_null(int column) const;

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  void check(int code);

  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bound_ = 0;
  std::optional<Error> error_;
};

/// Changes that become durable together at commit(), or never.
class Transaction {
 public:
  explicit Transaction(const Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction(Transaction&&) = delete;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  /// Why it did not begin.
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  Result<void> commit();

 private:
  const Database& database_;
  std::optional<Error> error_;
  bool open_ = false;
};

/// The numbered files of inventory/migrations, in order.
[[nodiscard]] std::span<const std::string_view> migrations();

}  // namespace rackseed::inventory::sqlite
