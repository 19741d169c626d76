// Where a file belongs in a trust directory. Names come from inside hostile files: each is checked letter by letter.
#include <algorithm>

#include "certificates/trust/enrolment_delegation.h"
#include "certificates/trust/public_key_file.h"
#include "certificates/trust/signer_list.h"
#include "certificates/trust/trust_file_kind.h"
#include "certificates/trust/x509_file.h"
#include "common/iso_time.h"
#include "encoding/json_text.h"
#include "signatures/sha256.h"

namespace gate {

namespace fs = std::filesystem;

namespace {

using Kind = TrustFileKind;

constexpr JsonLimits kLimits{.bytes = 1024 * 1024, .depth = 16, .text = 64 * 1024, .items = 100'000};

tl::unexpected<Error> unusable(std::string why) { return fail(ErrorCode::kInvalidInput, std::move(why)); }

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

// One name in a path: nothing that leads elsewhere, hides or needs quoting.
bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 100 && name.front() != '.' && std::ranges::all_of(name, is_letter);
}

// "https://host/a/b" as host/a/b: the folder that a recursive download of the issuer makes.
Result<fs::path> folder_of_issuer(std::string_view url) {
  constexpr std::string_view kScheme = "https://";
  if (!url.starts_with(kScheme)) return unusable("--issuer: the issuer's https URL is needed");
  fs::path folder;
  std::string_view rest = url.substr(kScheme.size());
  for (int parts = 0; parts < 16; ++parts) {
    const std::string_view name = rest.substr(0, rest.find('/'));
    if (!is_name(name)) break;
    folder /= name;
    if (name.size() == rest.size()) return folder;
    rest.remove_prefix(name.size() + 1);
  }
  return unusable("--issuer: not a plain URL without a slash at its end");
}

Result<std::string> json_text(std::string_view content, const char* member) {
  const auto document = parse_json(content, kLimits);
  if (!document) return fail(document.error());
  const auto found = document->is_object() ? document->find(member) : document->end();
  const bool good = found != document->end() && found->is_string();
  if (!good) return unusable(std::string(member) + " is missing");
  return found->get<std::string>();
}

Result<std::string> name_of_crl(std::string_view content) {
  auto kid = json_text(content, "kid");
  if (!kid) return kid;
  if (!is_name(*kid)) return unusable("kid: not a key's thumbprint");
  return *kid + ".json";
}

Result<std::string> name_of_did(std::string_view content) {
  constexpr std::string_view kMethod = "did:web:";
  auto did = json_text(content, "id");
  if (!did) return did;
  std::string name = did->starts_with(kMethod) ? did->substr(kMethod.size()) : std::string();
  std::ranges::replace(name, ':', '_');
  if (!is_name(name)) return unusable("id: not a did:web");
  return name + ".json";
}

Result<std::string> name_of_x509(std::string_view content, std::string_view extension) {
  const auto x509 = read_x509_file(content);
  if (!x509) return fail(x509.error());
  return to_hex(x509->id).append(extension);
}

Result<std::string> name_of_signers(std::string_view content) {
  switch (form_of(content)) {
    case SignerListForm::kDer: return name_of_x509(content, ".der");
    case SignerListForm::kPem: return name_of_x509(content, ".pem");
    case SignerListForm::kBase64: return name_of_x509(content, ".b64");
    case SignerListForm::kJson:
    case SignerListForm::kSignedJson: break;
  }
  return unusable("neither DER, PEM nor base64");
}

Result<std::string> name_of_key(std::string_view content) {
  const auto key = read_p256_key(content);
  if (!key) return fail(key.error());
  return to_hex(key->key_id()) + ".pem";
}

// Whose and until when, for people; the digest, because a renewal until the same day must stand beside the one before.
Result<std::string> name_of_delegation(std::string_view content) {
  constexpr std::size_t kDate = 10;
  const auto delegation = read_unverified_delegation(bytes_of(content));
  if (!delegation) return fail(delegation.error());
  const Sha256 digest = sha256(bytes_of(content));
  return to_hex(delegation->delegate.key_id()) + '-' + iso_time(delegation->until).substr(0, kDate) + '-' +
         to_hex(ByteView(digest).first(4)) + ".delegation";
}

Result<fs::path> in(const fs::path& folder, Result<std::string> name, const TrustFileHints& hints) {
  if (!name) return fail(name.error());
  if (hints.name.empty()) return folder / *name;
  if (!is_name(hints.name.string())) return unusable("--name: a plain file name is needed");
  return folder / hints.name;
}

Result<fs::path> in_issuer(const fs::path& under, Result<std::string> name, const TrustFileHints& hints) {
  const auto issuer = folder_of_issuer(hints.issuer);
  if (!issuer) return fail(issuer.error());
  return in(fs::path("smart-health-cards") / *issuer / ".well-known" / under, std::move(name), {});
}

}  // namespace

Result<fs::path> place_of_trust_file(TrustFileKind kind, std::string_view content, const TrustFileHints& hints) {
  switch (kind) {
    case Kind::kEuDccSigners: return in("eu-dcc", name_of_signers(content), hints);
    case Kind::kEuDccList: return in("eu-dcc", "list.json", hints);
    case Kind::kEuDccSignedList: return in("eu-dcc", "signed-list.json", hints);
    case Kind::kEuDccAnchor: return in("eu-dcc/anchors", name_of_key(content), hints);
    case Kind::kEuDccRevocations: return in("revocation/eu-dcc", "eu-dcc.revocations", hints);
    case Kind::kSmartHealthCardIssuer: return in_issuer("", "jwks.json", hints);
    case Kind::kSmartHealthCardRevocations: return in_issuer("crl", name_of_crl(content), hints);
    case Kind::kSmartHealthCardDirectory: return in("smart-health-cards", "directory.json", hints);
    case Kind::kVdsNcAuthority: return in("vds-nc/csca", name_of_signers(content), hints);
    case Kind::kVdsNcRevocations: return in("vds-nc/crl", name_of_x509(content, ".crl"), hints);
    case Kind::kNzcpIssuer: return in("nzcp", name_of_did(content), hints);
    case Kind::kEnrolmentAuthority: return in("enrolment-authorities", name_of_key(content), hints);
    case Kind::kEnrolmentDelegation: return in("enrolment-authorities", name_of_delegation(content), hints);
    case Kind::kRevokedAuthorities: return in("revocation", "enrolment-authorities.txt", {});
  }
  return unusable("no such kind");
}

}  // namespace gate
