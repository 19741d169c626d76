#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "certificates/trust/enrolment_delegation.h"
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

/// The keys whose passes a terminal believes: authorities, and terminals' own keys that an authority has delegated to.
/// Thread-safe: const once read.
class EnrolmentAuthorities {
 public:
  /// Reads *.pem of `folder` (P-256 public keys or certificates with one), then the *.delegation beside them that one
  /// of those keys signed, and `revoked`, when it is there.
  static EnrolmentAuthorities read(const std::filesystem::path& folder, const std::filesystem::path& revoked,
                                   std::vector<TrustList>& lists);

  /// Those whose public key has this id (first 8 bytes of SHA-256 of its SubjectPublicKeyInfo), delegates' too.
  std::vector<PublicKey> find(ByteView key_id) const;
  /// All delegations to the key with this id; none for an authority's own. That their time is over, or they are
  /// revoked, does not matter here.
  std::vector<EnrolmentDelegation> delegations(ByteView key_id) const;
  bool is_delegate(ByteView key_id) const;
  /// The one that a delegate with this id signs by at that moment: of those in force the one with the highest number of
  /// passes. Nothing when there is none.
  std::optional<EnrolmentDelegation> delegation(ByteView key_id, WallTime at) const;
  /// Whether a delegation in force covers a delegate's pass with these times.
  bool delegated(ByteView key_id, WallTime issued_at, WallTime expires_at) const;

  /// Whether a pass that key `key_id` issued then is taken back: the key is revoked or, when it is a delegate's, so is
  /// every authority that delegated to it. Always, when the list of them is unreadable.
  bool revoked(ByteView key_id, WallTime issued_at) const;

  /// How many authorities there are, delegates not counted.
  std::size_t size() const { return keys_.size(); }

 private:
  void read_delegations(const std::filesystem::path& folder, std::vector<TrustList>& lists);
  Status add(const EnrolmentDelegation& delegation);
  void read_revoked(const std::filesystem::path& file, std::vector<TrustList>& lists);
  bool lists_as_revoked(const KeyId& key_id, WallTime issued_at) const;
  bool taken_back(const EnrolmentDelegation& delegation, WallTime issued_at) const;

  std::multimap<KeyId, PublicKey> keys_;
  std::multimap<KeyId, EnrolmentDelegation> delegations_;  // by the delegate; one key an id, none of `keys_`
  RevokedAuthorities revoked_;
  bool revoked_unreadable_ = false;
};

}  // namespace gate
