#include "certificates/smart_health_card/issuer_chain.h"

#include <openssl/err.h>

#include <algorithm>
#include <vector>

#include "certificates/smart_health_card/card_claims.h"
#include "encoding/base64.h"
#include "signatures/openssl_handles.h"

namespace gate {

namespace {

using Chain = std::vector<openssl::X509Handle>;
using AlternativeNames = std::unique_ptr<GENERAL_NAMES, openssl::Deleter<GENERAL_NAMES_free>>;

constexpr std::size_t kMaxChain = 8;

tl::unexpected<Error> invalid(std::string_view why) {
  ERR_clear_error();
  return fail(ErrorCode::kInvalidInput, std::string(why));
}

Result<Chain> read_chain(const nlohmann::json& x5c) {
  if (!x5c.is_array() || x5c.empty() || x5c.size() > kMaxChain)
    return invalid("must be an array of 1 to 8 certificates");
  Chain chain;
  for (const auto& entry : x5c) {
    const auto der =
        entry.is_string() ? decode_base64(entry.get_ref<const std::string&>()) : invalid("must hold texts");
    if (!der) return fail(der.error());
    const unsigned char* position = der->data();
    chain.emplace_back(d2i_X509(nullptr, &position, static_cast<long>(der->size())));
    if (chain.back() == nullptr || position != der->data() + der->size()) return invalid("holds no X.509 certificate");
  }
  return chain;
}

bool is_signed_by(X509* certificate, X509* issuer) {
  EVP_PKEY* key = X509_get0_pubkey(issuer);
  return key != nullptr && X509_check_issued(issuer, certificate) == X509_V_OK && X509_verify(certificate, key) == 1;
}

Status check_links(const Chain& chain) {
  for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
    const bool authority = X509_check_ca(chain[i + 1].get()) != 0;
    if (!authority || !is_signed_by(chain[i].get(), chain[i + 1].get())) {
      return invalid("certificate " + std::to_string(i + 1) + " is not signed by the one after it");
    }
  }
  if (!is_signed_by(chain.back().get(), chain.back().get())) return invalid("the chain ends in no self-signed root");
  return {};
}

// The URLs a certificate is for; DNS names and others do not count.
std::vector<std::string> urls_of(const X509* certificate) {
  const AlternativeNames names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> urls;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    const ASN1_IA5STRING* uri = name->d.uniformResourceIdentifier;
    urls.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
                      static_cast<std::size_t>(ASN1_STRING_length(uri)));
  }
  return urls;
}

Status check_names(const X509* certificate, const std::optional<std::string>& issuer) {
  const auto urls = urls_of(certificate);
  const bool named = issuer ? std::ranges::find(urls, *issuer) != urls.end() : std::ranges::any_of(urls, is_issuer_url);
  if (!named) return invalid("the issuer's URL is not the first certificate's subject alternative name");
  return {};
}

bool holds_key(const X509* certificate, const PublicKey& key) {
  EVP_PKEY* held = X509_get0_pubkey(certificate);
  if (held == nullptr) return false;
  EVP_PKEY_up_ref(held);
  const auto usable = PublicKey::from_openssl(openssl::share(held));
  return usable && usable->to_pem() == key.to_pem();
}

}  // namespace

Status check_issuer_chain(const nlohmann::json& x5c, const PublicKey& key, const std::optional<std::string>& issuer) {
  const auto chain = read_chain(x5c);
  if (!chain) return fail(chain.error());
  const X509* leaf = chain->front().get();
  if (!holds_key(leaf, key)) return invalid("the first certificate is for another key");
  if (Status links = check_links(*chain); !links) return links;
  Status names = check_names(leaf, issuer);
  ERR_clear_error();
  return names;
}

}  // namespace gate
