#include "demo/demo_health_authority.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <zlib.h>

#include <memory>

#include "encoding/base45.h"
#include "encoding/cbor_writer.h"

namespace gate {
namespace {

using KeyHandle = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using CertificateHandle = std::unique_ptr<X509, decltype(&X509_free)>;
using BioHandle = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

CertificateHandle self_signed(EVP_PKEY* key, const std::string& country) {
  CertificateHandle certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate.get()), "20210101000000Z");
  ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate.get()), "20310101000000Z");
  X509_NAME* name = X509_get_subject_name(certificate.get());
  const auto add = [&](const char* field, const std::string& value) {
    X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.data()),
                               static_cast<int>(value.size()), -1, 0);
  };
  add("C", country);
  add("CN", "Demo document signer: not a real authority");
  X509_set_issuer_name(certificate.get(), name);
  X509_set_pubkey(certificate.get(), key);
  if (X509_sign(certificate.get(), key, EVP_sha256()) == 0) certificate.reset();
  return certificate;
}

Result<Bytes> deflate(const Bytes& bytes) {
  uLongf size = compressBound(bytes.size());
  Bytes out(size);
  if (compress2(out.data(), &size, bytes.data(), bytes.size(), Z_BEST_COMPRESSION) != Z_OK)
    return fail(ErrorCode::kInternal, "zlib cannot compress the certificate");
  out.resize(size);
  return out;
}

std::string iso_date(std::chrono::year_month_day date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::int64_t seconds(WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

/// The payload of schema 1.3.0: one vaccination entry.
CborValue payload(const std::string& country, const Holder& holder, const Immunisation& dose) {
  const CborMap entry{{"tg", dose.disease},
                      {"vp", dose.prophylaxis},
                      {"mp", dose.product},
                      {"ma", "ORG-100030215"},
                      {"dn", dose.dose_number},
                      {"sd", dose.doses_in_series},
                      {"dt", iso_date(dose.date)},
                      {"co", country},
                      {"is", "Demo health authority"},
                      {"ci", "URN:UVCI:01:" + country + ":DEMO" + iso_date(dose.date).substr(2, 2) +
                                 std::to_string(dose.dose_number) + holder.given_name_transliterated + "#0"}};
  const CborMap name{{"fn", holder.family_name},
                     {"gn", holder.given_name},
                     {"fnt", holder.family_name_transliterated},
                     {"gnt", holder.given_name_transliterated}};
  return CborMap{{"ver", "1.3.0"}, {"nam", name}, {"dob", holder.birth_date}, {"v", CborArray{entry}}};
}

}  // namespace

Result<DemoHealthAuthority> DemoHealthAuthority::create(std::string country) {
  const KeyHandle key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const CertificateHandle certificate = self_signed(key.get(), country);
  if (!certificate) return fail(ErrorCode::kInternal, "OpenSSL cannot sign the demo certificate");
  const BioHandle key_pem(BIO_new(BIO_s_mem()), BIO_free_all);
  const BioHandle certificate_pem(BIO_new(BIO_s_mem()), BIO_free_all);
  PEM_write_bio_PKCS8PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  PEM_write_bio_X509(certificate_pem.get(), certificate.get());
  auto private_key = PrivateKey::from_pem(text_of(key_pem.get()));
  if (!private_key) return fail(private_key.error(), "demo health authority");

  Bytes digest(EVP_MAX_MD_SIZE);
  unsigned size = 0;
  X509_digest(certificate.get(), EVP_sha256(), digest.data(), &size);
  digest.resize(8);  // the KID of EU DCC: the first 8 bytes of the signer certificate's SHA-256
  return DemoHealthAuthority(std::move(country), *std::move(private_key), text_of(certificate_pem.get()),
                             std::move(digest));
}

Result<std::string> DemoHealthAuthority::issue(const Holder& holder, const Immunisation& immunisation,
                                               WallTime issued_at, WallTime expires_at) const {
  // CWT claims 1, 4, 6 are issuer, expiry and issue; -260 holds the health certificate, version 1.
  const Bytes claims = write_cbor(CborMap{{1, country_},
                                          {4, seconds(expires_at)},
                                          {6, seconds(issued_at)},
                                          {-260, CborMap{{1, payload(country_, holder, immunisation)}}}});
  const Bytes protected_header = write_cbor(CborMap{{1, -7}, {4, key_id_}});
  const auto signature = key_.sign(write_cbor(CborArray{"Signature1", protected_header, Bytes{}, claims}));
  if (!signature) return fail(signature.error(), "signing the demo certificate");
  const auto packed =
      deflate(write_cbor(CborValue::tagged(18, CborArray{protected_header, CborMap{}, claims, *signature})));
  if (!packed) return fail(packed.error());
  return "HC1:" + encode_base45(*packed);
}

}  // namespace gate
