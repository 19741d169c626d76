#include "passes/pass_verifier.h"

#include <algorithm>

#include "encoding/base45.h"
#include "passes/pass_codec.h"
#include "passes/qr_pass_codec.h"
#include "signatures/cose_sign1.h"

namespace gate {
namespace {

constexpr CborLimits kLimits{.bytes = kMaxPassBytes, .items = 32, .depth = 4};

std::string_view text_of(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

}  // namespace

/// One run: each step notes its check and says whether to go on.
class PassVerifier::Run {
 public:
  Run(const TrustStore& trust_store, const CertificateVerifier& certificates, ByteView bytes, WallTime now)
      : trust_store_(trust_store),
        certificates_(certificates),
        bytes_(bytes),
        form_(looks_like_qr_pass(text_of(bytes)) ? PassForm::kQrCode : PassForm::kFile),
        now_(now) {}

  PassVerification verify() && {
    if (size() && encoding() && cose() && authority_and_signature() && claims() && authority_in_force() &&
        delegation() && validity())
      certificate();
    return std::move(out_);
  }

 private:
  bool check(std::string_view name, bool passed, PassRefusal refusal, std::string_view detail) {
    out_.checks.push_back({name, passed});
    if (!passed) {
      out_.refusal = refusal;
      out_.detail = detail;
    }
    return passed;
  }

  bool is_qr() const { return form_ == PassForm::kQrCode; }

  bool size() {
    if (is_qr())
      return check("size", bytes_.size() <= kMaxQrPassCharacters, PassRefusal::kTooLarge, "longer than a QR pass");
    return check("size", bytes_.size() <= kMaxPassBytes, PassRefusal::kTooLarge, "larger than 192 KiB");
  }

  /// A QR text's message; a file is its message.
  bool encoding() {
    signed_ = bytes_;
    if (!is_qr()) return true;
    auto unpacked = decode_base45(text_of(bytes_).substr(kQrPassPrefix.size()));
    if (!unpacked) return check("encoding", false, PassRefusal::kEncodingInvalid, unpacked.error().message);
    unpacked_ = *std::move(unpacked);
    signed_ = unpacked_;
    return check("encoding", true, {}, "");
  }

  bool cose() {
    auto message = read_cose_sign1(signed_, kLimits);
    if (!message) return check("cose", false, PassRefusal::kCoseInvalid, message.error().message);
    message_ = *std::move(message);
    return check("cose", is_only_form(message_, signed_), PassRefusal::kCoseInvalid, "not in deterministic form");
  }

  bool authority_and_signature() {
    const auto keys = trust_store_.enrolment_authorities(message_.key_id);
    if (!check("authority", !keys.empty(), PassRefusal::kAuthorityUnknown,
               "no enrolment authority " + to_hex(message_.key_id) + " in the trust store"))
      return false;
    const std::string_view content_type = is_qr() ? kQrPassContentType : kPassContentType;
    const bool genuine = std::any_of(keys.begin(), keys.end(), [&](const PublicKey& key) {
      return verify_cose_sign1(message_, key, bytes_of(content_type));
    });
    return check("signature", genuine, PassRefusal::kSignatureInvalid, "the authority did not sign these bytes");
  }

  bool claims() {
    auto pass = is_qr() ? read_qr_pass_claims(message_.payload) : read_pass_claims(message_.payload);
    if (!pass)
      return check(
          "claims", false,
          pass.error().code == ErrorCode::kUnsupported ? PassRefusal::kVersionUnsupported : PassRefusal::kClaimsInvalid,
          pass.error().message);
    pass_ = *std::move(pass);
    pass_.authority_key_id = to_hex(message_.key_id);
    return check("claims", true, {}, "");
  }

  // After the claims, for a revocation may leave in force what was issued before it.
  bool authority_in_force() {
    return check("revocation", !trust_store_.authority_revoked(message_.key_id, pass_.issued_at),
                 PassRefusal::kAuthorityRevoked, "enrolment authority " + to_hex(message_.key_id) + " is revoked");
  }

  /// An authority may issue what it likes, a delegate what its delegations cover.
  bool delegation() {
    if (!trust_store_.is_enrolment_delegate(message_.key_id)) return true;
    return check("delegation", trust_store_.enrolment_delegated(message_.key_id, pass_.issued_at, pass_.expires_at),
                 PassRefusal::kNotDelegated,
                 "no delegation to " + to_hex(message_.key_id) + " covers when it was issued and for how long");
  }

  bool validity() {
    return check("not_yet_valid", pass_.issued_at <= now_, PassRefusal::kNotYetValid, "issued in the future") &&
           check("expired", now_ < pass_.expires_at, PassRefusal::kExpired, "expired");
  }

  void certificate() {
    CertificateVerification certificate = certificates_.verify(pass_.certificate, now_);
    std::optional<VerifiedCertificate> verified = std::exchange(certificate.verified, std::nullopt);
    certificate.decoded.reset();
    certificate.revocation_hashes.reset();
    if (check("certificate", verified.has_value(), PassRefusal::kCertificateNotVerified, certificate.detail))
      out_.verified = VerifiedPass(std::move(pass_), *std::move(verified), Bytes(bytes_.begin(), bytes_.end()));
    out_.certificate = std::move(certificate);
  }

  const TrustStore& trust_store_;
  const CertificateVerifier& certificates_;
  const ByteView bytes_;
  const PassForm form_;
  const WallTime now_;
  Bytes unpacked_;   ///< of a QR text
  ByteView signed_;  ///< the COSE_Sign1
  CoseSign1 message_;
  Pass pass_;
  PassVerification out_;
};

PassVerifier::PassVerifier(std::shared_ptr<const TrustStore> trust_store)
    : trust_store_(trust_store), certificate_verifier_(std::move(trust_store)) {}

PassVerification PassVerifier::verify(ByteView bytes, WallTime now) const {
  return Run(*trust_store_, certificate_verifier_, bytes, now).verify();
}

}  // namespace gate
