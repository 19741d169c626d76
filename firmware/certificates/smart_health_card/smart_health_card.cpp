#include "certificates/smart_health_card/smart_health_card.h"

#include <algorithm>

#include "certificates/check_list.h"
#include "certificates/smart_health_card/card_claims.h"
#include "certificates/smart_health_card/card_file.h"
#include "certificates/smart_health_card/fhir_bundle.h"
#include "common/iso_time.h"
#include "encoding/inflate.h"
#include "encoding/json_text.h"
#include "signatures/jws.h"

namespace gate {

namespace {

// FHIR nests to about twelve levels.
constexpr JsonLimits kPayloadLimits{
    .bytes = kMaxCardUnpackedBytes, .depth = 24, .text = kMaxCardUnpackedBytes, .items = 20'000};

// One card, from its text inwards and then from the signature outwards. Each step notes its checks and says whether
// what builds on it can go on.
class CardVerification {
 public:
  CardVerification(CheckList& list, const SmartHealthCardIssuers& issuers, WallTime now)
      : list_(list), issuers_(issuers), now_(now) {}

  // What the card says, where reading got that far.
  std::optional<Certificate> run(std::string_view card) {
    if (!read_message(card) || !unpack() || !read_claims()) return std::nullopt;
    list_.check("issuer", is_issuer_url(claims_.issuer), CertificateRefusal::kIssuerInvalid,
                "iss must be an https URL that does not end in /");
    if (check_signature()) check_revocation();
    check_times();
    return read_content(*claims_.bundle);
  }

  // The same for what nobody signed: a payload, or its Bundle alone.
  std::optional<Certificate> run_unsigned(const nlohmann::json& content) {
    list_.check("jws", false, CertificateRefusal::kJwsInvalid, "only a card's content: nobody signed it");
    if (!content.contains("vc")) return read_content(content);
    payload_ = content;
    if (!read_claims()) return std::nullopt;
    check_times();
    return read_content(*claims_.bundle);
  }

 private:
  bool read_message(std::string_view card);
  bool unpack();
  bool read_claims();
  bool check_signature();
  void check_revocation();
  void check_times();
  std::optional<Certificate> read_content(const nlohmann::json& bundle);

  CheckList& list_;
  const SmartHealthCardIssuers& issuers_;
  WallTime now_;
  Jws message_;
  nlohmann::json payload_;
  CardClaims claims_{};
};

bool CardVerification::read_message(std::string_view card) {
  auto message = read_compact_jws(card);
  if (!list_.check("jws", message, CertificateRefusal::kJwsInvalid)) return false;
  message_ = std::move(*message);
  list_.check("algorithm", message_.algorithm == "ES256", CertificateRefusal::kAlgorithmUnsupported,
              "the header's alg must be ES256");
  list_.check("header", message_.compression == "DEF" && !message_.key_id.empty(), CertificateRefusal::kJwsInvalid,
              "the header must have zip DEF and a kid");
  return true;
}

bool CardVerification::unpack() {
  const auto unpacked = inflate_raw(message_.payload, kMaxCardUnpackedBytes);
  if (!list_.check("compression", unpacked, CertificateRefusal::kCompressionInvalid)) return false;
  // A byte order mark in front is passed over (RFC 8259, 8.1 allows that): it is signed like the rest.
  auto payload = parse_json({reinterpret_cast<const char*>(unpacked->data()), unpacked->size()}, kPayloadLimits);
  if (!list_.check("json", payload, CertificateRefusal::kJsonInvalid)) return false;
  payload_ = std::move(*payload);
  return true;
}

// What does not call itself a health card is refused, and looked into all the same.
bool CardVerification::read_claims() {
  const auto claims = CardClaims::read(payload_);
  if (!claims) return list_.check("payload", claims, CertificateRefusal::kSchemaInvalid);
  claims_ = *claims;
  list_.check("payload", claims_.is_health_card, CertificateRefusal::kSchemaInvalid,
              "vc.type does not hold https://smarthealth.cards#health-card");
  return true;
}

bool CardVerification::check_signature() {
  const auto keys = issuers_.keys(claims_.issuer, message_.key_id);
  if (!list_.check("signer", !keys.empty(), CertificateRefusal::kSignerUnknown,
                   "no key of this issuer with this kid in the trust store")) {
    return false;
  }
  const bool holds = std::ranges::any_of(keys, [&](const PublicKey& key) { return verify_jws(message_, key); });
  return list_.check("signature", holds, CertificateRefusal::kSignatureInvalid, "does not hold with the issuer's key");
}

// Without a list nobody has told us of revocations, which staff see (TrustList); with one that is no use nobody knows.
void CardVerification::check_revocation() {
  const CardRevocations revocations = issuers_.revocations(claims_.issuer, message_.key_id);
  if (!revocations.problem.empty()) {
    list_.check("revocation", false, CertificateRefusal::kRevocationListInvalid, revocations.problem);
    return;
  }
  const bool revoked = revocations.list != nullptr && !claims_.revocation_id.empty() &&
                       revocations.list->revokes(claims_.revocation_id, claims_.not_before);
  list_.check("revocation", !revoked, CertificateRefusal::kRevoked, "on the issuer's revocation list");
}

// RFC 7519, 4.1.4 and 4.1.5: the moment of exp itself is past it, that of nbf is not.
void CardVerification::check_times() {
  list_.check("not_yet_valid", claims_.not_before <= now_, CertificateRefusal::kNotYetValid,
              "valid from " + iso_time(claims_.not_before));
  const bool expired = claims_.expires_at && *claims_.expires_at <= now_;
  list_.check("expired", !expired, CertificateRefusal::kExpired,
              expired ? "expired at " + iso_time(*claims_.expires_at) : std::string());
}

std::optional<Certificate> CardVerification::read_content(const nlohmann::json& bundle) {
  auto content = read_fhir_bundle(bundle);
  if (!list_.check("schema", content, CertificateRefusal::kSchemaInvalid)) return std::nullopt;
  content->issuer = claims_.issuer;
  content->key_id = message_.key_id;
  content->identifier = claims_.revocation_id;
  if (claims_.bundle != nullptr) content->issued_at = claims_.not_before;
  content->expires_at = claims_.expires_at;
  return std::move(*content);
}

bool states_nothing(const Certificate& card) { return card.immunisations.empty() && card.tests.empty(); }

bool same_holder(const Holder& a, const Holder& b) {
  return a.family_name == b.family_name && a.given_name == b.given_name && a.birth_date == b.birth_date;
}

template <class T>
void append(std::vector<T>& all, std::vector<T>& more) {
  std::ranges::move(more, std::back_inserter(all));
}

// Puts another card of the same holder into `all`.
void merge(Certificate& all, Certificate card) {
  append(all.immunisations, card.immunisations);
  append(all.tests, card.tests);
  all.issued_at = std::max(all.issued_at, card.issued_at);
  if (card.expires_at) all.expires_at = std::min(all.expires_at.value_or(*card.expires_at), *card.expires_at);
}

// The holder is that of the first card that states anything we look for. Cards of other people have been verified like
// it (the official suite accepts such a file), but state nothing about the holder.
void add(CertificateVerification& result, Certificate card) {
  if (!result.decoded) {
    result.decoded = std::move(card);
    return;
  }
  if (states_nothing(*result.decoded)) std::swap(*result.decoded, card);
  if (states_nothing(card) || same_holder(result.decoded->holder, card.holder)) merge(*result.decoded, std::move(card));
}

}  // namespace

bool looks_like_smart_health_card(std::string_view text) { return looks_like_card_file(text); }

CertificateVerification verify_smart_health_card(std::string_view text, const TrustStore& trust_store, WallTime now) {
  CertificateVerification result;
  CheckList list(result);
  if (looks_like_smart_health_card(text)) result.format = CertificateFormat::kSmartHealthCard;
  const auto file = read_card_file(text, list);
  if (!file) return result;
  const SmartHealthCardIssuers& issuers = trust_store.smart_health_cards();
  if (file->unsigned_content) {
    result.decoded = CardVerification(list, issuers, now).run_unsigned(*file->unsigned_content);
  }
  for (const std::string& card : file->cards) {
    if (auto content = CardVerification(list, issuers, now).run(card)) add(result, std::move(*content));
  }
  if (result.decoded) number_doses(*result.decoded);
  return result;
}

}  // namespace gate
