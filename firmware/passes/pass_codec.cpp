#include "passes/pass_codec.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "encoding/cbor_reader.h"
#include "encoding/cbor_writer.h"
#include "passes/wiped.h"
#include "signatures/cose_sign1.h"

namespace gate {
namespace {

// RFC 8392, 3.1 registers 4, 6 and 7; its registry leaves integers below -65536 to private use.
constexpr std::int64_t kExpires = 4;
constexpr std::int64_t kIssuedAt = 6;
constexpr std::int64_t kPassId = 7;
constexpr std::int64_t kVersion = -65537;
constexpr std::int64_t kCertificate = -65538;
constexpr std::int64_t kSamples = -65539;
constexpr std::int64_t kInitials = -65540;

constexpr std::int64_t kThisVersion = 1;
constexpr std::int64_t kLatestSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z, the last that ISO 8601 can write
constexpr CborLimits kLimits{.bytes = kMaxPassBytes, .items = 128, .depth = 4};

tl::unexpected<Error> invalid(std::string_view what) {
  return fail(ErrorCode::kInvalidInput, "pass: " + std::string(what));
}

std::int64_t seconds(WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

/// Floats travel as IEEE 754 binary32, little endian, whatever the machine.
Bytes to_bytes(std::span<const float> values) {
  static_assert(std::endian::native == std::endian::little, "a big-endian board needs the bytes swapped here");
  Bytes bytes(values.size_bytes());
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

Result<FaceVector> read_vector(const CborEntry& entry) {
  const std::string* model = entry.key.text();
  const Bytes* bytes = entry.value.bytes();
  if (model == nullptr || bytes == nullptr || bytes->size() % sizeof(float) != 0 || model->size() > 128)
    return invalid("a template is a model id and a string of floats");
  Wiped<float> values(bytes->size() / sizeof(float));
  std::memcpy(values.data(), bytes->data(), bytes->size());
  return FaceVector::create(*model, values);
}

Result<FaceTemplate> read_sample(const CborValue& sample) {
  const CborMap* map = sample.map();
  if (map == nullptr || map->empty() || map->size() > kMaxModelsPerSample)
    return invalid("a sample is a map of 1 to 4 models");
  std::vector<FaceVector> vectors;
  for (const CborEntry& entry : *map) {
    auto vector = read_vector(entry);
    if (!vector) return fail(std::move(vector).error(), "pass");
    vectors.push_back(*std::move(vector));
  }
  return FaceTemplate::create(std::move(vectors));
}

Status read_samples(const CborValue* samples, Pass& pass) {
  const CborArray* array = samples != nullptr ? samples->array() : nullptr;
  if (array == nullptr || array->empty() || array->size() > kMaxSamples) return invalid("samples: 1 to 8 are allowed");
  for (const CborValue& value : *array) {
    auto sample = read_sample(value);
    if (!sample) return fail(std::move(sample).error());
    pass.samples.push_back(*std::move(sample));
  }
  return {};
}

Status read_times(const CborValue& claims, Pass& pass) {
  const auto read = [&](std::int64_t key) {
    const CborValue* value = claims.find(key);
    const auto time = value != nullptr ? value->integer() : std::nullopt;
    return time && *time >= 0 && *time <= kLatestSecond ? time : std::nullopt;
  };
  const auto issued = read(kIssuedAt);
  const auto expires = read(kExpires);
  if (!issued || !expires || *issued >= *expires) return invalid("iat and exp: whole seconds, iat before exp");
  pass.issued_at = WallTime{std::chrono::seconds{*issued}};
  pass.expires_at = WallTime{std::chrono::seconds{*expires}};
  return {};
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

Status read_texts(const CborValue& claims, Pass& pass) {
  const CborValue* id = claims.find(kPassId);
  if (id == nullptr || id->bytes() == nullptr || id->bytes()->size() != pass.id.bytes.size())
    return invalid("cti: 16 bytes are needed");
  std::copy(id->bytes()->begin(), id->bytes()->end(), pass.id.bytes.begin());

  const CborValue* certificate = claims.find(kCertificate);
  if (certificate == nullptr || certificate->text() == nullptr) return invalid("the certificate is missing");
  pass.certificate = *certificate->text();
  if (pass.certificate.empty() || pass.certificate.size() > kMaxCertificateBytes)
    return invalid("certificate: 1 to 32768 bytes are allowed");

  const CborValue* initials = claims.find(kInitials);
  if (initials == nullptr) return {};  // optional
  if (initials->text() == nullptr || initials->text()->empty() || initials->text()->size() > kMaxInitialsBytes ||
      characters(*initials->text()) > 8)
    return invalid("initials: 1 to 8 characters are allowed");
  pass.initials = *initials->text();
  return {};
}

CborValue claims_of(const Pass& pass) {
  CborArray samples;
  for (const FaceTemplate& sample : pass.samples) {
    CborMap models;
    for (const FaceVector& vector : sample.vectors()) models.push_back({vector.model(), to_bytes(vector.values())});
    samples.emplace_back(std::move(models));
  }
  CborMap claims{{kExpires, seconds(pass.expires_at)},
                 {kIssuedAt, seconds(pass.issued_at)},
                 {kPassId, Bytes(pass.id.bytes.begin(), pass.id.bytes.end())},
                 {kVersion, kThisVersion},
                 {kCertificate, pass.certificate},
                 {kSamples, std::move(samples)}};
  if (!pass.initials.empty()) claims.push_back({kInitials, pass.initials});
  return claims;
}

}  // namespace

Result<Bytes> write_pass_claims(const Pass& pass) {
  Bytes claims = write_cbor(claims_of(pass));
  // The reader is the judge of what may be written, so that the two cannot disagree.
  if (auto readable = read_pass_claims(claims); !readable) return fail(std::move(readable).error());
  return claims;
}

Result<Pass> read_pass_claims(ByteView bytes) {
  const auto claims = read_cbor(bytes, kLimits);
  if (!claims) return fail(claims.error(), "pass");
  if (claims->map() == nullptr) return invalid("the claims are not a map");
  const CborValue* version = claims->find(kVersion);
  if (version == nullptr || !version->integer()) return invalid("the version is missing");
  if (version->integer() != kThisVersion)
    return fail(ErrorCode::kUnsupported,
                "pass: version " + std::to_string(*version->integer()) + " of the format; this program reads 1");
  Pass pass;
  if (auto read = read_times(*claims, pass); !read) return fail(read.error());
  if (auto read = read_texts(*claims, pass); !read) return fail(read.error());
  if (auto read = read_samples(claims->find(kSamples), pass); !read) return fail(read.error());
  // One pass, one byte string: no unknown claims, no longer forms, no other order.
  const Bytes written = write_cbor(claims_of(pass));
  if (!std::equal(written.begin(), written.end(), bytes.begin(), bytes.end()))
    return invalid("claims are unknown or not in deterministic form");
  return pass;
}

Result<Bytes> issue_pass(const Pass& pass, const PrivateKey& authority) {
  const auto claims = write_pass_claims(pass);
  if (!claims) return fail(claims.error());
  return sign_cose_sign1(*claims, authority, bytes_of(kPassContentType));
}

}  // namespace gate
