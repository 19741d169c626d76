#include "unit/signatures/test_signer.h"

#include <openssl/core_names.h>
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

EVP_PKEY* new_key(const TestSignerOptions& options) {
  EVP_PKEY* key = options.key == "RSA-2048" ? EVP_RSA_gen(2048) : EVP_EC_gen(options.key.c_str());
  if (options.explicit_curve) EVP_PKEY_set_utf8_string_param(key, OSSL_PKEY_PARAM_EC_ENCODING, "explicit");
  return key;
}

void set_name(X509_NAME* name, const TestSignerOptions& options) {
  const auto add = [&](const char* field, const std::string& value) {
    const auto* text = reinterpret_cast<const unsigned char*>(value.c_str());
    require(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, text, -1, -1, 0) == 1, "name");
  };
  if (options.country.empty()) return;
  add("C", options.country);
  add("CN", options.name);
}

X509_EXTENSION* new_extension(const std::pair<std::string, std::string>& extension, X509V3_CTX& context) {
  X509_EXTENSION* made = X509V3_EXT_conf(nullptr, &context, extension.first.c_str(), extension.second.c_str());
  require(made != nullptr, "extension");
  return made;
}

void add_extensions(X509* certificate, X509* issuer, const TestSignerOptions& options) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  for (const auto& named : options.extensions) {
    X509_EXTENSION* extension = new_extension(named, context);
    require(X509_add_ext(certificate, extension, -1) == 1, "extension");
    X509_EXTENSION_free(extension);
  }
}

void revoke(X509_CRL* list, long serial) {
  X509_REVOKED* revoked = X509_REVOKED_new();
  ASN1_INTEGER* number = ASN1_INTEGER_new();
  ASN1_INTEGER_set(number, serial);
  X509_REVOKED_set_serialNumber(revoked, number);
  X509_REVOKED_set_revocationDate(revoked, const_cast<ASN1_TIME*>(X509_CRL_get0_lastUpdate(list)));
  require(X509_CRL_add0_revoked(list, revoked) == 1, "revocation");
  ASN1_INTEGER_free(number);
}

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
    : key_(new_key(options), EVP_PKEY_free), certificate_(X509_new(), X509_free) {
  X509* certificate = certificate_.get();
  require(key_ != nullptr && X509_set_version(certificate, X509_VERSION_3) == 1, "key");
  require(ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), options.not_before.c_str()) == 1, "not_before");
  require(ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), options.not_after.c_str()) == 1, "not_after");
  require(X509_set_pubkey(certificate, key_.get()) == 1, "public key");
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), options.serial);
  set_name(X509_get_subject_name(certificate), options);
  const TestSigner& issuer = options.issued_by == nullptr ? *this : *options.issued_by;
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer.certificate_.get()));
  add_usages(certificate, options.usages);
  add_extensions(certificate, issuer.certificate_.get(), options);
  const EVP_MD* hash = EVP_get_digestbyname(options.certified_with.c_str());
  require(X509_sign(certificate, issuer.key_.get(), hash) > 0, "issuer's signature");
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

Bytes TestSigner::sign(ByteView message, const std::string& hash) const {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* key_context = nullptr;
  require(EVP_DigestSignInit(context.get(), &key_context, EVP_get_digestbyname(hash.c_str()), nullptr, key_.get()) == 1,
          "signing");
  const bool rsa = EVP_PKEY_get_base_id(key_.get()) == EVP_PKEY_RSA;
  if (rsa) EVP_PKEY_CTX_set_rsa_padding(key_context, RSA_PKCS1_PSS_PADDING);
  if (rsa) EVP_PKEY_CTX_set_rsa_pss_saltlen(key_context, RSA_PSS_SALTLEN_DIGEST);
  Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())));
  std::size_t size = signature.size();
  require(EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) == 1, "signing");
  signature.resize(size);
  return rsa ? signature : side_by_side(signature, (EVP_PKEY_get_bits(key_.get()) + 7) / 8);
}

std::pair<Bytes, Bytes> TestSigner::point() const {
  Bytes encoded(65);  // 04, x, y
  std::size_t size = 0;
  require(EVP_PKEY_get_octet_string_param(key_.get(), OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, encoded.data(),
                                          encoded.size(), &size) == 1,
          "public key");
  require(size == encoded.size() && encoded[0] == 4, "uncompressed point on P-256");
  return {Bytes(encoded.begin() + 1, encoded.begin() + 33), Bytes(encoded.begin() + 33, encoded.end())};
}

Bytes TestSigner::revocation_list(const std::vector<long>& serials,
                                  const std::pair<std::string, std::string>& extension) const {
  const std::unique_ptr<X509_CRL, decltype(&X509_CRL_free)> list(X509_CRL_new(), X509_CRL_free);
  const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> date(ASN1_TIME_new(), ASN1_TIME_free);
  require(ASN1_TIME_set_string_X509(date.get(), "20211001000000Z") == 1, "date");
  X509_CRL_set_version(list.get(), X509_CRL_VERSION_2);
  X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(certificate_.get()));
  X509_CRL_set1_lastUpdate(list.get(), date.get());
  for (const long serial : serials) revoke(list.get(), serial);
  if (!extension.first.empty()) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, certificate_.get(), nullptr, nullptr, list.get(), 0);
    X509_EXTENSION* made = new_extension(extension, context);
    X509_CRL_add_ext(list.get(), made, -1);
    X509_EXTENSION_free(made);
  }
  require(X509_CRL_sign(list.get(), key_.get(), EVP_sha256()) > 0, "revocation list");
  Bytes der(static_cast<std::size_t>(i2d_X509_CRL(list.get(), nullptr)));
  unsigned char* end = der.data();
  i2d_X509_CRL(list.get(), &end);
  return der;
}

}  // namespace gate
