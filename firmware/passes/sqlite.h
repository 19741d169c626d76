#pragma once

// Included by .cpp files of this folder and pass_store.h: a thin, exception-free cover over SQLite's C interface.
#include <filesystem>
#include <memory>

#include "common/result.h"
#include "encoding/bytes.h"

struct sqlite3;
struct sqlite3_stmt;

namespace gate::sqlite {

/// A prepared statement; parameters count from 1, columns from 0.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  /// `bytes` must live until the statement has run.
  Statement& bind(int parameter, ByteView bytes);
  Statement& bind(int parameter, std::int64_t number);
  /// True: a row is there to be read. False: done.
  Result<bool> step();
  std::int64_t integer(int column) const;
  ByteView blob(int column) const;  ///< valid until the next step

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// One connection. Thread-bound. Errors: kTimeout (another process holds the file), kIo (disk full, permissions),
/// kInvalidInput (damaged, or not a database).
class Database {
 public:
  /// Opens or makes (mode 0600) a file; nothing is read or written before the first statement.
  static Result<Database> open(const std::filesystem::path& file);
  Result<Statement> prepare(const char* sql) const;
  Status execute(const char* sql) const;
  /// The one number a statement gives.
  Result<std::int64_t> number(const char* sql) const;
  /// `name`: a word of ours.
  Result<bool> has_table(const std::string& name) const;
  /// Closing writes the log back into the file from now on. Until then a foreign file is left as it was found.
  void adopt() const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit Database(std::unique_ptr<sqlite3, Close> database) : database_(std::move(database)) {}
  std::unique_ptr<sqlite3, Close> database_;
};

/// Takes the write lock; rolls back unless committed.
class Transaction {
 public:
  static Result<Transaction> begin(const Database& database);
  Status commit();
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

 private:
  explicit Transaction(const Database& database) : database_(&database) {}
  const Database* database_;
};

}  // namespace gate::sqlite
