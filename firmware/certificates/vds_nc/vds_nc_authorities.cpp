#include "certificates/vds_nc/vds_nc_authorities.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>

#include "certificates/trust/list_files.h"
#include "certificates/vds_nc/x509_names.h"
#include "common/iso_time.h"
#include "encoding/bounded_file.h"
#include "signatures/openssl_handles.h"
#include "signatures/openssl_time.h"

namespace gate {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFileBytes = 8 * 1024 * 1024;  // ICAO's whole master list is about 1 MB
constexpr int kMaxFolderDepth = 4;
// A state renews its key every three to five years (Doc 9303-12, 4.3) and links old to new: 8 is decades of them, and
// bounds what a made-up signer can cost.
constexpr std::size_t kMaxCandidates = 8;
constexpr int kMinSecurityBits = 112;  // RSA of 2048 bits, SHA-224: no SHA-1 (Doc 9303-12, 4.4)

using X509Pointer = std::shared_ptr<X509>;

void note(TrustList& list, std::string_view problem) {
  ERR_clear_error();
  if (list.problem.empty()) list.problem = problem;
}

bool is_pem(std::string_view content) { return content.find("-----BEGIN ") != std::string_view::npos; }

openssl::Bio memory(std::string_view content) {
  return openssl::Bio(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
}

// In name order, so that a store reads the same everywhere.
Result<std::vector<fs::path>> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);  // a folder that cannot be read may hold revocations
  for (const fs::recursive_directory_iterator end; !error && entry != end; entry.increment(error)) {
    if (entry.depth() >= kMaxFolderDepth) entry.disable_recursion_pending();
    std::error_code broken_link;
    if (!entry->is_directory(broken_link)) files.push_back(entry->path());
  }
  if (error && error != std::errc::no_such_file_or_directory)
    return fail(ErrorCode::kIo, folder.string() + ": " + error.message());
  std::ranges::sort(files);
  return files;
}

Bytes bytes_of_string(const ASN1_OCTET_STRING* string) {
  if (string == nullptr) return {};
  const unsigned char* data = ASN1_STRING_get0_data(string);
  return {data, data + ASN1_STRING_length(string)};
}

bool key_is_strong(const X509* certificate) {
  const EVP_PKEY* key = X509_get0_pubkey(certificate);
  return key != nullptr && EVP_PKEY_get_security_bits(key) >= kMinSecurityBits;
}

bool signature_is_strong(X509* certificate) {
  int security_bits = 0;
  return X509_get_signature_info(certificate, nullptr, nullptr, &security_bits, nullptr) == 1 &&
         security_bits >= kMinSecurityBits;
}

// X509_verify alone, and not OpenSSL's chain building: that refuses keys with the curve written out as parameters, as
// Japan's authority has it. What else it would check is checked here.
bool has_signed(const VdsNcAuthority& authority, const VdsNcSigner& signer) {
  const bool signed_by = X509_verify(signer.certificate.get(), X509_get0_pubkey(authority.certificate.get())) == 1;
  ERR_clear_error();
  return signed_by;
}

openssl::CrlHandle read_crl(const std::string& content) {
  if (is_pem(content))
    return openssl::CrlHandle(PEM_read_bio_X509_CRL(memory(content).get(), nullptr, openssl::no_pass_phrase, nullptr));
  const auto* position = reinterpret_cast<const unsigned char*>(content.data());
  return openssl::CrlHandle(d2i_X509_CRL(nullptr, &position, static_cast<long>(content.size())));
}

// Delta and partial lists say so critically; Doc 9303-12, 7.1.4 allows neither. What they list is revoked all the same
// (RFC 5280, 5.2).
bool has_critical_extension(const X509_CRL* crl) {
  for (int i = 0; i < X509_CRL_get_ext_count(crl); ++i) {
    if (X509_EXTENSION_get_critical(X509_CRL_get_ext(crl, i)) == 1) return true;
  }
  return false;
}

std::set<Bytes> serials_in(X509_CRL* crl) {
  std::set<Bytes> serials;
  const STACK_OF(X509_REVOKED)* revoked = X509_CRL_get_REVOKED(crl);
  for (int i = 0; i < sk_X509_REVOKED_num(revoked); ++i) {
    serials.insert(serial_of(X509_REVOKED_get0_serialNumber(sk_X509_REVOKED_value(revoked, i))));
  }
  return serials;
}

bool is_by(const VdsNcAuthority& authority, X509_CRL* crl) {
  const X509* certificate = authority.certificate.get();
  return X509_NAME_cmp(X509_get_subject_name(certificate), X509_CRL_get_issuer(crl)) == 0 &&
         X509_CRL_verify(crl, X509_get0_pubkey(certificate)) == 1;
}

}  // namespace

void VdsNcAuthorities::add_authority(std::shared_ptr<x509_st> certificate, TrustList& list) {
  X509* x509 = certificate.get();
  const auto not_before = openssl::wall_time(X509_get0_notBefore(x509));
  const auto not_after = openssl::wall_time(X509_get0_notAfter(x509));
  // 1: basic constraints say CA, and key usage, where stated, allows signing certificates.
  if (!not_before || !not_after || X509_check_ca(x509) != 1) return note(list, "not an authority's certificate");
  if (!key_is_strong(x509)) return note(list, "an authority's key is unreadable or too weak");
  authorities_.push_back({std::move(certificate), country_of(X509_get_subject_name(x509)),
                          bytes_of_string(X509_get0_subject_key_id(x509)), *not_before, *not_after});
  ++list.entries;
}

