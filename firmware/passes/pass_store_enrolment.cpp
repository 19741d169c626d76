// The part of PassStore that keeps what a delegation allows: so many passes, counted as they are stored.
#include "passes/pass_store.h"

namespace gate {
namespace {

// Made with the first such pass. A program from before it, to which a failed update may go back, does not look at it:
// the schema's version stays.
constexpr char kTable[] =
    "CREATE TABLE IF NOT EXISTS enrolled "
    "(delegate BLOB PRIMARY KEY, passes INTEGER NOT NULL CHECK (passes > 0)) WITHOUT ROWID;";

}  // namespace

Result<std::size_t> PassStore::count_enrolled(const KeyId& delegate) const {
  const auto there = database_.has_table("enrolled");
  if (!there) return fail(there.error());
  if (!*there) return 0;
  auto query = database_.prepare("SELECT passes FROM enrolled WHERE delegate = ?1");
  if (!query) return fail(query.error());
  const auto row = query->bind(1, delegate).step();
  if (!row) return fail(row.error());
  return *row ? static_cast<std::size_t>(query->integer(0)) : 0;
}

Status PassStore::put_enrolled(const KeyId& delegate, std::size_t count) const {
  if (auto made = database_.execute(kTable); !made) return made;
  auto statement = database_.prepare("INSERT OR REPLACE INTO enrolled (delegate, passes) VALUES (?1, ?2)");
  if (!statement) return fail(statement.error());
  const auto done = statement->bind(1, delegate).bind(2, static_cast<std::int64_t>(count)).step();
  return done ? Status() : fail(done.error());
}

Status PassStore::enrol(const VerifiedPass& pass, const KeyId& delegate, std::size_t most) {
  if (pass.pass().authority_key_id != to_hex(delegate))
    return fail(ErrorCode::kInvalidInput, "the pass was not signed with the key " + to_hex(delegate));
  const std::lock_guard lock(mutex_);
  auto transaction = sqlite::Transaction::begin(database_);
  if (!transaction) return fail(transaction.error());
  const auto before = count_enrolled(delegate);
  if (!before) return fail(before.error());
  if (*before >= most)
    return fail(ErrorCode::kUntrusted, "this terminal has issued " + std::to_string(*before) + " of the " +
                                           std::to_string(most) + " passes it may; bring a new delegation");
  const auto outcome = put(pass);
  if (!outcome) return fail(outcome.error());
  if (*outcome == ImportOutcome::kRevoked)
    return fail(ErrorCode::kUntrusted, "pass " + to_string(pass.pass().id) + " is revoked on this terminal");
  if (auto counted = put_enrolled(delegate, *before + 1); !counted) return counted;
  return transaction->commit();
}

Result<std::size_t> PassStore::enrolled(const KeyId& delegate) const {
  const std::lock_guard lock(mutex_);
  return count_enrolled(delegate);
}

}  // namespace gate
