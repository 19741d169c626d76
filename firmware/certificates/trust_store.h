#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "certificates/nzcp/nzcp_issuers.h"
#include "certificates/revocation/dcc_revocations.h"
#include "certificates/smart_health_card/smart_health_card_issuers.h"
#include "certificates/trust/enrolment_authorities.h"
#include "certificates/trust/eu_dcc_signers.h"
#include "certificates/trust_list.h"
#include "certificates/vds_nc/vds_nc_authorities.h"
#include "common/result.h"

namespace gate {

/// The public keys and lists a terminal believes: a trust directory (README.md has its layout), read once. Immutable,
/// shared between threads.
class TrustStore {
 public:
  /// Reads a trust directory. What cannot be used in it is one of lists() with its problem, and the rest is in force;
  /// revocations that cannot be read make refuse what they are about. A missing sub-folder is an empty list. kNotFound
  /// when the directory is not there. `path` may also be one file of EU DCC signers: then kInvalidInput when it cannot
  /// be used. Blocks for file reading: milliseconds per thousand keys, 0.1 s per ten million revocations.
  static Result<std::shared_ptr<const TrustStore>> open(const std::filesystem::path& path);

  /// EU DCC signers with this key id, all of them; empty when it is unknown. `key_id`: as stated, of any length.
  std::vector<SignerCertificate> eu_dcc_signers(ByteView key_id) const { return eu_dcc_.find(key_id); }
  const DccRevocations& eu_dcc_revocations() const { return eu_dcc_revocations_; }
  /// Enrolment authorities, and terminals they have delegated to, whose public key has this id (first 8 bytes of
  /// SHA-256 of its SubjectPublicKeyInfo).
  std::vector<PublicKey> enrolment_authorities(ByteView key_id) const { return authorities_.find(key_id); }
  /// Whether it is a delegate's; also when the delegation is over, has not begun, or is revoked.
  bool is_enrolment_delegate(ByteView key_id) const { return authorities_.is_delegate(key_id); }
  /// What a delegate signs by at that moment: of the delegations in force the one with the highest number of passes;
  /// nothing when there is none.
  std::optional<EnrolmentDelegation> enrolment_delegation(ByteView key_id, WallTime at) const {
    return authorities_.delegation(key_id, at);
  }
  /// All of them.
  std::vector<EnrolmentDelegation> enrolment_delegations(ByteView key_id) const {
    return authorities_.delegations(key_id);
  }
  /// Whether a delegate's pass with these times is covered by a delegation whose authority is not revoked.
  bool enrolment_delegated(ByteView key_id, WallTime issued_at, WallTime expires_at) const {
    return authorities_.delegated(key_id, issued_at, expires_at);
  }
  /// Whether a pass of this authority, or delegate, issued then, is taken back.
  bool authority_revoked(ByteView key_id, WallTime issued_at) const { return authorities_.revoked(key_id, issued_at); }

  /// From `smart-health-cards/`, as SmartHealthCardIssuers::read() says.
  const SmartHealthCardIssuers& smart_health_cards() const { return smart_health_cards_; }

  /// The states' authorities of `vds-nc/`.
  const VdsNcAuthorities& vds_nc() const { return vds_nc_; }
  /// The issuers of `nzcp/`.
  const NzcpIssuers& nzcp() const { return nzcp_; }

  std::size_t eu_dcc_signer_count() const { return eu_dcc_.size(); }
  /// Delegates are not counted.
  std::size_t enrolment_authority_count() const { return authorities_.size(); }
  /// Every file that was looked at, in force or not, grouped by kind.
  const std::vector<TrustList>& lists() const { return lists_; }

 private:
  TrustStore() = default;
  static Result<std::shared_ptr<const TrustStore>> open_file(const std::filesystem::path& file);

  EuDccSigners eu_dcc_;
  DccRevocations eu_dcc_revocations_;
  SmartHealthCardIssuers smart_health_cards_;
  VdsNcAuthorities vds_nc_;
  NzcpIssuers nzcp_;
  EnrolmentAuthorities authorities_;
  std::vector<TrustList> lists_;
};

}  // namespace gate
