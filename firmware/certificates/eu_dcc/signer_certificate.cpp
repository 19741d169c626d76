#include "certificates/eu_dcc/signer_certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>

#include "signatures/openssl_handles.h"
#include "signatures/openssl_time.h"

namespace gate {

namespace {

tl::unexpected<Error> unreadable(std::string_view what) {
  ERR_clear_error();
  return fail(ErrorCode::kInvalidInput, std::string(what));
}

// The last arc of a DCC key usage; nothing for any other.
std::optional<std::string> dcc_usage(const ASN1_OBJECT* usage) {
  std::array<char, 128> buffer{};
  OBJ_obj2txt(buffer.data(), buffer.size(), usage, 1);
  const std::string_view oid = buffer.data();
  for (const std::string_view arc : {"1.3.6.1.4.1.1847.2021.1.", "1.3.6.1.4.1.0.1847.2021.1."}) {
    if (oid.starts_with(arc)) return std::string(oid.substr(arc.size()));
  }
  return std::nullopt;
}

// Nothing when the extension is there but cannot be read.
std::optional<StatementKinds> scope_of(const X509* certificate) {
  int found = 0;
  const openssl::ExtendedKeyUsage usages(
      static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(certificate, NID_ext_key_usage, &found, nullptr)));
  if (usages == nullptr) return found == -1 ? std::optional(StatementKinds::all()) : std::nullopt;
  std::vector<std::string> stated;
  for (int i = 0; i < sk_ASN1_OBJECT_num(usages.get()); ++i) {
    if (auto usage = dcc_usage(sk_ASN1_OBJECT_value(usages.get(), i))) stated.push_back(std::move(*usage));
  }
  if (stated.empty()) return StatementKinds::all();
  const auto states = [&](std::string_view arc) { return std::ranges::find(stated, arc) != stated.end(); };
  return StatementKinds{states("1"), states("2"), states("3")};
}

Result<SignerCertificate> read_certificate(const X509* certificate) {
  SignerCertificate signer;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  if (X509_digest(certificate, EVP_sha256(), digest.data(), nullptr) != 1) return unreadable("cannot be hashed");
  std::copy_n(digest.begin(), signer.key_id.size(), signer.key_id.begin());

  const auto not_before = openssl::wall_time(X509_get0_notBefore(certificate));
  const auto not_after = openssl::wall_time(X509_get0_notAfter(certificate));
  if (!not_before || !not_after) return unreadable("validity dates are unreadable");
  signer.not_before = *not_before;
  signer.not_after = *not_after;

  const auto scope = scope_of(certificate);
  if (!scope) return unreadable("extended key usage is unreadable");
  signer.scope = *scope;

  EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (key == nullptr) return unreadable("public key is unreadable");
  EVP_PKEY_up_ref(key);
  if (auto usable = PublicKey::from_openssl(openssl::share(key))) signer.key = std::move(*usable);
  return signer;
}

}  // namespace

Result<SignerCertificate> SignerCertificate::from_der(ByteView der) {
  const unsigned char* position = der.data();
  const openssl::X509Handle certificate(d2i_X509(nullptr, &position, static_cast<long>(der.size())));
  if (certificate == nullptr) return unreadable("not an X.509 certificate in DER");
  if (position != der.data() + der.size()) return unreadable("bytes left over after the certificate");
  return read_certificate(certificate.get());
}

Result<std::vector<SignerCertificate>> SignerCertificate::all_from_pem(std::string_view pem) {
  const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  std::vector<SignerCertificate> signers;
  for (;;) {
    const openssl::X509Handle certificate(PEM_read_bio_X509(bio.get(), nullptr, openssl::no_pass_phrase, nullptr));
    if (certificate == nullptr) break;
    auto signer = read_certificate(certificate.get());
    if (!signer) return fail(signer.error());
    signers.push_back(std::move(*signer));
  }
  const bool ended = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (!ended) return unreadable("certificate " + std::to_string(signers.size() + 1) + " is unreadable");
  if (signers.empty()) return unreadable("no X.509 certificate in it");
  return signers;
}

}  // namespace gate
