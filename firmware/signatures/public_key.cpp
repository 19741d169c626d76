#include "signatures/public_key.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <optional>

#include "signatures/ecdsa_der.h"
#include "signatures/openssl_handles.h"
#include "signatures/sha256.h"

namespace gate {

namespace {

constexpr int kP256Bytes = 32;
constexpr int kPssSaltBytes = 32;  // RFC 8230, 2: as long as the hash
// EU DCC technical specifications, volume 1, 3.2.2 recommend 2048, but a national signer of the official quality
// assurance suite has 1024, and every official verifier takes it. Such keys are believed and told to staff, see
// is_weak().
constexpr int kMinRsaBits = 1024;
constexpr int kStrongRsaBits = 2048;

std::optional<SignatureAlgorithm> algorithm_of(EVP_PKEY* key) {
  std::array<char, 64> group{};
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_EC:
      if (EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) != 1) return std::nullopt;
      if (OBJ_txt2nid(group.data()) != NID_X9_62_prime256v1) return std::nullopt;
      return SignatureAlgorithm::kEs256;
    case EVP_PKEY_RSA:
    case EVP_PKEY_RSA_PSS:
      if (EVP_PKEY_get_bits(key) < kMinRsaBits) return std::nullopt;
      return SignatureAlgorithm::kPs256;
    default: return std::nullopt;
  }
}

/// Empty when OpenSSL cannot.
Bytes der_of(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  if (size <= 0) return {};
  Bytes bytes(der, der + size);
  OPENSSL_free(der);
  return bytes;
}

std::optional<KeyId> key_id_of(EVP_PKEY* key) {
  const Bytes der = der_of(key);
  if (der.empty()) return std::nullopt;
  const Sha256 digest = sha256(der);
  KeyId id;
  std::copy_n(digest.begin(), id.size(), id.begin());
  return id;
}

bool use_pss(EVP_PKEY_CTX* context) {
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, kPssSaltBytes) == 1;
}

}  // namespace

Result<PublicKey> PublicKey::from_openssl(std::shared_ptr<evp_pkey_st> key) {
  const auto algorithm = algorithm_of(key.get());
  if (!algorithm) return fail(ErrorCode::kUnsupported, "key is neither EC on P-256 nor RSA of 1024 bits or more");
  const auto id = key_id_of(key.get());
  if (!id) return fail(ErrorCode::kInternal, "OpenSSL cannot encode this public key");
  return PublicKey(std::move(key), *algorithm, *id);
}

Result<PublicKey> PublicKey::from_der(ByteView der) {
  const unsigned char* begin = der.data();
  EVP_PKEY* key = d2i_PUBKEY(nullptr, &begin, static_cast<long>(der.size()));
  ERR_clear_error();
  if (key == nullptr) return fail(ErrorCode::kInvalidInput, "not a public key in DER");
  return from_openssl(openssl::share(key));
}

Result<PublicKey> PublicKey::from_pem(std::string_view pem) {
  const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  EVP_PKEY* key = PEM_read_bio_PUBKEY(bio.get(), nullptr, openssl::no_pass_phrase, nullptr);
  ERR_clear_error();
  if (key == nullptr) return fail(ErrorCode::kInvalidInput, "not a public key in PEM");
  return from_openssl(openssl::share(key));
}

bool PublicKey::is_weak() const {
  return algorithm_ == SignatureAlgorithm::kPs256 && EVP_PKEY_get_bits(key_.get()) < kStrongRsaBits;
}

std::string PublicKey::to_pem() const {
  const openssl::Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PUBKEY(bio.get(), key_.get());
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

Bytes PublicKey::to_der() const { return der_of(key_.get()); }

bool PublicKey::verify(ByteView message, ByteView signature) const {
  // OpenSSL takes RSA signatures without their leading zeros; RFC 8017, 8.1.2 does not: one signature, one spelling.
  const auto expected_size = algorithm_ == SignatureAlgorithm::kEs256 ? 2 * kP256Bytes : EVP_PKEY_get_size(key_.get());
  if (signature.size() != static_cast<std::size_t>(expected_size)) return false;
  Bytes der;
  if (algorithm_ == SignatureAlgorithm::kEs256) signature = der = ecdsa_der(signature);
  const openssl::DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* key_context = nullptr;
  const bool ready = EVP_DigestVerifyInit(context.get(), &key_context, EVP_sha256(), nullptr, key_.get()) == 1 &&
                     (algorithm_ != SignatureAlgorithm::kPs256 || use_pss(key_context));
  const bool holds =
      ready && EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
  ERR_clear_error();
  return holds;
}

}  // namespace gate
