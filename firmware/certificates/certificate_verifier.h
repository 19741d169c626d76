#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "certificates/certificate.h"
#include "certificates/certificate_refusal.h"
#include "certificates/revocation/dcc_revocation_hashes.h"
#include "certificates/trust_store.h"
#include "common/clock.h"

namespace gate {

/// A certificate whose signature, signer and validity held at some moment. Only CertificateVerifier makes one.
class VerifiedCertificate {
 public:
  const Certificate& certificate() const { return certificate_; }
  WallTime verified_at() const { return verified_at_; }

 private:
  friend class CertificateVerifier;
  VerifiedCertificate(Certificate certificate, WallTime verified_at)
      : certificate_(std::move(certificate)), verified_at_(verified_at) {}

  Certificate certificate_;
  WallTime verified_at_;
};

/// One step of the verification. Which there are is each format's to say (README.md); "signature", "not_yet_valid",
/// "expired", "schema" and "revocation" mean the same in all of them.
struct CertificateCheck {
  std::string_view name;
  bool passed;
};

/// What came out of verifying: `verified` holds when and only when `refusal` does not.
struct CertificateVerification {
  std::optional<CertificateFormat> format;    ///< nothing when it is none we know
  std::vector<CertificateCheck> checks;       ///< all that could be run, in order
  std::optional<CertificateRefusal> refusal;  ///< of the first check that failed
  std::string_view failed_check;              ///< its name; empty when none did
  std::string detail;                         ///< one line for a technician; no personal data
  std::optional<Certificate> decoded;         ///< what it says, once decoding got that far; NOT to be trusted
  std::optional<DccRevocationHashes> revocation_hashes;  ///< of an EU DCC that could be decoded; personal data still
  std::optional<VerifiedCertificate> verified;
};

/// Verifies certificates of every format. Thread-safe (const, immutable trust store); never blocks on I/O.
class CertificateVerifier {
 public:
  explicit CertificateVerifier(std::shared_ptr<const TrustStore> trust_store);

  /// `text`: what the QR code holds. Hostile input: bounded in bytes, nesting, items and time. Never throws.
  CertificateVerification verify(std::string_view text, WallTime now) const;

 private:
  std::shared_ptr<const TrustStore> trust_store_;
};

}  // namespace gate
