#include "passes/pass_codec.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "encoding/cbor_writer.h"
#include "passes/pass_claims.h"
#include "passes/wiped.h"
#include "signatures/cose_sign1.h"

namespace gate {
namespace {

constexpr std::int64_t kThisVersion = 1;

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
  if (model == nullptr || bytes == nullptr || bytes->empty() || bytes->size() % sizeof(float) != 0 ||
      model->size() > kMaxModelIdBytes)
    return invalid_pass("a template is a model id and a string of floats");
  Wiped<float> values(bytes->size() / sizeof(float));
  std::memcpy(values.data(), bytes->data(), bytes->size());
  return FaceVector::create(*model, values);
}

Result<FaceTemplate> read_sample(const CborValue& sample) {
  const CborMap* map = sample.map();
  if (map == nullptr || map->empty() || map->size() > kMaxModelsPerSample)
    return invalid_pass("a sample is a map of 1 to 4 models");
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
  if (array == nullptr || array->empty() || array->size() > kMaxSamples)
    return invalid_pass("samples: 1 to 8 are allowed");
  for (const CborValue& value : *array) {
    auto sample = read_sample(value);
    if (!sample) return fail(std::move(sample).error());
    pass.samples.push_back(*std::move(sample));
  }
  return {};
}

CborValue samples_of(const Pass& pass) {
  CborArray samples;
  for (const FaceTemplate& sample : pass.samples) {
    CborMap models;
    for (const FaceVector& vector : sample.vectors()) models.push_back({vector.model(), to_bytes(vector.values())});
    samples.emplace_back(std::move(models));
  }
  return samples;
}

Status read_certificate(const CborValue* certificate, Pass& pass) {
  if (certificate == nullptr || certificate->text() == nullptr) return invalid_pass("the certificate is missing");
  pass.certificate = *certificate->text();
  if (pass.certificate.empty() || pass.certificate.size() > kMaxCertificateBytes)
    return invalid_pass("certificate: 1 to 32768 bytes are allowed");
  return {};
}

}  // namespace

Result<Bytes> write_pass_claims(const Pass& pass) {
  Bytes claims = write_cbor(claims_of(pass, kThisVersion, pass.certificate, samples_of(pass)));
  // The reader is the judge of what may be written, so that the two cannot disagree.
  if (auto readable = read_pass_claims(claims); !readable) return fail(std::move(readable).error());
  return claims;
}

Result<Pass> read_pass_claims(ByteView bytes) {
  const auto claims = read_claims_of_version(bytes, kThisVersion);
  if (!claims) return fail(claims.error());
  Pass pass;
  if (auto read = read_common_claims(*claims, pass); !read) return fail(read.error());
  if (auto read = read_certificate(claims->find(claim::kCertificate), pass); !read) return fail(read.error());
  if (auto read = read_samples(claims->find(claim::kSamples), pass); !read) return fail(read.error());
  // Unknown claims, longer forms and another order show here.
  if (auto only = check_only_form(claims_of(pass, kThisVersion, pass.certificate, samples_of(pass)), bytes); !only)
    return fail(only.error());
  return pass;
}

Result<Pass> read_own_pass(ByteView bytes, const PublicKey& authority) {
  const auto message = read_cose_sign1(bytes, {.bytes = kMaxPassBytes, .items = 32, .depth = 4});
  if (!message) return fail(message.error(), "pass");
  if (!verify_cose_sign1(*message, authority, bytes_of(kPassContentType)))
    return fail(ErrorCode::kUntrusted,
                "pass: was not signed by the authority " + to_hex(authority.key_id()) + ", or was changed since");
  auto pass = read_pass_claims(message->payload);
  if (pass) pass->authority_key_id = to_hex(authority.key_id());
  return pass;
}

Result<Bytes> issue_pass(const Pass& pass, const PrivateKey& authority) {
  const auto claims = write_pass_claims(pass);
  if (!claims) return fail(claims.error());
  return sign_cose_sign1(*claims, authority, bytes_of(kPassContentType));
}

}  // namespace gate
