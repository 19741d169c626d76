#include "certificates/trust/public_key_file.h"

#include "certificates/eu_dcc/signer_certificate.h"
#include "encoding/bounded_file.h"

namespace gate {

namespace {

constexpr std::size_t kMaxKeyFileBytes = 256 * 1024;  // as much as a stick's report, which may carry a terminal's key

tl::unexpected<Error> not_p256() { return fail(ErrorCode::kInvalidInput, "the key is not EC on P-256"); }

}  // namespace

Result<PublicKey> read_p256_key(std::string_view pem) {
  if (pem.find("-----BEGIN CERTIFICATE-----") != std::string_view::npos) {
    auto certificates = SignerCertificate::all_from_pem(pem);
    if (!certificates) return fail(certificates.error());
    auto& key = certificates->front().key;
    if (!key || key->algorithm() != SignatureAlgorithm::kEs256) return not_p256();
    return std::move(*key);
  }
  auto key = PublicKey::from_pem(pem);
  if (!key && key.error().code == ErrorCode::kUnsupported) return not_p256();
  if (!key) return fail(ErrorCode::kInvalidInput, key.error().message);
  if (key->algorithm() != SignatureAlgorithm::kEs256) return not_p256();
  return key;
}

Result<PublicKey> read_p256_key_file(const std::filesystem::path& file) {
  const auto content = read_bounded_file(file, kMaxKeyFileBytes);
  if (!content) return fail(content.error());
  return read_p256_key(*content);
}

}  // namespace gate
