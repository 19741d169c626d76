#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "certificates/eu_dcc/signer_certificate.h"
#include "certificates/nzcp/nzcp_issuers.h"
#include "certificates/vds_nc/vds_nc_authorities.h"
#include "common/clock.h"
#include "common/result.h"
#include "signatures/public_key.h"

namespace gate {

/// The public keys a terminal believes: `eu-dcc/*.pem|*.der` (document signer certificates, a PEM file may hold
/// several) and `enrolment-authorities/*.pem` (P-256 public keys or certificates, one a file). Immutable once opened,
/// shared between threads.
class TrustStore {
 public:
  /// Reads a trust directory. kNotFound when it is not there, kInvalidInput naming the file that cannot be read as a
  /// key. A missing sub-folder is an empty list. Blocks for file reading: milliseconds per thousand keys.
  static Result<std::shared_ptr<const TrustStore>> open(const std::filesystem::path& directory);

  /// EU DCC signers with this key id, all of them; empty when it is unknown. `key_id`: as stated, of any length.
  std::vector<SignerCertificate> eu_dcc_signers(ByteView key_id) const;
  /// Enrolment authorities whose public key has this id (first 8 bytes of SHA-256 of its SubjectPublicKeyInfo).
  std::vector<PublicKey> enrolment_authorities(ByteView key_id) const;

  /// The states' authorities of `vds-nc/`.
  const VdsNcAuthorities& vds_nc() const { return vds_nc_; }
  /// The issuers of `nzcp/`.
  const NzcpIssuers& nzcp() const { return nzcp_; }

  std::size_t eu_dcc_signer_count() const { return eu_dcc_.size(); }
  std::size_t enrolment_authority_count() const { return enrolment_authorities_.size(); }
  /// When the newest of its files was last written; nothing when it holds none. Tells how stale the lists are.
  std::optional<WallTime> newest_file() const { return newest_file_; }

 private:
  TrustStore() = default;
  Status add_eu_dcc(const std::filesystem::path& file);
  Status add_enrolment_authority(const std::filesystem::path& file);
  Status add_folder(const std::filesystem::path& folder, Status (TrustStore::*add)(const std::filesystem::path&));

  std::multimap<KeyId, SignerCertificate> eu_dcc_;
  std::multimap<KeyId, PublicKey> enrolment_authorities_;
  VdsNcAuthorities vds_nc_;
  NzcpIssuers nzcp_;
  std::vector<TrustList> lists_;
  std::optional<WallTime> newest_file_;
};

}  // namespace gate
