#include "certificates/trust/x509_file.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <optional>

#include "encoding/base64.h"
#include "encoding/plain_text.h"
#include "signatures/openssl_handles.h"
#include "signatures/sha256.h"

namespace gate {

namespace {

using RevocationList = std::unique_ptr<X509_CRL, openssl::Deleter<X509_CRL_free>>;
using Content = X509File::Content;

KeyId first_bytes(const unsigned char* bytes, int size) {
  KeyId id{};
  if (bytes == nullptr || size <= 0) return id;
  const Sha256 digest = sha256({bytes, static_cast<std::size_t>(size)});
  std::copy_n(digest.begin(), id.size(), id.begin());
  return id;
}

template <class T, class Encode>
KeyId id_of(T* object, Encode encode) {
  unsigned char* der = nullptr;
  const int size = encode(object, &der);
  const KeyId id = first_bytes(der, size);
  OPENSSL_free(der);
  return id;
}

std::optional<X509File> describe(X509* certificate) {
  if (certificate == nullptr) return std::nullopt;
  const bool authority = X509_check_ca(certificate) == 1;  // 1: basicConstraints says CA:TRUE
  return X509File{authority ? Content::kAuthority : Content::kCertificate, id_of(certificate, i2d_X509)};
}

std::optional<X509File> describe(const X509_CRL* list) {
  if (list == nullptr) return std::nullopt;
  return X509File{Content::kRevocationList, id_of(X509_CRL_get_issuer(list), i2d_X509_NAME)};
}

std::optional<X509File> read_pem(std::string_view pem) {
  const auto bio = [&] { return openssl::Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))); };
  const openssl::X509Handle certificate(PEM_read_bio_X509(bio().get(), nullptr, openssl::no_pass_phrase, nullptr));
  if (certificate != nullptr) return describe(certificate.get());
  return describe(RevocationList(PEM_read_bio_X509_CRL(bio().get(), nullptr, openssl::no_pass_phrase, nullptr)).get());
}

std::optional<X509File> read_der(ByteView der) {
  const unsigned char* begin = der.data();
  const auto size = static_cast<long>(der.size());
  if (const openssl::X509Handle certificate(d2i_X509(nullptr, &begin, size)); certificate != nullptr)
    return describe(certificate.get());
  begin = der.data();
  return describe(RevocationList(d2i_X509_CRL(nullptr, &begin, size)).get());
}

std::optional<X509File> read_base64(std::string_view content) {
  const auto der = decode_any_base64(without_white_space(content));
  return der ? read_der(*der) : std::nullopt;
}

}  // namespace

Result<X509File> read_x509_file(std::string_view content) {
  constexpr std::size_t kMaxBytes = 16 * 1024 * 1024;  // the largest revocation lists known have 1 MB
  if (content.size() > kMaxBytes) return fail(ErrorCode::kInvalidInput, "larger than 16 MiB");
  auto file = content.find("-----BEGIN ") != std::string_view::npos ? read_pem(content) : read_der(bytes_of(content));
  if (!file) file = read_base64(content);
  ERR_clear_error();
  if (!file) return fail(ErrorCode::kInvalidInput, "neither an X.509 certificate nor a revocation list");
  return *file;
}

}  // namespace gate
