#include "certificates/eu_dcc/eu_dcc_claims.h"

#include <algorithm>
#include <cmath>

#include "common/iso_time.h"

namespace gate {

namespace {

// RFC 8392, 4 and EU DCC technical specifications, volume 1, 2.6.
constexpr std::int64_t kIssuer = 1;
constexpr std::int64_t kExpires = 4;
constexpr std::int64_t kNotBefore = 5;
constexpr std::int64_t kIssuedAt = 6;
constexpr std::int64_t kHealthCertificates = -260;
constexpr std::int64_t kEuDcc = 1;

tl::unexpected<Error> malformed(std::int64_t claim, std::string_view why) {
  return fail(ErrorCode::kInvalidInput, "CWT claim " + std::to_string(claim) + ": " + std::string(why));
}

// As everywhere in these certificates: null and undefined count as absent.
const CborValue* find_claim(const CborValue& claims, std::int64_t key) {
  const CborValue* value = claims.find(key);
  return value == nullptr || std::holds_alternative<CborSimple>(value->data()) ? nullptr : value;
}

// Numbers, whole or not, in seconds. Issuers have written milliseconds and worse, so anything past the year 9999 is its
// end, and anything before 1970 is 1970: never a cast of a number that does not fit.
Result<std::optional<WallTime>> read_time(const CborValue& claims, std::int64_t key) {
  constexpr double kEndOfTime{kLatestSecond};
  const CborValue* value = find_claim(claims, key);
  if (value == nullptr) return std::nullopt;
  const auto seconds = value->number();
  if (!seconds || std::isnan(*seconds)) {
    return malformed(key, "must be a number");
  }
  const double milliseconds = std::floor(std::clamp(*seconds, 0.0, kEndOfTime) * 1000.0);
  return WallTime(std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds)));
}

Result<std::string> read_issuer(const CborValue& payload) {
  const CborValue* issuer = find_claim(payload, kIssuer);
  if (issuer == nullptr) return std::string();
  const std::string* text = issuer->text();
  if (text == nullptr) return malformed(kIssuer, "must be a text");
  return *text;
}

bool holds_entries(const CborValue& health_certificate, std::string_view group) {
  const CborValue* value = health_certificate.find(group);
  const CborArray* entries = value == nullptr ? nullptr : value->array();
  return entries != nullptr && !entries->empty();
}

}  // namespace

Result<EuDccClaims> EuDccClaims::read(const CborValue& payload) {
  const CborValue* certificates = payload.find(kHealthCertificates);
  const CborValue* hcert = certificates == nullptr ? nullptr : certificates->find(kEuDcc);
  if (hcert == nullptr) return fail(ErrorCode::kUnsupported, "no EU health certificate in it (CWT claim -260/1)");

  auto issuer = read_issuer(payload);
  if (!issuer) return fail(issuer.error());
  const auto expires = read_time(payload, kExpires);
  const auto not_before = read_time(payload, kNotBefore);
  const auto issued = read_time(payload, kIssuedAt);
  for (const auto* time : {&expires, &not_before, &issued}) {
    if (!*time) return fail(time->error());
  }
  if (!*expires) return malformed(kExpires, "missing");
  return EuDccClaims{std::move(*issuer),
                     **expires,
                     *not_before,
                     *issued,
                     hcert,
                     {holds_entries(*hcert, "t"), holds_entries(*hcert, "v"), holds_entries(*hcert, "r")}};
}

}  // namespace gate