void VdsNcAuthorities::add_authorities(const std::string& content, TrustList& list) {
  if (!is_pem(content)) {
    const auto* position = reinterpret_cast<const unsigned char*>(content.data());
    X509Pointer certificate(d2i_X509(nullptr, &position, static_cast<long>(content.size())), X509_free);
    if (certificate == nullptr) return note(list, "not an X.509 certificate");
    return add_authority(std::move(certificate), list);
  }
  const openssl::Bio bio = memory(content);
  for (;;) {
    X509Pointer certificate(PEM_read_bio_X509(bio.get(), nullptr, openssl::no_pass_phrase, nullptr), X509_free);
    if (certificate == nullptr) break;
    add_authority(std::move(certificate), list);
  }
  const bool ended = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  if (!ended || list.entries == 0) note(list, "a certificate in it is unreadable");
  ERR_clear_error();
}

void VdsNcAuthorities::add_revocations(const std::string& content, TrustList& list) {
  const openssl::CrlHandle crl = read_crl(content);
  revocations_unreadable_ = revocations_unreadable_ || crl == nullptr;
  if (crl == nullptr) return note(list, "not an X.509 revocation list");
  list.dated = openssl::wall_time(X509_CRL_get0_lastUpdate(crl.get()));
  const auto signed_by =
      std::ranges::find_if(authorities_, [&](const VdsNcAuthority& authority) { return is_by(authority, crl.get()); });
  if (signed_by == authorities_.end()) return note(list, "no authority here signed this revocation list");
  revocations_.push_back({signed_by->certificate, serials_in(crl.get())});
  list.entries = revocations_.back().serials.size();
  if (has_critical_extension(crl.get())) note(list, "not a whole revocation list");
}

VdsNcAuthorities VdsNcAuthorities::read(const fs::path& folder, std::vector<TrustList>& lists) {
  VdsNcAuthorities authorities;
  const auto files = files_below(folder);
  if (!files) {
    note(lists.emplace_back(list_of("vds_nc_authorities", folder)), files.error().message);
    return authorities;
  }
  const auto add = [&](const fs::path& file, std::string_view kind, auto add_content) {
    TrustList& list = lists.emplace_back(list_of(kind, file));
    const auto content = read_bounded_file(file, kMaxFileBytes);
    if (!content) note(list, content.error().message);
    (authorities.*add_content)(content.value_or(std::string()), list);  // nothing is in it that could be believed
  };
  for (const fs::path& file : *files) {
    const std::string extension = file.extension();
    const bool certificate = extension == ".der" || extension == ".cer" || extension == ".crt" || extension == ".pem";
    if (certificate) add(file, "vds_nc_authorities", &VdsNcAuthorities::add_authorities);
  }
  for (const fs::path& file : *files) {  // when all who might have signed them are known
    if (file.extension() == ".crl") add(file, "vds_nc_revocations", &VdsNcAuthorities::add_revocations);
  }
  return authorities;
}

// By name, and by key id where both state one: a state's keys share one name.
std::vector<const VdsNcAuthority*> VdsNcAuthorities::candidates(const VdsNcSigner& signer) const {
  const X509_NAME* name = X509_get_issuer_name(signer.certificate.get());
  const Bytes key_id = bytes_of_string(X509_get0_authority_key_id(signer.certificate.get()));
  std::vector<const VdsNcAuthority*> found;
  for (const VdsNcAuthority& authority : authorities_) {
    if (X509_NAME_cmp(X509_get_subject_name(authority.certificate.get()), name) != 0) continue;
    if (!key_id.empty() && !authority.key_id.empty() && key_id != authority.key_id) continue;
    if (found.size() < kMaxCandidates) found.push_back(&authority);
  }
  return found;
}

Status VdsNcAuthorities::vouch_for(const VdsNcSigner& signer, WallTime now) const {
  std::vector<const VdsNcAuthority*> authorities = candidates(signer);
  if (authorities.empty())
    return fail(ErrorCode::kNotFound, "no authority in the trust store has the signer's issuer's name");
  if (!signature_is_strong(signer.certificate.get())) return fail(ErrorCode::kUntrusted, "signed with too weak a hash");
  std::erase_if(authorities, [&](const VdsNcAuthority* authority) { return !has_signed(*authority, signer); });
  if (authorities.empty())
    return fail(ErrorCode::kUntrusted, "the authority it names did not sign the signer's certificate");
  std::erase_if(authorities,
                [&](const auto* authority) { return now < authority->not_before || now > authority->not_after; });
  if (authorities.empty()) return fail(ErrorCode::kUntrusted, "its authority is not valid at " + iso_time(now));
  const bool own_country = std::ranges::any_of(authorities, [&](const auto* authority) {
    return !signer.country.empty() && authority->country == signer.country;
  });
  if (!own_country) return fail(ErrorCode::kUntrusted, "its authority is another country's");
  return {};
}

std::optional<bool> VdsNcAuthorities::has_revoked(const VdsNcSigner& signer) const {
  const X509_NAME* issuer = X509_get_issuer_name(signer.certificate.get());
  const bool listed = std::ranges::any_of(revocations_, [&](const VdsNcRevocations& list) {
    return X509_NAME_cmp(X509_get_subject_name(list.authority.get()), issuer) == 0 &&
           list.serials.contains(signer.serial);
  });
  return !listed && revocations_unreadable_ ? std::nullopt : std::optional(listed);
}

}  // namespace gate
