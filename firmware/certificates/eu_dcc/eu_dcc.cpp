#include "certificates/eu_dcc/eu_dcc.h"

#include <algorithm>
#include <set>

#include "certificates/check_list.h"
#include "certificates/eu_dcc/eu_dcc_claims.h"
#include "certificates/eu_dcc/eu_dcc_schema.h"
#include "common/iso_time.h"
#include "encoding/base45.h"
#include "encoding/inflate.h"
#include "encoding/plain_text.h"
#include "signatures/cose_sign1.h"

namespace gate {

namespace {

constexpr std::string_view kPrefix = "HC1:";  // technical specifications, volume 1, 2.6.5

bool is_supported(std::optional<std::int64_t> algorithm) {
  // NOLINTNEXTLINE(misc-redundant-expression): clang-tidy 14 takes the two casts for one
  return algorithm == static_cast<std::int64_t>(SignatureAlgorithm::kEs256) ||
         algorithm == static_cast<std::int64_t>(SignatureAlgorithm::kPs256);
}

std::string country_of(const Certificate& certificate) {
  if (!certificate.immunisations.empty()) return certificate.immunisations.front().country;
  if (!certificate.tests.empty()) return certificate.tests.front().country;
  return certificate.recoveries.empty() ? std::string() : certificate.recoveries.front().country;
}

// One verification, from the text inwards and then from the signature outwards. Each step notes its checks and says
// whether what builds on it can go on.
class EuDccVerification {
 public:
  EuDccVerification(std::string_view text, const TrustStore& trust_store, WallTime now)
      : text_(text), trust_store_(trust_store), now_(now) {}

  CertificateVerification run() && {
    if (!unpack() || !read_message()) return std::move(result_);
    const bool readable = read_payload();
    if (find_signers() && check_signature() && readable) check_signer();
    if (!readable) return std::move(result_);
    check_times();
    check_content();
    check_revocation();
    return std::move(result_);
  }

 private:
  bool unpack();
  bool read_message();
  bool read_payload();
  bool find_signers();
  bool check_signature();
  void check_signer();
  void check_times();
  void check_content();
  void check_revocation();
  DccRevocationHashes revocation_hashes(std::string_view identifier, std::string_view country) const;
  Certificate certificate() const;
  bool is_current(const SignerCertificate& signer) const {
    return signer.not_before <= now_ && now_ <= signer.not_after;
  }

