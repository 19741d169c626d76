#include "certificates/trust/enrolment_delegation.h"

#include <algorithm>
#include <optional>

#include "common/iso_time.h"
#include "encoding/cbor_reader.h"
#include "encoding/cbor_writer.h"
#include "signatures/cose_sign1.h"

namespace gate {
namespace {

using std::chrono::seconds;

constexpr std::int64_t kThisVersion = 1;

// RFC 8392, 3.1 registers 4, 5 and 6; its registry leaves integers below -65536 to private use. Numbers of their own
// beside a pass's and a bundle's.
namespace claim {
constexpr std::int64_t kUntil = 4;
constexpr std::int64_t kFrom = 5;
constexpr std::int64_t kIssuedAt = 6;
constexpr std::int64_t kVersion = -65537;
constexpr std::int64_t kDelegate = -65544;
constexpr std::int64_t kMostPasses = -65545;
constexpr std::int64_t kLongestPass = -65546;
}  // namespace claim

constexpr CborLimits kLimits{.bytes = kMaxDelegationBytes, .items = 32, .depth = 4};

// SubjectPublicKeyInfo of a P-256 key (RFC 5480): 26 bytes that are always the same, then 04, x and y. OpenSSL takes
// and keeps other forms of the point, one of them as long (X9.62, 4.3.6: hybrid).
constexpr std::size_t kKeyBytes = 91;
constexpr std::size_t kPointAt = 26;
constexpr std::uint8_t kUncompressed = 0x04;

tl::unexpected<Error> bad(std::string_view what) {
  return fail(ErrorCode::kInvalidInput, "delegation: " + std::string(what));
}

std::int64_t number_of(WallTime time) { return std::chrono::floor<seconds>(time).time_since_epoch().count(); }

CborValue claims_of(const EnrolmentDelegation& delegation) {
  return CborMap{{claim::kUntil, number_of(delegation.until)},
                 {claim::kFrom, number_of(delegation.from)},
                 {claim::kIssuedAt, number_of(delegation.issued_at)},
                 {claim::kVersion, kThisVersion},
                 {claim::kDelegate, delegation.delegate.to_der()},
                 {claim::kMostPasses, delegation.most_passes},
                 {claim::kLongestPass, static_cast<std::int64_t>(delegation.longest_pass.count())}};
}

/// Nothing unless it is an integer within the bounds.
std::optional<std::int64_t> number(const CborValue& claims, std::int64_t key, std::int64_t least, std::int64_t most) {
  const CborValue* value = claims.find(key);
  const auto read = value != nullptr ? value->integer() : std::nullopt;
  return read && *read >= least && *read <= most ? read : std::nullopt;
}

Status check_version(const CborValue& claims) {
  const CborValue* stated = claims.find(claim::kVersion);
  const auto version = stated != nullptr ? stated->integer() : std::nullopt;
  if (!version) return bad("the version is missing");
  if (*version == kThisVersion) return {};
  return fail(ErrorCode::kUnsupported, "delegation: version " + std::to_string(*version) +
                                           " of the format; this program reads 1: update it first");
}

Result<PublicKey> read_delegate(const CborValue& claims) {
  const CborValue* value = claims.find(claim::kDelegate);
  const Bytes* der = value != nullptr ? value->bytes() : nullptr;
  if (der == nullptr || der->size() != kKeyBytes || (*der)[kPointAt] != kUncompressed)
    return bad("delegate: a P-256 public key, its point uncompressed, is needed");
  auto key = PublicKey::from_der(*der);
  if (!key || key->algorithm() != SignatureAlgorithm::kEs256)
    return bad("delegate: a P-256 public key, its point uncompressed, is needed");
  return key;
}

Status read_times(const CborValue& claims, EnrolmentDelegation& delegation) {
  const auto issued = number(claims, claim::kIssuedAt, 0, kLatestSecond);
  const auto from = number(claims, claim::kFrom, 0, kLatestSecond);
  const auto until = number(claims, claim::kUntil, 0, kLatestSecond);
  if (!issued || !from || !until || *issued >= *until || *from >= *until)
    return bad("iat, nbf and exp: whole seconds, iat and nbf before exp");
  if (seconds{*until - *from} > kLongestDelegation) return bad("exp: lasts longer than 400 days");
  delegation.issued_at = WallTime{seconds{*issued}};
  delegation.from = WallTime{seconds{*from}};
  delegation.until = WallTime{seconds{*until}};
  return {};
}

Status read_limits(const CborValue& claims, EnrolmentDelegation& delegation) {
  const auto passes = number(claims, claim::kMostPasses, 1, std::int64_t{kMostDelegatedPasses});
  if (!passes) return bad("passes: 1 to 100000 are allowed");
  const auto longest = number(claims, claim::kLongestPass, 1, seconds{kLongestDelegatedPass}.count());
  if (!longest) return bad("longest pass: 1 second to 400 days are allowed");
  delegation.most_passes = static_cast<std::size_t>(*passes);
  delegation.longest_pass = seconds{*longest};
  return {};
}

Result<EnrolmentDelegation> read_claims(ByteView bytes) {
  const auto claims = read_cbor(bytes, kLimits);
  if (!claims) return fail(claims.error(), "delegation");
  if (claims->map() == nullptr) return bad("the claims are not a map");
  if (auto read = check_version(*claims); !read) return fail(read.error());
  auto delegate = read_delegate(*claims);
  if (!delegate) return fail(std::move(delegate).error());
  EnrolmentDelegation delegation{.delegate = *std::move(delegate)};
  if (auto read = read_times(*claims, delegation); !read) return fail(read.error());
  if (auto read = read_limits(*claims, delegation); !read) return fail(read.error());
  // Unknown claims, longer forms and another order show here.
  if (!std::ranges::equal(write_cbor(claims_of(delegation)), bytes))
    return bad("claims are unknown or not in deterministic form");
  return delegation;
}

Result<CoseSign1> read_message(ByteView bytes) {
  auto message = read_cose_sign1(bytes, kLimits);
  if (!message) return fail(std::move(message).error(), "delegation");
  if (!is_only_form(*message, bytes)) return bad("not in deterministic form");
  return message;
}

Result<EnrolmentDelegation> delegation_of(const CoseSign1& message) {
  auto delegation = read_claims(message.payload);
  if (!delegation) return delegation;
  if (message.key_id.size() != delegation->authority.size()) return bad("the authority's key id has 8 bytes");
  std::ranges::copy(message.key_id, delegation->authority.begin());
  return delegation;
}

}  // namespace

bool EnrolmentDelegation::covers(WallTime issued, WallTime expires) const {
  return issued >= from && issued < until && expires - issued <= longest_pass;
}

Result<Bytes> sign_delegation(const EnrolmentDelegation& delegation, const PrivateKey& authority) {
  const Bytes claims = write_cbor(claims_of(delegation));
  // The reader is the judge of what may be written, so that the two cannot disagree.
  if (const auto readable = read_claims(claims); !readable) return fail(readable.error());
  return sign_cose_sign1(claims, authority, bytes_of(kDelegationContentType));
}

Result<EnrolmentDelegation> read_delegation(ByteView bytes, std::span<const PublicKey> authorities) {
  const auto message = read_message(bytes);
  if (!message) return fail(message.error());
  const auto named = [&](const PublicKey& key) { return std::ranges::equal(key.key_id(), message->key_id); };
  if (std::ranges::none_of(authorities, named))
    return fail(ErrorCode::kUntrusted, "delegation: no enrolment authority " + to_hex(message->key_id) +
                                           " here; a delegate cannot delegate further");
  const auto signed_it = [&](const PublicKey& key) {
    return named(key) && verify_cose_sign1(*message, key, bytes_of(kDelegationContentType));
  };
  if (std::ranges::none_of(authorities, signed_it))
    return fail(ErrorCode::kUntrusted, "delegation: the authority did not sign these bytes");
  return delegation_of(*message);
}

Result<EnrolmentDelegation> read_unverified_delegation(ByteView bytes) {
  const auto message = read_message(bytes);
  return message ? delegation_of(*message) : fail(message.error());
}

}  // namespace gate
