#include "unit/signatures/test_signer.h"

#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace gate {

namespace {

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string("OpenSSL: ") + what);
}

EVP_PKEY* new_key(const std::string& kind) { return kind == "RSA-2048" ? EVP_RSA_gen(2048) : EVP_EC_gen(kind.c_str()); }

void add_usages(X509* certificate, const std::string& usages) {
  if (usages.empty()) return;
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_ext_key_usage, usages.c_str());
  require(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1, "extended key usage");
  X509_EXTENSION_free(extension);
}

Bytes side_by_side(const Bytes& der, int size) {
  const unsigned char* begin = der.data();
  ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(der.size()));
  require(signature != nullptr, "signature");
  Bytes both(2 * static_cast<std::size_t>(size));
  BN_bn2binpad(ECDSA_SIG_get0_r(signature), both.data(), size);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature), both.data() + size, size);
  ECDSA_SIG_free(signature);
  return both;
}

}  // namespace

TestSigner::TestSigner(const TestSignerOptions& options)
    : key_(new_key(options.key), EVP_PKEY_free), certificate_(X509_new(), X509_free) {
  X509* certificate = certificate_.get();
  require(key_ != nullptr && X509_set_version(certificate, X509_VERSION_3) == 1, "key");
  require(ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), options.not_before.c_str()) == 1, "not_before");
  require(ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), options.not_after.c_str()) == 1, "not_after");
  require(X509_set_pubkey(certificate, key_.get()) == 1, "public key");
  add_usages(certificate, options.usages);
  require(X509_sign(certificate, key_.get(), EVP_sha256()) > 0, "self-signature");
}

std::string TestSigner::certificate_pem() const {
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), BIO_free_all);
  PEM_write_bio_X509(bio.get(), certificate_.get());
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

Bytes TestSigner::certificate_der() const {
  Bytes der(static_cast<std::size_t>(i2d_X509(certificate_.get(), nullptr)));
  unsigned char* end = der.data();
  i2d_X509(certificate_.get(), &end);
  return der;
}

Bytes TestSigner::key_id() const {
  Bytes digest(EVP_MAX_MD_SIZE);
  X509_digest(certificate_.get(), EVP_sha256(), digest.data(), nullptr);
  digest.resize(8);
  return digest;
}

Bytes TestSigner::sign(ByteView message) const {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* key_context = nullptr;
  require(EVP_DigestSignInit(context.get(), &key_context, EVP_sha256(), nullptr, key_.get()) == 1, "signing");
  const bool rsa = EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_RSA;
  if (rsa) EVP_PKEY_CTX_set_rsa_padding(key_context, RSA_PKCS1_PSS_PADDING);
  if (rsa) EVP_PKEY_CTX_set_rsa_pss_saltlen(key_context, RSA_PSS_SALTLEN_DIGEST);
  Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())));
  std::size_t size = signature.size();
  require(EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) == 1, "signing");
  signature.resize(size);
  return rsa ? signature : side_by_side(signature, (EVP_PKEY_get_bits(key_.get()) + 7) / 8);
}

}  // namespace gate
