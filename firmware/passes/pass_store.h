#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "common/clock.h"
#include "passes/device_key.h"
#include "passes/pass.h"
#include "passes/sqlite.h"
#include "signatures/key_id.h"
#include "signatures/sha256.h"

namespace gate {

/// One line of the store's list: no personal data.
struct StoredPass {
  PassId id;
  std::chrono::sys_days expiry_day;
};

/// What became of one pass of an import.
enum class ImportOutcome { kAdded, kReplaced, kRevoked };

/// The newest bundle of passes taken of an enrolment authority: none with a lower number, and no other with this one,
/// is taken any more.
struct TakenBundle {
  KeyId authority{};
  std::int64_t sequence = 0;
  Sha256 digest{};  ///< of its manifest
};

/// The terminal's cache of passes: one SQLite file (WAL, synchronous=FULL, secure_delete), readable only with the
/// device key. Each record is sealed under the random key of its expiry day, each day's key under the device key;
/// erasing a day's key makes its records unreadable wherever a copy of them may be left.
///
/// A pass read back is bytes, not trust: verify it again. Thread-safe (one lock); several processes may use the file
/// at once, each call waits up to 5 s for the others (then kTimeout). kIo when the disk is full: nothing is half
/// written, and what was in the store stays.
class PassStore {
 public:
  /// Opens, or makes (mode 0600), a store. kUntrusted when it was made under another device key, kInvalidInput when it
  /// is damaged, not a pass store, or of another version: such a file is left as it is.
  static Result<std::unique_ptr<PassStore>> open(const std::filesystem::path& file, const DeviceKey& device_key);

  /// All or none, on disk when this returns. A pass of an id that is there replaces it; a revoked one is left out.
  Result<std::vector<ImportOutcome>> import(std::span<const VerifiedPass> passes);

  /// Gives pass after pass; nothing at the end. An Error takes back all that was given before.
  using PassSource = std::function<Result<std::optional<VerifiedPass>>()>;

  /// A bundle, all or nothing, on disk when this returns: `withdrawn` are erased and never taken again, then come the
  /// passes of `next`, one at a time, as import() takes them. kUntrusted when a later bundle, or another one with this
  /// number, was taken of this authority before. `next` must not use this store.
  Result<std::vector<ImportOutcome>> take_bundle(const TakenBundle& bundle, std::span<const PassId> withdrawn,
                                                 WallTime now, const PassSource& next);
  /// Nothing when none was ever taken of this authority.
  Result<std::optional<TakenBundle>> newest_bundle(const KeyId& authority) const;

  /// Stores a pass that this terminal signed with `delegate`, an EnrolmentDelegation's key, and counts it: both or
  /// neither, on disk when this returns. kUntrusted, and nothing is stored, when that key has enrolled `most` passes
  /// here before, or the pass is revoked; kInvalidInput when another key signed it. A pass of an id that is there
  /// replaces it and counts once more.
  Status enrol(const VerifiedPass& pass, const KeyId& delegate, std::size_t most);
  /// How many passes this key has enrolled here: never fewer than before, whatever became of them.
  Result<std::size_t> enrolled(const KeyId& delegate) const;

  /// In the order of their ids.
  Result<std::vector<StoredPass>> list() const;

  /// The pass as it was signed. kNotFound, or kUntrusted when the record is damaged or tampered with (the others stay
  /// readable).
  Result<WipedBytes> load(const PassId& id) const;

  /// kNotFound when it is not there.
  Status remove(const PassId& id);

  /// Erases the pass, if it is there, and never takes one of this id again.
  Status revoke(const PassId& id, WallTime now);
  Result<bool> is_revoked(const PassId& id) const;
  Result<std::vector<PassId>> revoked() const;

  /// A number that differs from the one before when somebody else has changed the store in between. Microseconds.
  Result<std::int64_t> version() const;

  /// Erases the keys and records of every day before `now`'s (UTC) and empties the write-ahead log; how many records
  /// went. `now` must come from a clock that is trusted: what is erased is gone.
  Result<std::size_t> erase_expired(WallTime now);

 private:
  PassStore(sqlite::Database database, Key key) : database_(std::move(database)), key_(std::move(key)) {}
  Status prepare() const;
  Status create() const;
  Status check_key() const;
  Result<ImportOutcome> put(const VerifiedPass& pass) const;
  Status put_revoked(const PassId& id, WallTime now) const;
  Result<std::optional<TakenBundle>> find_bundle(const KeyId& authority) const;
  Status put_bundle(const TakenBundle& bundle) const;
  Result<std::size_t> count_enrolled(const KeyId& delegate) const;
  Status put_enrolled(const KeyId& delegate, std::size_t count) const;
  Result<Key> day_key(std::chrono::sys_days day) const;
  Result<Key> create_day_key(std::chrono::sys_days day) const;
  Result<bool> exists(const char* sql, const PassId& id) const;

  mutable std::mutex mutex_;
  sqlite::Database database_;
  Key key_;
};

}  // namespace gate
