#include "passes/pass_store.h"

#include <algorithm>

namespace gate {
namespace {

// "GPAS" in ASCII: what `file` and SQLite's own tools show, and what tells a pass store from any other database.
constexpr std::int64_t kApplicationId = 0x47504153;
constexpr std::int64_t kSchemaVersion = 1;
constexpr char kSchema[] =
    "CREATE TABLE key_check (sealed BLOB NOT NULL);"
    "CREATE TABLE day_keys (day INTEGER PRIMARY KEY, sealed BLOB NOT NULL);"
    "CREATE TABLE passes (id BLOB NOT NULL, day INTEGER NOT NULL, sealed BLOB NOT NULL);"
    "CREATE UNIQUE INDEX passes_by_id ON passes (id, day);"  // holds all that list() reads: no record need be readable
    "CREATE TABLE revoked (id BLOB PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;"
    "PRAGMA application_id = 1196441939; PRAGMA user_version = 1;";
static_assert(kApplicationId == 1196441939 && kSchemaVersion == 1);

using std::chrono::sys_days;

std::int64_t number_of(sys_days day) { return day.time_since_epoch().count(); }
sys_days day_of(WallTime time) { return std::chrono::floor<std::chrono::days>(time); }

/// What a seal is bound to: moved to another pass or day, it does not hold.
Bytes context(std::string_view kind, sys_days day, ByteView id = {}) {
  const std::string text = std::string(kind) + ' ' + std::to_string(number_of(day)) + ' ' + to_hex(id);
  return {text.begin(), text.end()};
}

Result<PassId> id_of(ByteView bytes) {
  PassId id;
  if (bytes.size() != id.bytes.size()) return fail(ErrorCode::kInvalidInput, "a pass id in the store is damaged");
  std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
  return id;
}

Result<Key> unseal_key(KeyView key, sys_days day, ByteView sealed) {
  const auto plain = unseal(key, context("day", day), sealed);
  if (!plain) return fail(plain.error());
  if (plain->size() != kKeyBytes) return fail(ErrorCode::kUntrusted, "a day's key is of a wrong length");
  return Key(KeyView(plain->data(), kKeyBytes));
}

/// Runs a statement that gives no rows.
Status run(Result<sqlite::Statement> statement, std::int64_t number, ByteView first = {}, ByteView second = {}) {
  if (!statement) return fail(statement.error());
  statement->bind(1, number);
  if (!first.empty()) statement->bind(2, first);
  if (!second.empty()) statement->bind(3, second);
  const auto done = statement->step();
  return done ? Status() : fail(done.error());
}

}  // namespace

Result<std::unique_ptr<PassStore>> PassStore::open(const std::filesystem::path& file, const DeviceKey& device_key) {
  auto key = device_key.derive(kPassStorePurpose);
  if (!key) return fail(key.error());
  auto database = sqlite::Database::open(file);
  if (!database) return fail(database.error(), file.string());
  std::unique_ptr<PassStore> store(new PassStore(*std::move(database), *std::move(key)));
  if (auto prepared = store->prepare(); !prepared) return fail(prepared.error(), file.string());
  return store;
}

Status PassStore::prepare() const {
  // Not by the number of pages: power lost after the switch to WAL leaves one page with nothing in it.
  const auto tables = database_.number("SELECT count(*) FROM sqlite_master");
  if (!tables) return fail(tables.error(), "not a pass store, or damaged; put it aside and import the passes again");
  if (*tables == 0) {
    if (auto created = create(); !created) return created;
  }
  if (database_.number("PRAGMA application_id") != kApplicationId)
    return fail(ErrorCode::kInvalidInput, "a database, but not a pass store");
  if (const auto version = database_.number("PRAGMA user_version"); version != kSchemaVersion)
    return fail(ErrorCode::kInvalidInput, "a pass store of another version than 1");
  if (auto checked = check_key(); !checked) return checked;
  database_.adopt();
  return database_.execute("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
}

Status PassStore::create() const {
  const auto sealed = seal(key_.bytes(), bytes_of("key check"), {});
  if (!sealed) return fail(sealed.error());
  if (auto set = database_.execute("PRAGMA journal_mode = WAL"); !set) return set;
  auto transaction = sqlite::Transaction::begin(database_);
  if (!transaction) return fail(transaction.error());
  // Another process may have made it since we looked.
  if (database_.number("PRAGMA application_id") == kApplicationId) return {};
  if (auto made = database_.execute(kSchema); !made) return made;
  auto insert = database_.prepare("INSERT INTO key_check VALUES (?1)");
  if (!insert) return fail(insert.error());
  if (const auto done = insert->bind(1, *sealed).step(); !done) return fail(done.error());
  return transaction->commit();
}

Status PassStore::check_key() const {
  auto query = database_.prepare("SELECT sealed FROM key_check");
  if (!query) return fail(query.error());
  const auto row = query->step();
  if (!row) return fail(row.error());
  if (!*row) return fail(ErrorCode::kInvalidInput, "a pass store without its key check: damaged");
  if (!unseal(key_.bytes(), bytes_of("key check"), query->blob(0)))
    return fail(ErrorCode::kUntrusted, "this pass store was made under another device key");
  return {};
}

Result<std::vector<ImportOutcome>> PassStore::import(std::span<const VerifiedPass> passes) {
  const std::lock_guard lock(mutex_);
  auto transaction = sqlite::Transaction::begin(database_);
  if (!transaction) return fail(transaction.error());
  std::vector<ImportOutcome> outcomes;
  for (const VerifiedPass& pass : passes) {
    const auto outcome = put(pass);
    if (!outcome) return fail(outcome.error(), to_string(pass.pass().id));
    outcomes.push_back(*outcome);
  }
  if (auto committed = transaction->commit(); !committed) return fail(committed.error());
  return outcomes;
}

Result<ImportOutcome> PassStore::put(const VerifiedPass& verified) const {
  const PassId& id = verified.pass().id;
  const sys_days day = day_of(verified.pass().expires_at);
  const auto revoked = exists("SELECT 1 FROM revoked WHERE id = ?1", id);
  if (!revoked) return fail(revoked.error());
  if (*revoked) return ImportOutcome::kRevoked;
  const auto known = exists("DELETE FROM passes WHERE id = ?1 RETURNING 1", id);
  if (!known) return fail(known.error());
  const auto key = day_key(day);
  if (!key) return fail(key.error());
  const auto sealed = seal(key->bytes(), context("pass", day, id.bytes), verified.encoded());
  if (!sealed) return fail(sealed.error());
  const auto stored = run(database_.prepare("INSERT INTO passes (day, id, sealed) VALUES (?1, ?2, ?3)"), number_of(day),
                          id.bytes, *sealed);
  if (!stored) return fail(stored.error());
  return *known ? ImportOutcome::kReplaced : ImportOutcome::kAdded;
}

Result<Key> PassStore::day_key(sys_days day) const {
  auto query = database_.prepare("SELECT sealed FROM day_keys WHERE day = ?1");
  if (!query) return fail(query.error());
  const auto row = query->bind(1, number_of(day)).step();
  if (!row) return fail(row.error());
  return *row ? unseal_key(key_.bytes(), day, query->blob(0)) : create_day_key(day);
}

Result<Key> PassStore::create_day_key(sys_days day) const {
  Key key;
  if (auto filled = fill_random(key.bytes()); !filled) return fail(filled.error());
  const auto sealed = seal(key_.bytes(), context("day", day), key.bytes());
  if (!sealed) return fail(sealed.error());
  const auto stored = run(database_.prepare("INSERT INTO day_keys VALUES (?1, ?2)"), number_of(day), *sealed);
  if (!stored) return fail(stored.error());
  return key;
}

Result<bool> PassStore::exists(const char* sql, const PassId& id) const {
  auto statement = database_.prepare(sql);
  if (!statement) return fail(statement.error());
  auto row = statement->bind(1, id.bytes).step();
  if (row && *row) std::ignore = statement->step();  // a DELETE … RETURNING is done only when it says so
  return row;
}

Result<std::vector<StoredPass>> PassStore::list() const {
  const std::lock_guard lock(mutex_);
  auto query = database_.prepare("SELECT id, day FROM passes INDEXED BY passes_by_id ORDER BY id");
  if (!query) return fail(query.error());
  std::vector<StoredPass> passes;
  for (auto row = query->step(); !row || *row; row = query->step()) {
    if (!row) return fail(row.error(), "the list of passes");
    const auto id = id_of(query->blob(0));
    if (!id) return fail(id.error());
    passes.push_back({*id, sys_days{std::chrono::days{query->integer(1)}}});
  }
  return passes;
}

Result<WipedBytes> PassStore::load(const PassId& id) const {
  const auto damaged = [&](std::string_view why) {
    return fail(ErrorCode::kUntrusted, "pass " + to_string(id) + ": " + std::string(why));
  };
  Bytes sealed;
  Bytes sealed_key;
  sys_days day;
  {
    const std::lock_guard lock(mutex_);
    auto query = database_.prepare(
        "SELECT day, p.sealed, k.sealed FROM passes p LEFT JOIN day_keys k USING (day) WHERE id = ?1");
    if (!query) return fail(query.error());
    const auto row = query->bind(1, id.bytes).step();
    if (!row && row.error().code == ErrorCode::kInvalidInput) return damaged("the record is damaged on disk");
    if (!row) return fail(row.error());
    if (!*row) return fail(ErrorCode::kNotFound, "no pass " + to_string(id) + " in the store");
    day = sys_days{std::chrono::days{query->integer(0)}};
    const ByteView record = query->blob(1);
    const ByteView key = query->blob(2);
    sealed.assign(record.begin(), record.end());
    sealed_key.assign(key.begin(), key.end());
  }
  const auto key = unseal_key(key_.bytes(), day, sealed_key);
  if (!key) return damaged("its day's key: " + key.error().message);
  auto plain = unseal(key->bytes(), context("pass", day, id.bytes), sealed);
  if (!plain) return damaged(plain.error().message);
  return plain;
}

Status PassStore::remove(const PassId& id) {
  const std::lock_guard lock(mutex_);
  const auto removed = exists("DELETE FROM passes WHERE id = ?1 RETURNING 1", id);
  if (!removed) return fail(removed.error());
  if (!*removed) return fail(ErrorCode::kNotFound, "no pass " + to_string(id) + " in the store");
  return {};
}

Status PassStore::revoke(const PassId& id, WallTime now) {
  const std::lock_guard lock(mutex_);
  auto transaction = sqlite::Transaction::begin(database_);
  if (!transaction) return fail(transaction.error());
  if (auto revoked = put_revoked(id, now); !revoked) return revoked;
  return transaction->commit();
}

Status PassStore::put_revoked(const PassId& id, WallTime now) const {
  const auto at = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  if (auto done = run(database_.prepare("INSERT OR IGNORE INTO revoked (at, id) VALUES (?1, ?2)"), at, id.bytes); !done)
    return done;
  const auto removed = exists("DELETE FROM passes WHERE id = ?1 RETURNING 1", id);
  return removed ? Status() : fail(removed.error());
}

Result<bool> PassStore::is_revoked(const PassId& id) const {
  const std::lock_guard lock(mutex_);
  return exists("SELECT 1 FROM revoked WHERE id = ?1", id);
}

Result<std::vector<PassId>> PassStore::revoked() const {
  const std::lock_guard lock(mutex_);
  auto query = database_.prepare("SELECT id FROM revoked ORDER BY id");
  if (!query) return fail(query.error());
  std::vector<PassId> ids;
  for (auto row = query->step(); !row || *row; row = query->step()) {
    if (!row) return fail(row.error(), "the list of revoked passes");
    const auto id = id_of(query->blob(0));
    if (!id) return fail(id.error());
    ids.push_back(*id);
  }
  return ids;
}

Result<std::int64_t> PassStore::version() const {
  const std::lock_guard lock(mutex_);
  return database_.number("PRAGMA data_version");
}

Result<std::size_t> PassStore::erase_expired(WallTime now) {
  const std::lock_guard lock(mutex_);
  auto transaction = sqlite::Transaction::begin(database_);
  if (!transaction) return fail(transaction.error());
  const std::int64_t today = number_of(day_of(now));
  if (auto done = run(database_.prepare("DELETE FROM day_keys WHERE day < ?1"), today); !done)
    return fail(done.error());
  if (auto done = run(database_.prepare("DELETE FROM passes WHERE day < ?1"), today); !done) return fail(done.error());
  const auto erased = database_.number("SELECT changes()");
  if (auto committed = transaction->commit(); !committed) return fail(committed.error());
  // The log still holds the sealed keys as they were; it is emptied as soon as no other process reads from it.
  if (auto emptied = database_.execute("PRAGMA wal_checkpoint(TRUNCATE)"); !emptied) return fail(emptied.error());
  if (!erased) return fail(erased.error());
  return static_cast<std::size_t>(*erased);
}

}  // namespace gate
