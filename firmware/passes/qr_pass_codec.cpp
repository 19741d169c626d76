#include "passes/qr_pass_codec.h"

#include <algorithm>
#include <optional>

#include "encoding/base45.h"
#include "encoding/cbor_writer.h"
#include "passes/pass_claims.h"
#include "signatures/cose_sign1.h"
#include "templates/quantised_vector.h"

namespace gate {
namespace {

constexpr std::int64_t kThisVersion = 2;
constexpr std::string_view kEuDccPrefix = "HC1:";

/// What an EU certificate's base45 stands for: two thirds of its length. Nothing for any other text.
std::optional<Bytes> packed(std::string_view certificate) {
  if (!certificate.starts_with(kEuDccPrefix)) return std::nullopt;
  auto bytes = decode_base45(certificate.substr(kEuDccPrefix.size()));
  if (!bytes || bytes->empty()) return std::nullopt;
  return *std::move(bytes);  // base45 has one text for these bytes, so the text comes back as it was
}

CborValue certificate_of(const std::string& text) {
  if (auto bytes = packed(text)) return *std::move(bytes);
  return text;
}

Result<std::string> read_certificate(const CborValue* claim) {
  if (claim != nullptr && claim->bytes() != nullptr && !claim->bytes()->empty())
    return std::string(kEuDccPrefix) + encode_base45(*claim->bytes());
  if (claim == nullptr || claim->text() == nullptr || claim->text()->empty())
    return invalid_pass("the certificate is missing");
  if (packed(*claim->text())) return invalid_pass("certificate: an EU certificate must be packed");
  return *claim->text();
}

Result<CborValue> face_of(const FaceTemplate& face) {
  CborMap models;
  for (const FaceVector& vector : face.vectors()) {
    const auto quantised = QuantisedVector::of(vector);
    if (!quantised) return fail(quantised.error(), "pass");
    models.push_back({vector.model(), Bytes(quantised->bytes().begin(), quantised->bytes().end())});
  }
  return CborValue(std::move(models));
}

Result<FaceVector> read_vector(const CborEntry& entry) {
  const std::string* model = entry.key.text();
  const Bytes* bytes = entry.value.bytes();
  if (model == nullptr || bytes == nullptr || model->size() > kMaxModelIdBytes)
    return invalid_pass("a template is a model id and its bytes");
  const auto quantised = QuantisedVector::read(*model, *bytes);
  if (!quantised) return fail(quantised.error(), "pass");
  return quantised->vector();
}

Result<FaceTemplate> read_face(const CborValue* face) {
  const CborMap* map = face != nullptr ? face->map() : nullptr;
  if (map == nullptr || map->empty() || map->size() > kMaxModelsPerSample)
    return invalid_pass("the face is a map of 1 to 4 models");
  std::vector<FaceVector> vectors;
  for (const CborEntry& entry : *map) {
    auto vector = read_vector(entry);
    if (!vector) return fail(std::move(vector).error());
    vectors.push_back(*std::move(vector));
  }
  return FaceTemplate::create(std::move(vectors));
}

/// A code has no room for two models' templates.
Result<Pass> with_first_model(Pass pass) {
  for (FaceTemplate& sample : pass.samples) {
    auto first = FaceTemplate::create({sample.vectors().front()});
    if (!first) return fail(std::move(first).error());
    sample = *std::move(first);
  }
  return pass;
}

}  // namespace

bool looks_like_qr_pass(std::string_view text) { return text.starts_with(kQrPassPrefix); }

Result<Bytes> write_qr_pass_claims(const Pass& pass) {
  const auto fused = fuse(pass.samples);
  if (!fused) return fail(fused.error(), "pass");
  auto face = face_of(*fused);
  if (!face) return fail(std::move(face).error());
  Bytes claims = write_cbor(claims_of(pass, kThisVersion, certificate_of(pass.certificate), *std::move(face)));
  // The reader is the judge of what may be written, so that the two cannot disagree.
  if (auto readable = read_qr_pass_claims(claims); !readable) return fail(std::move(readable).error());
  return claims;
}

Result<Pass> read_qr_pass_claims(ByteView bytes) {
  const auto claims = read_claims_of_version(bytes, kThisVersion);
  if (!claims) return fail(claims.error());
  Pass pass;
  pass.form = PassForm::kQrCode;
  if (auto read = read_common_claims(*claims, pass); !read) return fail(read.error());
  auto certificate = read_certificate(claims->find(claim::kCertificate));
  if (!certificate) return fail(std::move(certificate).error());
  pass.certificate = *std::move(certificate);
  auto face = read_face(claims->find(claim::kSamples));
  if (!face) return fail(std::move(face).error());
  pass.samples.push_back(*std::move(face));
  // Certificate and face have one form each, checked above; what else may differ shows here.
  const CborValue form =
      claims_of(pass, kThisVersion, *claims->find(claim::kCertificate), *claims->find(claim::kSamples));
  if (auto only = check_only_form(form, bytes); !only) return fail(only.error());
  return pass;
}

Result<std::string> issue_qr_pass(const Pass& pass, const PrivateKey& authority) {
  const auto small = with_first_model(pass);
  if (!small) return fail(small.error(), "pass");
  const auto claims = write_qr_pass_claims(*small);
  if (!claims) return fail(claims.error());
  const auto message = sign_cose_sign1(*claims, authority, bytes_of(kQrPassContentType));
  if (!message) return fail(message.error());
  std::string text = std::string(kQrPassPrefix) + encode_base45(*message);
  if (text.size() > kMaxQrPassCharacters)
    return fail(ErrorCode::kUnsupported, "too long for a QR code: " + std::to_string(text.size()) + " characters, " +
                                             std::to_string(kMaxQrPassCharacters) +
                                             " can be read at a gate; carry this pass as a file");
  return text;
}

}  // namespace gate
