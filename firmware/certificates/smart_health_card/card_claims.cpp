#include "certificates/smart_health_card/card_claims.h"

#include <algorithm>
#include <cmath>

#include "common/iso_time.h"

namespace gate {

namespace {

using nlohmann::json;

constexpr const char* kHealthCardType = "https://smarthealth.cards#health-card";
constexpr std::size_t kMaxRevocationId = 24;
constexpr std::size_t kMaxIssuer = 512;

tl::unexpected<Error> malformed(std::string_view member, std::string_view why) {
  return fail(ErrorCode::kInvalidInput, std::string(member) + ": " + std::string(why));
}

const json* member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

// Seconds, whole or not. Issuers have written milliseconds, so what is past the year 9999 is its end: never a cast of a
// number that does not fit. Nothing valid is before 1970.
Result<WallTime> read_time(const json& value, const char* name) {
  constexpr double kEndOfTime{kLatestSecond};
  if (!value.is_number() || value.get<double>() < 0) return malformed(name, "must be a number from 0 on");
  const double milliseconds = std::floor(std::min(value.get<double>(), kEndOfTime) * 1000.0);
  return WallTime(std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds)));
}

Status read_times(const json& payload, CardClaims& claims) {
  const json* not_before = member(payload, "nbf");
  if (not_before == nullptr) return malformed("nbf", "missing");
  const auto from = read_time(*not_before, "nbf");
  if (!from) return fail(from.error());
  claims.not_before = *from;
  const json* expires = member(payload, "exp");
  if (expires == nullptr) return {};
  const auto until = read_time(*expires, "exp");
  if (!until) return fail(until.error());
  claims.expires_at = *until;
  return {};
}

// A type the specification does not name, or a missing #immunization or #covid19, is no fault (only SHOULD).
Status read_type(const json& credential, CardClaims& claims) {
  const json* types = member(credential, "type");
  if (types == nullptr || !types->is_array()) return malformed("vc.type", "must be an array");
  claims.is_health_card = std::ranges::find(*types, json(kHealthCardType)) != types->end();
  return {};
}

Status read_revocation_id(const json& credential, CardClaims& claims) {
  const json* id = member(credential, "rid");
  if (id == nullptr) return {};
  if (!id->is_string() || !is_revocation_id(id->get_ref<const std::string&>())) {
    return malformed("vc.rid", "must be 1 to 24 characters of base64url");
  }
  claims.revocation_id = id->get<std::string>();
  return {};
}

Status read_subject(const json& credential, CardClaims& claims) {
  const json* subject = member(credential, "credentialSubject");
  if (subject == nullptr || !subject->is_object()) return malformed("vc.credentialSubject", "must be an object");
  const json* version = member(*subject, "fhirVersion");
  if (version == nullptr || !version->is_string()) return malformed("fhirVersion", "must be a text");
  claims.bundle = member(*subject, "fhirBundle");
  if (claims.bundle == nullptr || !claims.bundle->is_object()) return malformed("fhirBundle", "must be an object");
  return {};
}

}  // namespace

Result<CardClaims> CardClaims::read(const json& payload) {
  CardClaims claims{};
  const json* issuer = payload.is_object() ? member(payload, "iss") : nullptr;
  if (issuer == nullptr || !issuer->is_string()) return malformed("iss", "must be a text");
  claims.issuer = issuer->get<std::string>();
  const json* credential = member(payload, "vc");
  if (credential == nullptr || !credential->is_object()) return malformed("vc", "must be an object");
  const Status read = read_times(payload, claims)
                          .and_then([&] { return read_type(*credential, claims); })
                          .and_then([&] { return read_revocation_id(*credential, claims); })
                          .and_then([&] { return read_subject(*credential, claims); });
  if (!read) return fail(read.error());
  return claims;
}

bool is_issuer_url(std::string_view issuer) {
  constexpr std::string_view kScheme = "https://";
  if (!issuer.starts_with(kScheme) || issuer.size() > kMaxIssuer || issuer.ends_with('/')) return false;
  const std::string_view rest = issuer.substr(kScheme.size());
  return !rest.empty() && rest.front() != '/' && std::ranges::all_of(rest, [](char c) { return c > ' ' && c < 0x7f; });
}

bool is_revocation_id(std::string_view id) {
  return !id.empty() && id.size() <= kMaxRevocationId && std::ranges::all_of(id, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

}  // namespace gate
