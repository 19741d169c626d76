#pragma once

#include <span>
#include <vector>

#include "certificates/revocation/dcc_revocation_hashes.h"
#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// What a table keeps of a hash: its first 10 bytes. With ten million in the table a certificate that is not in it is
/// taken for one that is once in 10^17.
using ShortHash = std::array<std::uint8_t, 10>;
ShortHash shorten(const RevocationHash& hash);

/// How many hashes one table may hold: 256 MB.
inline constexpr std::size_t kMaxRevocations = 32'000'000;

/// Revocation hashes laid out to be looked up where they lie, usually in a mapped file (README.md has the layout): a
/// fan-out by the first two bytes, as in git's pack index, then the other eight bytes of each hash in order. 8 bytes a
/// hash; about 0.3 µs a look-up among ten million. A view: its bytes must outlive it. Thread-safe.
class RevocationTable {
 public:
  /// kInvalidInput when the bytes are not such a table, kUntrusted when their checksum does not hold. Reads all of it:
  /// about 1 ms a megabyte. `bytes` begin at a multiple of 8.
  static Result<RevocationTable> read(ByteView bytes);

  bool contains(const RevocationHash& hash) const;
  std::size_t size() const { return rests_.size(); }
  WallTime dated() const { return dated_; }
  /// Every hash, in order.
  std::vector<ShortHash> hashes() const;

 private:
  std::span<const std::uint32_t> ends_;   ///< for each first two bytes, the index behind its last hash
  std::span<const std::uint64_t> rests_;  ///< big-endian bytes 2 to 9 of each hash, as numbers
  WallTime dated_;
};

/// The bytes of a table of `hashes`, in any order, repeated or not. kInvalidInput past kMaxRevocations. Blocks: about
/// 2 s for ten million.
Result<Bytes> make_revocation_table(std::vector<ShortHash> hashes, WallTime dated);

/// Whether a file's first bytes say that it is a table.
bool looks_like_revocation_table(std::string_view content);

}  // namespace gate
