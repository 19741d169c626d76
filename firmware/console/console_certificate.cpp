#include "console/console_certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <array>

#include "console/private_file.h"
#include "encoding/bounded_file.h"
#include "encoding/bytes.h"
#include "passes/sealing.h"
#include "signatures/openssl_handles.h"
#include "signatures/private_key.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using openssl::Bio;
using openssl::X509Handle;

constexpr std::size_t kMaxFileBytes = 16 * 1024;

std::time_t seconds_of(WallTime time) {
  return static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}

Result<X509Handle> read_certificate(const fs::path& file) {
  const auto pem = read_bounded_file(file, kMaxFileBytes);
  if (!pem) return fail(pem.error());
  const Bio bio(BIO_new_mem_buf(pem->data(), static_cast<int>(pem->size())));
  X509Handle certificate(PEM_read_bio_X509(bio.get(), nullptr, openssl::no_pass_phrase, nullptr));
  ERR_clear_error();
  if (certificate == nullptr)
    return fail(ErrorCode::kInvalidInput, file.string() + ": not a certificate in PEM; remove it and one is made");
  return certificate;
}

/// "0.0.0.0" is no address anybody goes to.
std::string named_address(const std::string& listen) {
  return listen == "0.0.0.0" || listen == "::" ? "127.0.0.1" : listen;
}

bool is_in_force(X509* certificate, const PrivateKey& key, const std::string& listen, WallTime now) {
  std::time_t today = seconds_of(now);
  std::time_t soon = seconds_of(now + ConsoleCertificate::kRenewBefore);
  return X509_cmp_time(X509_get0_notBefore(certificate), &today) < 0 &&
         X509_cmp_time(X509_get0_notAfter(certificate), &soon) > 0 &&
         X509_check_private_key(certificate, key.openssl()) == 1 &&
         X509_check_ip_asc(certificate, named_address(listen).c_str(), 0) == 1;
}

bool add_extension(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  const bool added = extension != nullptr && X509_add_ext(certificate, extension, -1) == 1;
  X509_EXTENSION_free(extension);
  return added;
}

bool name_it(X509* certificate) {
  std::array<unsigned char, 16> random;
  if (!fill_random(random)) return false;
  random[0] &= 0x7F;  // RFC 5280, 4.1.2.2: positive
  BIGNUM* number = BN_bin2bn(random.data(), static_cast<int>(random.size()), nullptr);
  const bool numbered = BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
  BN_free(number);
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto* text = reinterpret_cast<const unsigned char*>("gate-terminal");
  return numbered && X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0) == 1 &&
         X509_set_issuer_name(certificate, name) == 1;
}

std::string names_of(const std::string& listen) {
  const std::string names = "DNS:gate-terminal,DNS:gate-terminal.local,IP:127.0.0.1";
  const std::string address = named_address(listen);
  return address == "127.0.0.1" ? names : names + ",IP:" + address;
}

X509Handle make_certificate(EVP_PKEY* key, const std::string& listen, WallTime now) {
  X509Handle certificate(X509_new());
  X509* raw = certificate.get();
  const std::time_t from = seconds_of(now - std::chrono::days{1});  // browsers' clocks differ
  const std::time_t until = seconds_of(now + ConsoleCertificate::kValid);
  const bool made = X509_set_version(raw, X509_VERSION_3) == 1 && name_it(raw) &&
                    ASN1_TIME_set(X509_getm_notBefore(raw), from) != nullptr &&
                    ASN1_TIME_set(X509_getm_notAfter(raw), until) != nullptr && X509_set_pubkey(raw, key) == 1 &&
                    add_extension(raw, NID_basic_constraints, "critical,CA:FALSE") &&
                    add_extension(raw, NID_key_usage, "critical,digitalSignature") &&
                    add_extension(raw, NID_ext_key_usage, "serverAuth") &&
                    add_extension(raw, NID_subject_alt_name, names_of(listen)) && X509_sign(raw, key, EVP_sha256()) > 0;
  ERR_clear_error();
  return made ? std::move(certificate) : nullptr;
}

Status save(X509* certificate, const fs::path& file) {
  const Bio bio(BIO_new(BIO_s_mem()));
  if (certificate == nullptr || PEM_write_bio_X509(bio.get(), certificate) != 1)
    return fail(ErrorCode::kInternal, file.string() + ": OpenSSL cannot make this certificate");
  char* text = nullptr;
  const auto size = static_cast<std::size_t>(BIO_get_mem_data(bio.get(), &text));
  return write_private_file(file, {text, size});
}

std::string fingerprint_of(const X509& certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  X509_digest(&certificate, EVP_sha256(), digest.data(), &size);
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    const std::string byte = to_hex({&digest[i], 1});
    for (const char c : byte) text += c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
    if (i + 1 < size) text += ':';
  }
  return text;
}

Result<PrivateKey> load_or_make_key(const fs::path& file) {
  auto key = PrivateKey::load_or_create_pem(file);
  if (key || key.error().code == ErrorCode::kIo) return key;
  return fail(key.error().code, key.error().message + "; remove it and one is made");
}

ConsoleCertificate places_in(const fs::path& folder) {
  return {.key_file = folder / "console.key.pem", .certificate_file = folder / "console.crt.pem", .fingerprint = ""};
}

}  // namespace

Result<ConsoleCertificate> ConsoleCertificate::open(const fs::path& folder, const std::string& listen, WallTime now) {
  ConsoleCertificate opened = places_in(folder);
  const auto key = load_or_make_key(opened.key_file);
  if (!key) return fail(key.error());
  if (const auto known = read_certificate(opened.certificate_file);
      known && is_in_force(known->get(), *key, listen, now)) {
    opened.fingerprint = fingerprint_of(**known);
    return opened;
  }
  const X509Handle made = make_certificate(key->openssl(), listen, now);
  if (Status saved = save(made.get(), opened.certificate_file); !saved) return fail(saved.error());
  opened.fingerprint = fingerprint_of(*made);
  return opened;
}

Result<ConsoleCertificate> ConsoleCertificate::look(const fs::path& folder) {
  ConsoleCertificate known = places_in(folder);
  const auto certificate = read_certificate(known.certificate_file);
  if (!certificate) return fail(certificate.error());
  known.fingerprint = fingerprint_of(**certificate);
  return known;
}

}  // namespace gate