  std::string_view text_;
  const TrustStore& trust_store_;
  WallTime now_;
  CertificateVerification result_;
  CheckList list_{result_};
  Bytes unpacked_;
  CoseSign1 message_;
  std::optional<CborValue> payload_;
  EuDccClaims claims_;
  Result<Certificate> content_;
  std::vector<SignerCertificate> signers_;
};

bool EuDccVerification::unpack() {
  if (!list_.check("size", text_.size() <= kMaxEuDccTextBytes, CertificateRefusal::kTooLarge,
                   "longer than a QR code can be") ||
      !list_.check("prefix", looks_like_eu_dcc(text_), CertificateRefusal::kFormatUnknown,
                   "does not begin with HC1:")) {
    return false;
  }
  result_.format = CertificateFormat::kEuDcc;
  const auto packed = decode_base45(text_.substr(kPrefix.size()));
  if (!list_.check("base45", packed, CertificateRefusal::kEncodingInvalid)) return false;
  auto unpacked = inflate_zlib(*packed, kMaxEuDccUnpackedBytes);
  if (!list_.check("compression", unpacked, CertificateRefusal::kCompressionInvalid)) return false;
  unpacked_ = std::move(*unpacked);
  return true;
}

bool EuDccVerification::read_message() {
  const auto root = read_cbor(unpacked_);
  if (!list_.check("cbor", root, CertificateRefusal::kCborInvalid)) return false;
  auto message = read_cose_sign1_item(*root);
  if (!list_.check("cose", message, CertificateRefusal::kCoseInvalid)) return false;
  message_ = std::move(*message);
  return true;
}

bool EuDccVerification::read_payload() {
  auto payload = read_cbor(message_.payload);
  if (!payload) return list_.check("payload", payload, CertificateRefusal::kCborInvalid);
  payload_ = std::move(*payload);
  auto claims = EuDccClaims::read(*payload_);
  const bool unsupported = !claims && claims.error().code == ErrorCode::kUnsupported;
  if (!list_.check("payload", claims,
                   unsupported ? CertificateRefusal::kContentUnsupported : CertificateRefusal::kSchemaInvalid)) {
    return false;
  }
  claims_ = std::move(*claims);
  content_ = read_eu_dcc_content(*claims_.health_certificate);
  if (content_) result_.decoded = certificate();
  return true;
}

// What it says, with what the claims around it say.
Certificate EuDccVerification::certificate() const {
  Certificate certificate = *content_;
  certificate.issuer = claims_.issuer;
  certificate.key_id = to_hex(message_.key_id);
  certificate.issued_at = claims_.issued_at;
  certificate.expires_at = claims_.expires_at;
  return certificate;
}

bool EuDccVerification::find_signers() {
  signers_ = trust_store_.eu_dcc_signers(message_.key_id);
  const bool known = !signers_.empty();
  std::erase_if(signers_, [&](const SignerCertificate& signer) {
    return !signer.key || static_cast<std::int64_t>(signer.key->algorithm()) != message_.algorithm;
  });
  return list_.check("algorithm", is_supported(message_.algorithm) && (!known || !signers_.empty()),
                     CertificateRefusal::kAlgorithmUnsupported,
                     "alg is neither ES256 nor PS256, or does not fit the signer's key") &&
         list_.check("signer", known, CertificateRefusal::kSignerUnknown,
                     "no signer certificate with key id \"" + to_hex(message_.key_id) + "\" in the trust store");
}

bool EuDccVerification::check_signature() {
  std::erase_if(signers_, [&](const SignerCertificate& signer) { return !verify_cose_sign1(message_, *signer.key); });
  return list_.check("signature", !signers_.empty(), CertificateRefusal::kSignatureInvalid,
                     "the signer did not sign these bytes");
}

// Several signers may share a key: one that fits in every way is enough.
void EuDccVerification::check_signer() {
  const auto current = [&](const SignerCertificate& signer) { return is_current(signer); };
  const auto allowed = [&](const SignerCertificate& signer) { return signer.scope.covers(claims_.kinds); };
  list_.check("signer_validity", std::ranges::any_of(signers_, current), CertificateRefusal::kSignerExpired,
              "the signer's own certificate is not valid at " + iso_time(now_));
  const bool both =
      std::ranges::any_of(signers_, [&](const auto& signer) { return current(signer) && allowed(signer); });
  const bool any_current = std::ranges::any_of(signers_, current);
  list_.check("key_usage", any_current ? both : std::ranges::any_of(signers_, allowed),
              CertificateRefusal::kKeyUsageNotAllowed,
              "the signer's extended key usage does not cover this kind of certificate");
}

// The second of expiry itself still counts: the official suite says so (RFC 8392, 4.1.4 would not), and so do the
// official verifiers.
void EuDccVerification::check_times() {
  // Claims are never before 1970, see eu_dcc_claims.cpp.
  const WallTime from = std::max(claims_.issued_at.value_or(WallTime()), claims_.not_before.value_or(WallTime()));
  list_.check("not_yet_valid", from <= now_, CertificateRefusal::kNotYetValid, "valid from " + iso_time(from));
  list_.check("expired", now_ <= claims_.expires_at, CertificateRefusal::kExpired,
              "expired at " + iso_time(claims_.expires_at));
}

// One statement a certificate: the specification's rule, and the gate's, which admits by one statement.
void EuDccVerification::check_content() {
  if (!list_.check("schema", content_, CertificateRefusal::kSchemaInvalid)) return;
  const std::size_t entries = content_->immunisations.size() + content_->tests.size() + content_->recoveries.size();
  list_.check("single_entry", entries == 1, CertificateRefusal::kSeveralEntries,
              std::to_string(entries) + " entries in v, t and r together, where one is allowed");
}

DccRevocationHashes EuDccVerification::revocation_hashes(std::string_view identifier, std::string_view country) const {
  const bool rsa = message_.algorithm == static_cast<std::int64_t>(SignatureAlgorithm::kPs256);
  return dcc_revocation_hashes(identifier, country, message_.signature,
                               rsa ? SignatureAlgorithm::kPs256 : SignatureAlgorithm::kEs256);
}

// The hashes are over the identifier as stated and the country of the claims around the certificate. Some verifiers
// took the entry's country or the trimmed identifier instead, and so may a list have been made: any of them revokes.
void EuDccVerification::check_revocation() {
  if (!content_) return;
  const std::string country = country_of(*content_);
  const std::string& issuer = claims_.issuer.empty() ? country : claims_.issuer;
  const std::string_view identifier = content_->identifier;
  result_.revocation_hashes = revocation_hashes(identifier, issuer);
  const DccRevocations& revocations = trust_store_.eu_dcc_revocations();
  if (!revocations.exist()) return;
  auto revoked = revocations.revoked(*result_.revocation_hashes);
  std::set<std::pair<std::string_view, std::string_view>> others{
      {identifier, country}, {trimmed(identifier), issuer}, {trimmed(identifier), country}};
  others.erase({identifier, issuer});
  for (const auto& [named, place] : others)
    if (revoked == false) revoked = revocations.revoked(revocation_hashes(named, place));
  list_.check("revocation", revoked == false,
              revoked ? CertificateRefusal::kRevoked : CertificateRefusal::kRevocationListInvalid,
              revoked ? "its authority took it back" : "a list of revoked certificates cannot be read");
}

}  // namespace

bool looks_like_eu_dcc(std::string_view text) { return text.starts_with(kPrefix); }

CertificateVerification verify_eu_dcc(std::string_view text, const TrustStore& trust_store, WallTime now) {
  return EuDccVerification(text, trust_store, now).run();
}

}  // namespace gate
