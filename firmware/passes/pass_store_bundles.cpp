// The part of PassStore that takes bundles: many passes and what is withdrawn in one transaction, and never backwards.
#include <algorithm>

#include "passes/pass_store.h"

namespace gate {
namespace {

// Made when the first bundle comes. A program from before it, to which a failed update may go back, does not look at
// it: the schema's version stays.
constexpr char kTable[] =
    "CREATE TABLE IF NOT EXISTS bundles "
    "(authority BLOB PRIMARY KEY, sequence INTEGER NOT NULL, digest BLOB NOT NULL) WITHOUT ROWID;";

}  // namespace

Result<std::optional<TakenBundle>> PassStore::find_bundle(const KeyId& authority) const {
  const auto there = database_.has_table("bundles");
  if (!there) return fail(there.error());
  if (!*there) return std::nullopt;
  auto query = database_.prepare("SELECT sequence, digest FROM bundles WHERE authority = ?1");
  if (!query) return fail(query.error());
  const auto row = query->bind(1, authority).step();
  if (!row) return fail(row.error());
  if (!*row) return std::nullopt;
  TakenBundle taken{authority, query->integer(0), {}};
  const ByteView digest = query->blob(1);
  if (digest.size() != taken.digest.size())
    return fail(ErrorCode::kInvalidInput, "the number of the newest bundle is damaged in the store");
  std::ranges::copy(digest, taken.digest.begin());
  return taken;
}

Status PassStore::put_bundle(const TakenBundle& bundle) const {
  if (auto made = database_.execute(kTable); !made) return made;
  auto statement =
      database_.prepare("INSERT OR REPLACE INTO bundles (authority, sequence, digest) VALUES (?1, ?2, ?3)");
  if (!statement) return fail(statement.error());
  const auto done = statement->bind(1, bundle.authority).bind(2, bundle.sequence).bind(3, bundle.digest).step();
  return done ? Status() : fail(done.error());
}

Result<std::optional<TakenBundle>> PassStore::newest_bundle(const KeyId& authority) const {
  const std::lock_guard lock(mutex_);
  return find_bundle(authority);
}

Result<std::vector<ImportOutcome>> PassStore::take_bundle(const TakenBundle& bundle, std::span<const PassId> withdrawn,
                                                          WallTime now, const PassSource& next) {
  const std::lock_guard lock(mutex_);
  auto transaction = sqlite::Transaction::begin(database_);
  if (!transaction) return fail(transaction.error());
  const auto newest = find_bundle(bundle.authority);
  if (!newest) return fail(newest.error());
  if (*newest && ((*newest)->sequence > bundle.sequence ||
                  ((*newest)->sequence == bundle.sequence && (*newest)->digest != bundle.digest)))
    return fail(ErrorCode::kUntrusted, "bundle number " + std::to_string((*newest)->sequence) + " was taken before");
  if (auto put = put_bundle(bundle); !put) return fail(put.error());
  for (const PassId& id : withdrawn) {
    if (auto revoked = put_revoked(id, now); !revoked) return fail(revoked.error());
  }
  std::vector<ImportOutcome> outcomes;
  for (auto pass = next();; pass = next()) {
    if (!pass) return fail(pass.error());
    if (!*pass) break;
    const auto outcome = put(**pass);
    if (!outcome) return fail(outcome.error(), to_string((*pass)->pass().id));
    outcomes.push_back(*outcome);
  }
  if (auto committed = transaction->commit(); !committed) return fail(committed.error());
  return outcomes;
}

}  // namespace gate
