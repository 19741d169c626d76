#include "passes/sealing.h"

#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>

#include <memory>

namespace gate {
namespace {

constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
using Derivation = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;

enum class Direction : int { kOpen = 0, kSeal = 1 };

/// A context ready for the text; null when OpenSSL refuses.
Cipher start(Direction direction, KeyView key, const std::uint8_t* nonce, ByteView context) {
  Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int length = 0;
  if (cipher != nullptr &&
      EVP_CipherInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce, static_cast<int>(direction)) ==
          1 &&
      EVP_CipherUpdate(cipher.get(), nullptr, &length, context.data(), static_cast<int>(context.size())) == 1)
    return cipher;
  return {nullptr, EVP_CIPHER_CTX_free};
}

tl::unexpected<Error> openssl_failed() { return fail(ErrorCode::kInternal, "OpenSSL's AES-256-GCM failed"); }

}  // namespace

Status fill_random(std::span<std::uint8_t> out) {
  if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1)
    return fail(ErrorCode::kInternal, "OpenSSL's random generator failed");
  return {};
}

Result<Bytes> seal(KeyView key, ByteView context, ByteView plain) {
  Bytes sealed(kNonceBytes + plain.size() + kTagBytes);
  std::uint8_t* const text = sealed.data() + kNonceBytes;
  if (auto filled = fill_random(std::span(sealed).first(kNonceBytes)); !filled) return fail(filled.error());
  const Cipher cipher = start(Direction::kSeal, key, sealed.data(), context);
  int length = 0;
  if (cipher == nullptr ||
      EVP_CipherUpdate(cipher.get(), text, &length, plain.data(), static_cast<int>(plain.size())) != 1 ||
      EVP_CipherFinal_ex(cipher.get(), text + length, &length) != 1 ||
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, text + plain.size()) != 1)
    return openssl_failed();
  return sealed;
}

Result<WipedBytes> unseal(KeyView key, ByteView context, ByteView sealed) {
  const auto broken = fail(ErrorCode::kUntrusted, "the seal does not hold: damaged, tampered with, or another key");
  if (sealed.size() < kNonceBytes + kTagBytes) return broken;
  const ByteView text = sealed.subspan(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
  Bytes tag(sealed.end() - kTagBytes, sealed.end());  // OpenSSL takes it as mutable
  WipedBytes plain(text.size());
  const Cipher cipher = start(Direction::kOpen, key, sealed.data(), context);
  int length = 0;
  if (cipher == nullptr ||
      EVP_CipherUpdate(cipher.get(), plain.data(), &length, text.data(), static_cast<int>(text.size())) != 1 ||
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) != 1)
    return openssl_failed();
  if (EVP_CipherFinal_ex(cipher.get(), plain.data() + length, &length) != 1) return broken;
  return plain;
}

Result<Key> derive_key(KeyView key, std::string_view purpose) {
  const Derivation hkdf(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr), EVP_PKEY_CTX_free);
  const ByteView info = bytes_of(purpose);
  Key derived;
  std::size_t length = kKeyBytes;
  if (hkdf == nullptr || EVP_PKEY_derive_init(hkdf.get()) != 1 ||
      EVP_PKEY_CTX_set_hkdf_md(hkdf.get(), EVP_sha256()) != 1 ||
      EVP_PKEY_CTX_set1_hkdf_key(hkdf.get(), key.data(), kKeyBytes) != 1 ||
      EVP_PKEY_CTX_add1_hkdf_info(hkdf.get(), info.data(), static_cast<int>(info.size())) != 1 ||
      EVP_PKEY_derive(hkdf.get(), derived.bytes().data(), &length) != 1)
    return fail(ErrorCode::kInternal, "OpenSSL's HKDF failed");
  return derived;
}

}  // namespace gate
