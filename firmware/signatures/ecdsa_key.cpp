#include "signatures/ecdsa_key.h"

#include <openssl/err.h>

#include <array>

#include "signatures/ecdsa_der.h"
#include "signatures/openssl_handles.h"

namespace gate {

namespace {

struct Curve {
  int id;
  std::size_t number_bytes;  // of the order
};
// Those of Doc 9303-12, 4.4.2 (TR-03111) whose strength fits SHA-256 and more.
constexpr std::array<Curve, 6> kCurves{{{NID_X9_62_prime256v1, 32},
                                        {NID_secp384r1, 48},
                                        {NID_secp521r1, 66},
                                        {NID_brainpoolP256r1, 32},
                                        {NID_brainpoolP384r1, 48},
                                        {NID_brainpoolP512r1, 64}}};

// Null when the key is not EC, or on another curve. OpenSSL names a curve that is written out as parameters when it
// knows it.
const Curve* curve_of(EVP_PKEY* key) {
  std::array<char, 64> group{};
  if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC) return nullptr;
  if (EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) != 1) return nullptr;
  const int id = OBJ_txt2nid(group.data());
  for (const Curve& curve : kCurves) {
    if (curve.id == id) return &curve;
  }
  return nullptr;
}

const EVP_MD* digest(EcdsaHash hash) {
  switch (hash) {
    case EcdsaHash::kSha256: return EVP_sha256();
    case EcdsaHash::kSha384: return EVP_sha384();
    case EcdsaHash::kSha512: return EVP_sha512();
  }
  return EVP_sha256();
}

}  // namespace

Result<EcdsaKey> EcdsaKey::from_openssl(std::shared_ptr<evp_pkey_st> key) {
  const Curve* curve = curve_of(key.get());
  ERR_clear_error();
  if (curve == nullptr) return fail(ErrorCode::kUnsupported, "key is not EC on a curve that ICAO names");
  return EcdsaKey(std::move(key), curve->number_bytes);
}

bool EcdsaKey::verify(ByteView message, ByteView signature, EcdsaHash hash) const {
  if (signature.size() != 2 * number_bytes_) return false;
  const Bytes der = ecdsa_der(signature);
  const openssl::DigestContext context(EVP_MD_CTX_new());
  const bool holds = EVP_DigestVerifyInit(context.get(), nullptr, digest(hash), nullptr, key_.get()) == 1 &&
                     EVP_DigestVerify(context.get(), der.data(), der.size(), message.data(), message.size()) == 1;
  ERR_clear_error();
  return holds;
}

}  // namespace gate
