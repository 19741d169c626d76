#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "certificates/trust_list.h"
#include "certificates/vds_nc/vds_nc_signer.h"
#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// One state's certificate authority (CSCA), believed because staff put it there.
struct VdsNcAuthority {
  std::shared_ptr<x509_st> certificate;
  std::string country;  ///< as in VdsNcSigner
  Bytes key_id;         ///< subject key identifier; empty when not stated
  WallTime not_before;
  WallTime not_after;
};

/// Signers that an authority has taken back.
struct VdsNcRevocations {
  std::shared_ptr<x509_st> authority;  ///< one whose key signed the list
  std::set<Bytes> serials;
};

/// The states' authorities and their revocation lists: who vouches for a seal's signer. Immutable once read; copies
/// share the parsed certificates. Thread-safe.
class VdsNcAuthorities {
 public:
  VdsNcAuthorities() = default;

  /// Reads every *.der, *.cer, *.crt and *.pem (authorities; PEM may hold several) and *.crl (revocations, DER or PEM)
  /// in and below `folder`, by custom `csca/` and `crl/`. Adds a list a file to `lists`; what cannot be believed (not
  /// an authority's certificate, a revocation list that no authority here signed) is left out and said there. After a
  /// revocation list that cannot be read nobody knows who is revoked. A missing folder is none. Blocks for file
  /// reading; one signature check a revocation list.
  static VdsNcAuthorities read(const std::filesystem::path& folder, std::vector<TrustList>& lists);

  /// Whether an authority that is valid at `now` signed this signer's certificate, for its own country. kNotFound when
  /// there is none by the name, kUntrusted when there is but it did not. At most 8 signature checks.
  Status vouch_for(const VdsNcSigner& signer, WallTime now) const;

  /// Whether a list of its authority holds the signer, whatever the date of the list. Nothing when a list cannot be
  /// read and no other one holds it: it may have been this authority's.
  std::optional<bool> has_revoked(const VdsNcSigner& signer) const;

  std::size_t count() const { return authorities_.size(); }

 private:
  void add_authorities(const std::string& content, TrustList& list);
  void add_authority(std::shared_ptr<x509_st> certificate, TrustList& list);
  void add_revocations(const std::string& content, TrustList& list);
  std::vector<const VdsNcAuthority*> candidates(const VdsNcSigner& signer) const;

  std::vector<VdsNcAuthority> authorities_;
  std::vector<VdsNcRevocations> revocations_;
  bool revocations_unreadable_ = false;
};

}  // namespace gate
