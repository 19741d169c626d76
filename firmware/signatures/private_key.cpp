#include "signatures/private_key.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "encoding/bounded_file.h"
#include "encoding/new_file.h"
#include "signatures/openssl_handles.h"

namespace gate {

namespace {

constexpr int kP256Bytes = 32;
constexpr std::size_t kMaxKeyFileBytes = 64 * 1024;

Bytes side_by_side(ByteView der) {
  const unsigned char* begin = der.data();
  const openssl::EcdsaSignature ecdsa(d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(der.size())));
  Bytes signature(2 * kP256Bytes);
  if (ecdsa == nullptr || BN_bn2binpad(ECDSA_SIG_get0_r(ecdsa.get()), signature.data(), kP256Bytes) != kP256Bytes ||
      BN_bn2binpad(ECDSA_SIG_get0_s(ecdsa.get()), signature.data() + kP256Bytes, kP256Bytes) != kP256Bytes) {
    return {};
  }
  return signature;
}

}  // namespace

Result<PrivateKey> PrivateKey::from_openssl(std::shared_ptr<evp_pkey_st> key) {
  auto public_key = PublicKey::from_openssl(key);
  if (!public_key || public_key->algorithm() != SignatureAlgorithm::kEs256) {
    return fail(ErrorCode::kUnsupported, "signing key is not EC on P-256");
  }
  return PrivateKey(std::move(key), std::move(*public_key));
}

Result<PrivateKey> PrivateKey::create() {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  if (key == nullptr) return fail(ErrorCode::kInternal, "OpenSSL cannot make a P-256 key");
  return from_openssl(openssl::share(key));
}

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem) {
  const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  EVP_PKEY* key = PEM_read_bio_PrivateKey(bio.get(), nullptr, openssl::no_pass_phrase, nullptr);
  ERR_clear_error();
  if (key == nullptr) return fail(ErrorCode::kInvalidInput, "not an unencrypted private key in PEM");
  return from_openssl(openssl::share(key));
}

Result<PrivateKey> PrivateKey::load_pem(const std::filesystem::path& file) {
  auto pem = read_bounded_file(file, kMaxKeyFileBytes);
  if (!pem) return fail(pem.error());
  auto key = from_pem(*pem);
  OPENSSL_cleanse(pem->data(), pem->size());  // NOLINT(clang-analyzer-cplusplus.InnerPointer): nothing moved it
  if (!key) return fail(key.error(), file.string());
  return key;
}

Result<PrivateKey> PrivateKey::load_or_create_pem(const std::filesystem::path& file) {
  auto key = load_pem(file);
  if (key || key.error().code != ErrorCode::kNotFound) return key;
  key = create();
  if (!key) return key;
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);  // what fails here fails again below
  if (Status saved = key->save_pem(file); !saved) return fail(saved.error());
  return key;
}

Status PrivateKey::save_pem(const std::filesystem::path& file) const {
  const openssl::Bio bio(BIO_new(BIO_s_secmem()));
  char* text = nullptr;
  if (PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return fail(ErrorCode::kInternal, "OpenSSL cannot encode this private key");
  }
  const auto size = static_cast<std::size_t>(BIO_get_mem_data(bio.get(), &text));
  return write_new_file(file, bytes_of({text, size}));
}

Result<Bytes> PrivateKey::sign(ByteView message) const {
  const openssl::DigestContext context(EVP_MD_CTX_new());
  Bytes der(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())));
  std::size_t size = der.size();
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), der.data(), &size, message.data(), message.size()) != 1) {
    ERR_clear_error();
    return fail(ErrorCode::kInternal, "OpenSSL cannot sign");
  }
  Bytes signature = side_by_side(ByteView(der).first(size));
  if (signature.empty()) return fail(ErrorCode::kInternal, "OpenSSL made an unreadable signature");
  return signature;
}

}  // namespace gate
