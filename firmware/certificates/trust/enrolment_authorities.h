#pragma once

#include <filesystem>
#include <map>
#include <string_view>
#include <vector>

#include "certificates/trust_list.h"
#include "common/clock.h"
#include "common/result.h"
#include "signatures/public_key.h"

namespace gate {

/// Authorities whose passes are not believed: from when on, by key id.
using RevokedAuthorities = std::map<KeyId, WallTime>;

/// A line an authority: its key id (16 hex digits) and, after a space, the date (ISO 8601) from which what it issued is
/// not believed; without a date nothing is. What follows a # is passed over. kInvalidInput naming the line.
/// A stolen key is revoked without a date: a thief writes whatever date he likes into a pass.
Result<RevokedAuthorities> read_revoked_authorities(std::string_view text);

/// The keys whose passes a terminal believes. Thread-safe: const once read.
class EnrolmentAuthorities {
 public:
  /// Reads *.pem of `folder` (P-256 public keys or certificates with one), and `revoked`, when it is there.
  static EnrolmentAuthorities read(const std::filesystem::path& folder, const std::filesystem::path& revoked,
                                   std::vector<TrustList>& lists);

  /// Those whose public key has this id (first 8 bytes of SHA-256 of its SubjectPublicKeyInfo).
  std::vector<PublicKey> find(ByteView key_id) const;
  /// Whether a pass that authority `key_id` issued then is taken back. Always, when the list of them is unreadable.
  bool revoked(ByteView key_id, WallTime issued_at) const;

  std::size_t size() const { return keys_.size(); }

 private:
  void read_revoked(const std::filesystem::path& file, std::vector<TrustList>& lists);

  std::multimap<KeyId, PublicKey> keys_;
  RevokedAuthorities revoked_;
  bool revoked_unreadable_ = false;
};

}  // namespace gate
