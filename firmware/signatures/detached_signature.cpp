#include "signatures/detached_signature.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>

#include "signatures/openssl_handles.h"

namespace gate {
namespace {

using openssl::Bio;
using Cms = std::unique_ptr<CMS_ContentInfo, openssl::Deleter<CMS_ContentInfo_free>>;
using Store = std::unique_ptr<X509_STORE, openssl::Deleter<X509_STORE_free>>;
using KeyHandle = std::unique_ptr<EVP_PKEY, openssl::Deleter<EVP_PKEY_free>>;

constexpr int kLevel = 2;  // OpenSSL's security level of 112 bits: no SHA-1, no RSA below 2048
constexpr unsigned kFlags = CMS_BINARY | CMS_DETACHED;

/// A view of `text`, which must outlive it.
Bio memory(std::string_view text) { return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

/// The innermost reason OpenSSL has, and none left over for whoever calls it next.
std::string openssl_reason() {
  const char* reason = ERR_reason_error_string(ERR_peek_error());
  std::string text = reason == nullptr ? "no reason given" : reason;
  const char* data = nullptr;
  int flags = 0;
  ERR_peek_last_error_data(&data, &flags);
  if (data != nullptr && (flags & ERR_TXT_STRING) != 0 && *data != '\0') text += std::string(": ") + data;
  ERR_clear_error();
  return text;
}

Result<Store> authorities(std::string_view pem, WallTime now) {
  Store store(X509_STORE_new());
  const Bio bio = memory(pem);
  std::size_t count = 0;
  for (;; ++count) {
    const openssl::X509Handle certificate(PEM_read_bio_X509(bio.get(), nullptr, openssl::no_pass_phrase, nullptr));
    if (certificate == nullptr) break;
    X509_STORE_add_cert(store.get(), certificate.get());
  }
  ERR_clear_error();  // the end of the text is an error to it
  if (count == 0) return fail(ErrorCode::kInvalidInput, "the update authority's certificate cannot be read");
  X509_VERIFY_PARAM* param = X509_STORE_get0_param(store.get());
  X509_VERIFY_PARAM_set_time(param, std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  X509_VERIFY_PARAM_set_auth_level(param, kLevel);
  return store;
}

bool is_strong(const X509_ALGOR* digest) {
  constexpr std::array kStrong{NID_sha256, NID_sha384, NID_sha512};
  const int nid = OBJ_obj2nid(digest->algorithm);
  return std::find(kStrong.begin(), kStrong.end(), nid) != kStrong.end();
}

/// One signature and a digest nobody can make collide; the chain's strength is the store's to check.
Status check_signer(CMS_ContentInfo* cms) {
  STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(cms);
  if (sk_CMS_SignerInfo_num(signers) != 1) return fail(ErrorCode::kUntrusted, "not exactly one signature");
  X509_ALGOR* digest = nullptr;
  CMS_SignerInfo_get0_algs(sk_CMS_SignerInfo_value(signers, 0), nullptr, nullptr, &digest, nullptr);
  if (digest == nullptr || !is_strong(digest)) return fail(ErrorCode::kUntrusted, "signed over a weak digest");
  return {};
}

Result<Cms> read_cms(ByteView signature) {
  if (signature.size() > kMaxDetachedSignatureBytes) return fail(ErrorCode::kUntrusted, "the signature is too large");
  const unsigned char* position = signature.data();
  Cms cms(d2i_CMS_ContentInfo(nullptr, &position, static_cast<long>(signature.size())));
  ERR_clear_error();
  const bool whole = cms != nullptr && position == signature.data() + signature.size();
  if (!whole || OBJ_obj2nid(CMS_get0_type(cms.get())) != NID_pkcs7_signed)
    return fail(ErrorCode::kUntrusted, "not a signature (CMS, DER)");
  if (CMS_is_detached(cms.get()) != 1) return fail(ErrorCode::kUntrusted, "the signature has a content of its own");
  return cms;
}

}  // namespace

Status verify_detached_signature(std::string_view content, ByteView signature, std::string_view authorities_pem,
                                 WallTime now) {
  const auto store = authorities(authorities_pem, now);
  if (!store) return fail(store.error());
  const auto cms = read_cms(signature);
  if (!cms) return fail(cms.error());
  if (const Status signer = check_signer(cms->get()); !signer) return fail(signer.error());
  const Bio signed_content = memory(content);
  ERR_clear_error();
  if (CMS_verify(cms->get(), nullptr, store->get(), signed_content.get(), nullptr, kFlags) == 1) return {};
  return fail(ErrorCode::kUntrusted, openssl_reason());
}

Result<Bytes> make_detached_signature(std::string_view content, std::string_view certificate_pem,
                                      std::string_view key_pem) {
  const openssl::X509Handle certificate(
      PEM_read_bio_X509(memory(certificate_pem).get(), nullptr, openssl::no_pass_phrase, nullptr));
  const KeyHandle key(PEM_read_bio_PrivateKey(memory(key_pem).get(), nullptr, openssl::no_pass_phrase, nullptr));
  if (certificate == nullptr || key == nullptr || X509_check_private_key(certificate.get(), key.get()) != 1) {
    ERR_clear_error();
    return fail(ErrorCode::kInvalidInput, "the update key and its certificate cannot be read or are not a pair");
  }
  const Bio text = memory(content);
  const Cms cms(CMS_sign(certificate.get(), key.get(), nullptr, text.get(), kFlags));
  if (cms == nullptr) return fail(ErrorCode::kInternal, openssl_reason());
  const int size = i2d_CMS_ContentInfo(cms.get(), nullptr);
  if (size <= 0) return fail(ErrorCode::kInternal, openssl_reason());
  Bytes signature(static_cast<std::size_t>(size));
  unsigned char* position = signature.data();
  i2d_CMS_ContentInfo(cms.get(), &position);
  return signature;
}

}  // namespace gate
