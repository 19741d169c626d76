#include "certificates/vds_nc/vds_nc_signer.h"

#include <openssl/err.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "certificates/vds_nc/x509_names.h"
#include "signatures/openssl_handles.h"
#include "signatures/openssl_time.h"

namespace gate {

namespace {

constexpr std::string_view kSealUsage = "2.23.136.1.1.14.2";     // technical report VDS-NC, 4
constexpr std::string_view kDocumentTypes = "2.23.136.1.1.6.2";  // Doc 9303-12, 7.1.1.6
constexpr std::string_view kTests = "NT";
constexpr std::string_view kVaccinations = "NV";

using Asn1Object = std::unique_ptr<ASN1_OBJECT, openssl::Deleter<ASN1_OBJECT_free>>;

void free_sequence(ASN1_SEQUENCE_ANY* sequence) { sk_ASN1_TYPE_pop_free(sequence, ASN1_TYPE_free); }
using Sequence = std::unique_ptr<ASN1_SEQUENCE_ANY, openssl::Deleter<free_sequence>>;

tl::unexpected<Error> unreadable(std::string_view what) {
  ERR_clear_error();
  return fail(ErrorCode::kInvalidInput, "signer's certificate: " + std::string(what));
}

tl::unexpected<Error> unsupported(std::string_view what) {
  ERR_clear_error();
  return fail(ErrorCode::kUnsupported, "signer's certificate: " + std::string(what));
}

bool has_seal_usage(const X509* certificate) {
  const openssl::ExtendedKeyUsage usages(
      static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(certificate, NID_ext_key_usage, nullptr, nullptr)));
  for (int i = 0; i < sk_ASN1_OBJECT_num(usages.get()); ++i) {  // -1 without any
    std::array<char, 64> oid{};
    OBJ_obj2txt(oid.data(), oid.size(), sk_ASN1_OBJECT_value(usages.get(), i), 1);
    if (oid.data() == kSealUsage) return true;
  }
  return false;
}

std::string_view content_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

// The texts of a SET.
std::vector<std::string> texts_of(std::string_view set) {
  const auto* position = reinterpret_cast<const unsigned char*>(set.data());
  const Sequence items(d2i_ASN1_SET_ANY(nullptr, &position, static_cast<long>(set.size())));
  std::vector<std::string> texts;
  for (int i = 0; i < sk_ASN1_TYPE_num(items.get()); ++i) {
    const ASN1_TYPE* item = sk_ASN1_TYPE_value(items.get(), i);
    if (ASN1_TYPE_get(item) == V_ASN1_PRINTABLESTRING) texts.emplace_back(content_of(item->value.printablestring));
  }
  return texts;
}

// DocumentTypeList ::= SEQUENCE { version INTEGER, docTypeList SET OF PrintableString }. A list that cannot be read
// allows nothing.
std::vector<std::string> read_document_types(const ASN1_OCTET_STRING* extension) {
  const std::string_view content = content_of(extension);
  const auto* position = reinterpret_cast<const unsigned char*>(content.data());
  const Sequence list(d2i_ASN1_SEQUENCE_ANY(nullptr, &position, static_cast<long>(content.size())));
  if (sk_ASN1_TYPE_num(list.get()) != 2) return {};
  const ASN1_TYPE* types = sk_ASN1_TYPE_value(list.get(), 1);
  return ASN1_TYPE_get(types) == V_ASN1_SET ? texts_of(content_of(types->value.set)) : std::vector<std::string>{};
}

// The extension's place; negative when there is none.
int document_types_in(const X509* certificate) {
  const Asn1Object oid(OBJ_txt2obj(kDocumentTypes.data(), 1));
  return X509_get_ext_by_OBJ(certificate, oid.get(), -1);
}

// Nothing when it does not restrict them.
std::optional<std::vector<std::string>> document_types_of(const X509* certificate) {
  const int at = document_types_in(certificate);
  if (at < 0) return std::nullopt;
  return read_document_types(X509_EXTENSION_get_data(X509_get_ext(certificate, at)));
}

// As OpenSSL's EXFLAG_CRITICAL, which does not know the document types.
bool understands_what_is_critical(const X509* certificate) {
  const int document_types = document_types_in(certificate);
  for (int i = 0; i < X509_get_ext_count(certificate); ++i) {
    X509_EXTENSION* extension = X509_get_ext(certificate, i);
    const bool known = i == document_types || X509_supported_extension(extension) == 1;
    if (X509_EXTENSION_get_critical(extension) == 1 && !known) return false;
  }
  return true;
}

StatementKinds scope_of(X509* certificate) {
  const bool signs = (X509_get_key_usage(certificate) & KU_DIGITAL_SIGNATURE) != 0;  // all bits without the extension
  if (!signs || !has_seal_usage(certificate)) return {};
  const auto types = document_types_of(certificate);
  const auto lists = [&](std::string_view type) { return !types || std::ranges::find(*types, type) != types->end(); };
  return {.tests = lists(kTests), .vaccinations = lists(kVaccinations), .recoveries = false};
}

std::string key_id_of(ByteView der) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  EVP_Digest(der.data(), der.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return to_hex(ByteView(digest).first(8));
}

Result<EcdsaKey> key_of(const X509* certificate) {
  EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (key == nullptr) return unreadable("its public key");
  EVP_PKEY_up_ref(key);
  return EcdsaKey::from_openssl(openssl::share(key));
}

}  // namespace

Result<VdsNcSigner> VdsNcSigner::from_der(ByteView der) {
  const unsigned char* position = der.data();
  const std::shared_ptr<X509> certificate(d2i_X509(nullptr, &position, static_cast<long>(der.size())), X509_free);
  if (certificate == nullptr) return unreadable("not X.509 in DER");
  if (position != der.data() + der.size()) return unreadable("bytes left over behind it");
  if ((X509_get_extension_flags(certificate.get()) & EXFLAG_INVALID) != 0) return unreadable("its extensions");
  if (!understands_what_is_critical(certificate.get())) return unsupported("a critical extension is not understood");
  const auto not_before = openssl::wall_time(X509_get0_notBefore(certificate.get()));
  const auto not_after = openssl::wall_time(X509_get0_notAfter(certificate.get()));
  if (!not_before || !not_after) return unreadable("its validity");
  auto key = key_of(certificate.get());
  if (!key) return fail(key.error(), "signer's certificate");
  VdsNcSigner signer{certificate,
                     std::move(*key),
                     key_id_of(der),
                     country_of(X509_get_subject_name(certificate.get())),
                     serial_of(X509_get0_serialNumber(certificate.get())),
                     *not_before,
                     *not_after,
                     scope_of(certificate.get())};
  ERR_clear_error();
  return signer;
}

}  // namespace gate
