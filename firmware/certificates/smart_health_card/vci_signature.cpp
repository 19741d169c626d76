#include "certificates/smart_health_card/vci_signature.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <string>

#include "signatures/openssl_handles.h"

namespace gate {

namespace {

// SHA-512 under P-521 is what the directory signs with (vci-directory, vci_snapshot.crt, since March 2022).
const EVP_MD* digest_for(EVP_PKEY* key) {
  if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC) return nullptr;
  switch (EVP_PKEY_get_bits(key)) {
    case 521: return EVP_sha512();
    case 256: return EVP_sha256();
    default: return nullptr;
  }
}

}  // namespace

Status verify_vci_snapshot(std::string_view snapshot, ByteView signature, std::string_view certificate_pem) {
  const openssl::Bio bio(BIO_new_mem_buf(certificate_pem.data(), static_cast<int>(certificate_pem.size())));
  const openssl::X509Handle certificate(PEM_read_bio_X509(bio.get(), nullptr, openssl::no_pass_phrase, nullptr));
  EVP_PKEY* key = certificate == nullptr ? nullptr : X509_get0_pubkey(certificate.get());
  const EVP_MD* digest = key == nullptr ? nullptr : digest_for(key);
  if (digest == nullptr) {
    ERR_clear_error();
    return fail(ErrorCode::kInvalidInput, "VCI directory: not a certificate in PEM with a key on P-521 or P-256");
  }
  const openssl::DigestContext context(EVP_MD_CTX_new());
  const ByteView message = bytes_of(snapshot);
  const bool holds =
      EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1 &&
      EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
  ERR_clear_error();
  if (!holds) return fail(ErrorCode::kUntrusted, "VCI directory: the signature does not hold");
  return {};
}

}  // namespace gate
