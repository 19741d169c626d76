#include "passes/pass_claims.h"

#include <algorithm>

#include "common/iso_time.h"
#include "encoding/cbor_writer.h"
#include "encoding/utf8.h"

namespace gate {
namespace {

std::int64_t seconds(WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

Status read_times(const CborValue& claims, Pass& pass) {
  const auto read = [&](std::int64_t key) {
    const CborValue* value = claims.find(key);
    const auto time = value != nullptr ? value->integer() : std::nullopt;
    return time && *time >= 0 && *time <= kLatestSecond ? time : std::nullopt;
  };
  const auto issued = read(claim::kIssuedAt);
  const auto expires = read(claim::kExpires);
  if (!issued || !expires || *issued >= *expires) return invalid_pass("iat and exp: whole seconds, iat before exp");
  pass.issued_at = WallTime{std::chrono::seconds{*issued}};
  pass.expires_at = WallTime{std::chrono::seconds{*expires}};
  return {};
}

Status read_id(const CborValue& claims, Pass& pass) {
  const CborValue* id = claims.find(claim::kPassId);
  if (id == nullptr || id->bytes() == nullptr || id->bytes()->size() != pass.id.bytes.size())
    return invalid_pass("cti: 16 bytes are needed");
  std::copy(id->bytes()->begin(), id->bytes()->end(), pass.id.bytes.begin());
  return {};
}

Status read_initials(const CborValue& claims, Pass& pass) {
  const CborValue* initials = claims.find(claim::kInitials);
  if (initials == nullptr) return {};  // optional
  if (initials->text() == nullptr || initials->text()->empty() || utf8_characters(*initials->text()) > kMaxInitials)
    return invalid_pass("initials: 1 to 8 characters are allowed");
  pass.initials = *initials->text();
  return {};
}

}  // namespace

tl::unexpected<Error> invalid_pass(std::string_view what) {
  return fail(ErrorCode::kInvalidInput, "pass: " + std::string(what));
}

Result<CborValue> read_claims_of_version(ByteView bytes, std::int64_t version) {
  auto claims = read_cbor(bytes, kPassLimits);
  if (!claims) return fail(std::move(claims).error(), "pass");
  if (claims->map() == nullptr) return invalid_pass("the claims are not a map");
  const CborValue* stated = claims->find(claim::kVersion);
  if (stated == nullptr || !stated->integer()) return invalid_pass("the version is missing");
  if (stated->integer() != version)
    return fail(ErrorCode::kUnsupported, "pass: version " + std::to_string(*stated->integer()) +
                                             " of the format; this program reads " + std::to_string(version) + " here");
  return claims;
}

Status read_common_claims(const CborValue& claims, Pass& pass) {
  if (auto read = read_times(claims, pass); !read) return read;
  if (auto read = read_id(claims, pass); !read) return read;
  return read_initials(claims, pass);
}

CborValue claims_of(const Pass& pass, std::int64_t version, CborValue certificate, CborValue samples) {
  CborMap claims{{claim::kExpires, seconds(pass.expires_at)},
                 {claim::kIssuedAt, seconds(pass.issued_at)},
                 {claim::kPassId, Bytes(pass.id.bytes.begin(), pass.id.bytes.end())},
                 {claim::kVersion, version},
                 {claim::kCertificate, std::move(certificate)},
                 {claim::kSamples, std::move(samples)}};
  if (!pass.initials.empty()) claims.push_back({claim::kInitials, pass.initials});
  return claims;
}

Status check_only_form(const CborValue& claims, ByteView bytes) {
  const Bytes written = write_cbor(claims);
  if (!std::ranges::equal(written, bytes)) return invalid_pass("claims are unknown or not in deterministic form");
  return {};
}

}  // namespace gate
