#include "certificates/nzcp/nzcp.h"

#include <optional>

#include "certificates/check_list.h"
#include "certificates/nzcp/nzcp_claims.h"
#include "certificates/nzcp/nzcp_content.h"
#include "common/iso_time.h"
#include "encoding/base32.h"
#include "encoding/cbor_reader.h"
#include "signatures/cose_sign1.h"

namespace gate {

namespace {

constexpr std::string_view kPrefix = "NZCP:/";
constexpr std::string_view kVersion = "1/";
constexpr std::uint64_t kSign1Tag = 18;  // the specification wants it, RFC 9052 does not
constexpr std::int64_t kAlgorithm = 1;
constexpr std::int64_t kKeyId = 4;

// A text by the specification, bytes in what New Zealand issued.
std::optional<std::string> key_id_in(const CborValue& protected_header) {
  const CborValue* value = protected_header.find(kKeyId);
  if (value == nullptr) return std::nullopt;
  if (const Bytes* bytes = value->bytes()) return std::string(bytes->begin(), bytes->end());
  return value->text() == nullptr ? std::nullopt : std::optional(*value->text());
}

// One verification, from the text inwards and then from the signature outwards. Each step notes its checks and says
// whether what builds on it can go on.
class NzcpVerification {
 public:
  NzcpVerification(std::string_view text, const NzcpIssuers& issuers, WallTime now)
      : text_(text), issuers_(issuers), now_(now) {}

  CertificateVerification run() && {
    if (!unpack() || !read_message() || !read_payload()) return std::move(result_);
    check_signature();
    check_times();
    list_.check("schema", content_, CertificateRefusal::kSchemaInvalid);
    return std::move(result_);
  }

 private:
  bool unpack();
  bool read_message();
  bool read_header();
  bool read_payload();
  bool read_content();
  void check_signature();
  void check_times();

  std::string_view text_;
  const NzcpIssuers& issuers_;
  WallTime now_;
  CertificateVerification result_;
  CheckList list_{result_};
  Bytes unpacked_;
  CoseSign1 message_;
  std::string key_id_;
  bool es256_ = false;
  std::optional<CborValue> payload_;
  NzcpClaims claims_;
  Result<Certificate> content_;
};

bool NzcpVerification::unpack() {
  if (!list_.check("size", text_.size() <= kMaxNzcpTextBytes, CertificateRefusal::kTooLarge,
                   "longer than a QR code can be") ||
      !list_.check("prefix", looks_like_nzcp(text_), CertificateRefusal::kFormatUnknown,
                   "does not begin with NZCP:/")) {
    return false;
  }
  result_.format = CertificateFormat::kNzcp;
  const std::string_view rest = text_.substr(kPrefix.size());
  if (!list_.check("version", rest.starts_with(kVersion), CertificateRefusal::kContentUnsupported, "not version 1")) {
    return false;
  }
  auto bytes = decode_base32(rest.substr(kVersion.size()));
  if (!list_.check("base32", bytes, CertificateRefusal::kEncodingInvalid)) return false;
  unpacked_ = std::move(*bytes);
  return true;
}

bool NzcpVerification::read_message() {
  const auto root = read_cbor(unpacked_);
  if (!list_.check("cbor", root, CertificateRefusal::kCborInvalid)) return false;
  const CborTag* tag = root->tag();
  const bool tagged = tag != nullptr && tag->number == kSign1Tag;
  auto message = tagged ? read_cose_sign1_item(*root, {}, KeyIdForm::kBytesOrText)
                        : fail(ErrorCode::kInvalidInput, "not a COSE_Sign1 under tag 18");
  if (!list_.check("cose", message, CertificateRefusal::kCoseInvalid)) return false;
  message_ = std::move(*message);
  return read_header();
}

// What is not protected does not count.
bool NzcpVerification::read_header() {
  const auto header = message_.protected_header.empty() ? CborValue(CborMap{}) : *read_cbor(message_.protected_header);
  const CborValue* algorithm = header.find(kAlgorithm);
  es256_ = algorithm != nullptr && algorithm->integer() == static_cast<std::int64_t>(SignatureAlgorithm::kEs256);
  const auto key_id = key_id_in(header);
  key_id_ = key_id.value_or("");
  return list_.check("header", key_id.has_value(), CertificateRefusal::kCoseInvalid, "no kid in the protected header");
}

bool NzcpVerification::read_payload() {
  auto payload = read_cbor(message_.payload);
  if (!payload) return list_.check("payload", payload, CertificateRefusal::kCborInvalid);
  payload_ = std::move(*payload);
  auto claims = NzcpClaims::read(*payload_);
  const bool unsupported = !claims && claims.error().code == ErrorCode::kUnsupported;
  if (!list_.check("payload", claims,
                   unsupported ? CertificateRefusal::kContentUnsupported : CertificateRefusal::kSchemaInvalid)) {
    return false;
  }
  claims_ = std::move(*claims);
  return read_content();
}

bool NzcpVerification::read_content() {
  content_ = read_nzcp_content(*claims_.credential);
  const bool supported = content_ || content_.error().code != ErrorCode::kUnsupported;
  if (!list_.check("content_type", supported, CertificateRefusal::kContentUnsupported,
                   supported ? std::string_view() : std::string_view(content_.error().message))) {
    return false;
  }
  if (!content_) return true;
  Certificate& certificate = result_.decoded.emplace(*content_);
  certificate.issuer = claims_.issuer;
  certificate.key_id = key_id_;
  certificate.identifier = claims_.identifier;
  certificate.issued_at = claims_.not_before;  // the specification's issuance date
  certificate.expires_at = claims_.expires_at;
  return true;
}

void NzcpVerification::check_signature() {
  list_.check("algorithm", es256_, CertificateRefusal::kAlgorithmUnsupported,
              "alg in the protected header is not ES256");
  list_.check("issuer", claims_.issuer.starts_with("did:web:"), CertificateRefusal::kIssuerInvalid,
              "iss is not a did:web");
  const auto key = issuers_.key(claims_.issuer, key_id_);
  const bool known = issuers_.knows(claims_.issuer);
  if (!list_.check("signer", key.has_value(), CertificateRefusal::kSignerUnknown,
                   known ? "the issuer's document asserts no key by this id" : "no such issuer in the trust store")) {
    return;
  }
  list_.check("signature", es256_ && verify_cose_sign1(message_, *key), CertificateRefusal::kSignatureInvalid,
              "the signer did not sign these bytes");
}

// From nbf on, and before exp: the second of exp no longer counts.
void NzcpVerification::check_times() {
  list_.check("not_yet_valid", claims_.not_before <= now_, CertificateRefusal::kNotYetValid,
              "valid from " + iso_time(claims_.not_before));
  list_.check("expired", now_ < claims_.expires_at, CertificateRefusal::kExpired,
              "expired at " + iso_time(claims_.expires_at));
}

}  // namespace

bool looks_like_nzcp(std::string_view text) { return text.starts_with(kPrefix); }

CertificateVerification verify_nzcp(std::string_view text, const TrustStore& trust_store, WallTime now) {
  return NzcpVerification(text, trust_store.nzcp(), now).run();
}

}  // namespace gate
