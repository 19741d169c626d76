#include "certificates/vds_nc/vds_nc.h"

#include <optional>

#include "certificates/check_list.h"
#include "certificates/country_codes.h"
#include "certificates/vds_nc/vds_nc_content.h"
#include "certificates/vds_nc/vds_nc_seal.h"
#include "certificates/vds_nc/vds_nc_signer.h"
#include "common/iso_time.h"
#include "encoding/canonical_json.h"
#include "encoding/json_text.h"

namespace gate {

namespace {

// The longest text is the signer's certificate: about 1.2 kB of base64 when an RSA key of 4096 bits signed it.
constexpr JsonLimits kLimits{.bytes = kMaxVdsNcTextBytes, .depth = 12, .text = 8 * 1024, .items = 1000};

std::optional<EcdsaHash> hash_of(std::string_view algorithm) {
  if (algorithm == "ES256") return EcdsaHash::kSha256;
  if (algorithm == "ES384") return EcdsaHash::kSha384;
  if (algorithm == "ES512") return EcdsaHash::kSha512;
  return std::nullopt;
}

std::optional<SealType> type_of(const VdsNcSeal& seal) {
  if (seal.version == 1 && seal.type == "icao.vacc") return SealType::kVaccination;
  if (seal.version == 1 && seal.type == "icao.test") return SealType::kTest;
  return std::nullopt;
}

// One verification, from the text inwards and then from the signature outwards. Each step notes its checks and says
// whether what builds on it can go on.
class VdsNcVerification {
 public:
  VdsNcVerification(std::string_view text, const VdsNcAuthorities& authorities, WallTime now)
      : text_(text), authorities_(authorities), now_(now) {}

  CertificateVerification run() && {
    result_.format = CertificateFormat::kVdsNc;
    if (!read_seal() || !read_content() || !read_signer()) return std::move(result_);
    check_signature();
    check_signer();
    list_.check("schema", content_, CertificateRefusal::kSchemaInvalid);
    return std::move(result_);
  }

 private:
  bool read_seal();
  bool read_content();
  bool read_signer();
  void check_signature();
  void check_signer();
  void describe();

  std::string_view text_;
  const VdsNcAuthorities& authorities_;
  WallTime now_;
  CertificateVerification result_;
  CheckList list_{result_};
  std::optional<VdsNcSeal> seal_;
  SealType type_{};
  std::optional<EcdsaHash> hash_;
  std::optional<VdsNcSigner> signer_;
  Result<Certificate> content_;
};

bool VdsNcVerification::read_seal() {
  if (!list_.check("size", text_.size() <= kMaxVdsNcTextBytes, CertificateRefusal::kTooLarge, "longer than 16 KiB")) {
    return false;
  }
  const auto json = parse_json(text_, kLimits);
  if (!list_.check("json", json, CertificateRefusal::kJsonInvalid)) return false;
  auto seal = VdsNcSeal::read(*json);
  if (!list_.check("envelope", seal, CertificateRefusal::kSchemaInvalid)) return false;
  seal_ = std::move(*seal);
  return true;
}

bool VdsNcVerification::read_content() {
  const auto type = type_of(*seal_);
  if (!list_.check("content_type", type.has_value(), CertificateRefusal::kContentUnsupported,
                   "hdr: neither icao.vacc nor icao.test, version 1")) {
    return false;
  }
  type_ = *type;
  content_ = read_vds_nc_content(type_, seal_->data.at("msg"));
  describe();
  hash_ = hash_of(seal_->algorithm);
  return list_.check("algorithm", hash_.has_value(), CertificateRefusal::kAlgorithmUnsupported,
                     "alg is none of ES256, ES384 and ES512");
}

bool VdsNcVerification::read_signer() {
  auto signer = VdsNcSigner::from_der(seal_->certificate);
  const bool unsupported = !signer && signer.error().code == ErrorCode::kUnsupported;
  if (!list_.check("signer", signer,
                   unsupported ? CertificateRefusal::kAlgorithmUnsupported : CertificateRefusal::kChainInvalid)) {
    return false;
  }
  signer_ = std::move(*signer);
  describe();
  return true;
}

// What it says, as far as that is known by now.
void VdsNcVerification::describe() {
  if (!content_) return;
  Certificate& certificate = result_.decoded.emplace(*content_);
  certificate.issuer = seal_->issuer;
  if (!signer_) return;
  certificate.key_id = signer_->key_id;
  certificate.expires_at = signer_->not_after;
}

void VdsNcVerification::check_signature() {
  const Status chain = authorities_.vouch_for(*signer_, now_);
  list_.check("chain", chain, CertificateRefusal::kChainInvalid);
  const auto text = canonical_json(seal_->data);
  list_.check("signature", text && signer_->key.verify(bytes_of(*text), seal_->signature, *hash_),
              CertificateRefusal::kSignatureInvalid, "the signer did not sign this data in its canonical form");
}

// The country was the authority's word, by the chain; the header's is the signer's own.
void VdsNcVerification::check_signer() {
  list_.check("issuer", !signer_->country.empty() && two_letter_country(seal_->issuer) == signer_->country,
              CertificateRefusal::kIssuerInvalid, "hdr.is is not the country of the signer's certificate");
  list_.check("signer_validity", signer_->not_before <= now_ && now_ <= signer_->not_after,
              CertificateRefusal::kSignerExpired, "the signer's own certificate is not valid at " + iso_time(now_));
  const auto revoked = authorities_.has_revoked(*signer_);
  list_.check("signer_revocation", revoked == false,
              revoked ? CertificateRefusal::kSignerRevoked : CertificateRefusal::kRevocationListInvalid,
              revoked ? "the signer's certificate is on its authority's revocation list"
                      : "a revocation list in the trust store cannot be read");
  const bool vaccination = type_ == SealType::kVaccination;
  list_.check("key_usage", signer_->scope.covers({.tests = !vaccination, .vaccinations = vaccination}),
              CertificateRefusal::kKeyUsageNotAllowed,
              "the signer's certificate is not for this type of seal (2.23.136.1.1.14.2 and its document types)");
}

}  // namespace

bool looks_like_vds_nc(std::string_view text) {
  const auto names = [&](std::string_view key) { return text.find(key) != std::string_view::npos; };
  return looks_like_json(text) && names("\"data\"") && names("\"sig\"");
}

CertificateVerification verify_vds_nc(std::string_view text, const TrustStore& trust_store, WallTime now) {
  return VdsNcVerification(text, trust_store.vds_nc(), now).run();
}

}  // namespace gate
