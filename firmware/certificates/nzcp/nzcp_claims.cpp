#include "certificates/nzcp/nzcp_claims.h"

#include "common/iso_time.h"

namespace gate {

namespace {

// RFC 8392, 4; NZ COVID Pass specification 1, "CWT Claims".
constexpr std::int64_t kIssuer = 1;
constexpr std::int64_t kExpires = 4;
constexpr std::int64_t kNotBefore = 5;
constexpr std::int64_t kTokenId = 7;
constexpr std::size_t kMaxIssuerBytes = 512;

tl::unexpected<Error> malformed(std::int64_t claim, std::string_view why) {
  return fail(ErrorCode::kInvalidInput, "CWT claim " + std::to_string(claim) + ": " + std::string(why));
}

// Whole seconds, by the specification.
Result<WallTime> read_time(const CborValue& claims, std::int64_t key) {
  const CborValue* value = claims.find(key);
  const auto seconds = value == nullptr ? std::nullopt : value->integer();
  if (!seconds || *seconds < 0 || *seconds > kLatestSecond) return malformed(key, "must be a time in whole seconds");
  return WallTime(std::chrono::seconds(*seconds));
}

Result<std::string> read_issuer(const CborValue& claims) {
  const CborValue* value = claims.find(kIssuer);
  const std::string* issuer = value == nullptr ? nullptr : value->text();
  if (issuer == nullptr || issuer->size() > kMaxIssuerBytes) return malformed(kIssuer, "must be a text");
  return *issuer;
}

// 16 bytes, as RFC 4122 writes them.
Result<std::string> read_identifier(const CborValue& claims) {
  const CborValue* value = claims.find(kTokenId);
  const Bytes* bytes = value == nullptr ? nullptr : value->bytes();
  if (bytes == nullptr || bytes->size() != 16) return malformed(kTokenId, "must be the 16 bytes of a UUID");
  std::string uuid = to_hex(*bytes);
  for (const std::size_t dash : {20, 16, 12, 8}) uuid.insert(dash, 1, '-');
  return "urn:uuid:" + uuid;
}

}  // namespace

Result<NzcpClaims> NzcpClaims::read(const CborValue& payload) {
  const CborValue* credential = payload.find("vc");
  if (credential == nullptr) return fail(ErrorCode::kUnsupported, "no verifiable credential in it (CWT claim vc)");
  auto issuer = read_issuer(payload);
  if (!issuer) return fail(issuer.error());
  const auto expires = read_time(payload, kExpires);
  if (!expires) return fail(expires.error());
  const auto not_before = read_time(payload, kNotBefore);
  if (!not_before) return fail(not_before.error());
  auto identifier = read_identifier(payload);
  if (!identifier) return fail(identifier.error());
  return NzcpClaims{std::move(*issuer), *expires, *not_before, std::move(*identifier), credential};
}

}  // namespace gate
