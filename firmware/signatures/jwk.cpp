#include "signatures/jwk.h"

#include <openssl/evp.h>

#include "encoding/base64.h"

namespace gate {

namespace {

constexpr std::size_t kP256Bytes = 32;

tl::unexpected<Error> invalid(std::string_view what) {
  return fail(ErrorCode::kInvalidInput, "JWK: " + std::string(what));
}

const std::string* text(const nlohmann::json& json, const char* name) {
  const auto member = json.find(name);
  return member == json.end() ? nullptr : member->get_ptr<const std::string*>();
}

Result<Bytes> coordinate(const nlohmann::json& json, const char* name) {
  const std::string* value = text(json, name);
  if (value == nullptr) return invalid(std::string(name) + ": missing");
  auto bytes = decode_base64url(*value);
  if (!bytes) return invalid(std::string(name) + ": " + bytes.error().message);
  if (bytes->size() != kP256Bytes) return invalid(std::string(name) + ": 32 bytes are needed");
  return bytes;
}

// SubjectPublicKeyInfo of an uncompressed point on P-256 (RFC 5480): this prefix, then x and y.
Bytes subject_public_key_info(const Bytes& x, const Bytes& y) {
  Bytes der{0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
            0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04};
  der.insert(der.end(), x.begin(), x.end());
  der.insert(der.end(), y.begin(), y.end());
  return der;
}

}  // namespace

Result<Jwk> Jwk::read(const nlohmann::json& json) {
  if (!json.is_object()) return invalid("must be an object");
  const std::string* type = text(json, "kty");
  const std::string* curve = text(json, "crv");
  if (type == nullptr || *type != "EC" || curve == nullptr || *curve != "P-256")
    return fail(ErrorCode::kUnsupported, "JWK: kty and crv: only EC on P-256 is supported");
  const auto x = coordinate(json, "x");
  if (!x) return fail(x.error());
  const auto y = coordinate(json, "y");
  if (!y) return fail(y.error());
  auto key = PublicKey::from_der(subject_public_key_info(*x, *y));
  if (!key) return invalid("x, y: not a point on P-256");
  const std::string* id = text(json, "kid");
  return Jwk{id == nullptr ? std::string() : *id, std::move(*key)};
}

Result<std::string> jwk_thumbprint(const nlohmann::json& json) {
  nlohmann::json members;  // sorted by name, as RFC 7638, 3.3 wants them
  for (const char* name : {"crv", "kty", "x", "y"}) {
    const std::string* value = json.is_object() ? text(json, name) : nullptr;
    if (value == nullptr) return invalid(std::string(name) + ": missing");
    members[name] = *value;
  }
  const std::string canonical = members.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  Bytes digest(EVP_MAX_MD_SIZE);
  unsigned size = 0;
  if (EVP_Digest(canonical.data(), canonical.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
    return fail(ErrorCode::kInternal, "OpenSSL cannot hash");
  digest.resize(size);
  return encode_base64url(digest);
}

}  // namespace gate
