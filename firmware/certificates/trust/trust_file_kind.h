#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "common/result.h"

namespace gate {

/// What a file brings to a trust directory. Names as in `gatectl trust import --kind`.
enum class TrustFileKind {
  kEuDccSigners,                ///< "eu-dcc-signers": one or several certificates
  kEuDccList,                   ///< "eu-dcc-list": the gateway's list in JSON
  kEuDccSignedList,             ///< "eu-dcc-signed-list"
  kEuDccAnchor,                 ///< "eu-dcc-anchor": the key that signs such lists
  kEuDccRevocations,            ///< "eu-dcc-revocations": hashes a line, batches in JSON, or a table
  kSmartHealthCardIssuer,       ///< "smart-health-card-issuer": a JWKS
  kSmartHealthCardRevocations,  ///< "smart-health-card-revocations": {kid, method, ctr, rids}
  kSmartHealthCardDirectory,    ///< "smart-health-card-directory": a snapshot of the VCI directory
  kVdsNcAuthority,              ///< "vds-nc-authority": a CSCA certificate
  kVdsNcRevocations,            ///< "vds-nc-revocations": a CSCA's revocation list (X.509 CRL)
  kNzcpIssuer,                  ///< "nzcp-issuer": a DID document
  kEnrolmentAuthority,          ///< "enrolment-authority": a public key
  kEnrolmentDelegation,         ///< "enrolment-delegation": what an authority allows a terminal's own key
  kRevokedAuthorities,          ///< "revoked-authorities": key ids and dates
};

std::string_view to_string(TrustFileKind kind);
/// kInvalidInput, naming the kinds there are.
Result<TrustFileKind> parse_trust_file_kind(std::string_view name);

/// Tells the kind from the content. kInvalidInput when it cannot be told: a bare public key or a file of hashes could
/// be several things. Bounded and reentrant.
Result<TrustFileKind> recognise_trust_file(std::string_view content);

/// What the file itself does not say.
struct TrustFileHints {
  std::string issuer;          ///< https URL of a SMART Health Card issuer
  std::filesystem::path name;  ///< what to call the file; empty: as its content suggests
};

/// Where such a file belongs in a trust directory, relative to it: a newer list of the same issuer comes to the place
/// of the older one. kInvalidInput when the content does not fit the kind or a hint is missing or unusable.
Result<std::filesystem::path> place_of_trust_file(TrustFileKind kind, std::string_view content,
                                                  const TrustFileHints& hints);

}  // namespace gate
