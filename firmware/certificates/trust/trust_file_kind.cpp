#include "certificates/trust/trust_file_kind.h"

#include <algorithm>
#include <array>

#include "certificates/revocation/revocation_table.h"
#include "certificates/trust/enrolment_delegation.h"
#include "certificates/trust/public_key_file.h"
#include "certificates/trust/signer_list.h"
#include "certificates/trust/x509_file.h"
#include "encoding/json_text.h"

namespace gate {

namespace {

using nlohmann::json;
using Kind = TrustFileKind;

struct KindName {
  Kind kind;
  std::string_view name;
};
constexpr std::array kNames{KindName{Kind::kEuDccSigners, "eu-dcc-signers"},
                            KindName{Kind::kEuDccList, "eu-dcc-list"},
                            KindName{Kind::kEuDccSignedList, "eu-dcc-signed-list"},
                            KindName{Kind::kEuDccAnchor, "eu-dcc-anchor"},
                            KindName{Kind::kEuDccRevocations, "eu-dcc-revocations"},
                            KindName{Kind::kSmartHealthCardIssuer, "smart-health-card-issuer"},
                            KindName{Kind::kSmartHealthCardRevocations, "smart-health-card-revocations"},
                            KindName{Kind::kSmartHealthCardDirectory, "smart-health-card-directory"},
                            KindName{Kind::kVdsNcAuthority, "vds-nc-authority"},
                            KindName{Kind::kVdsNcRevocations, "vds-nc-revocations"},
                            KindName{Kind::kNzcpIssuer, "nzcp-issuer"},
                            KindName{Kind::kEnrolmentAuthority, "enrolment-authority"},
                            KindName{Kind::kEnrolmentDelegation, "enrolment-delegation"},
                            KindName{Kind::kRevokedAuthorities, "revoked-authorities"}};

// The VCI directory's snapshot has 150,000 values.
constexpr JsonLimits kLimits{.bytes = 64 * 1024 * 1024, .depth = 16, .text = 64 * 1024, .items = 4'000'000};

Result<Kind> recognise_object(const json& object) {
  if (object.contains("certificates")) return Kind::kEuDccList;
  if (object.contains("issuerInfo")) return Kind::kSmartHealthCardDirectory;
  if (object.contains("keys")) return Kind::kSmartHealthCardIssuer;
  if (object.contains("rids")) return Kind::kSmartHealthCardRevocations;
  if (object.contains("hashType") || object.contains("batches")) return Kind::kEuDccRevocations;
  if (object.contains("assertionMethod") || object.contains("verificationMethod")) return Kind::kNzcpIssuer;
  return fail(ErrorCode::kInvalidInput, "JSON of a kind that is not known here");
}

Result<Kind> recognise_json(std::string_view content) {
  const auto document = parse_json(content, kLimits);
  if (!document) return fail(document.error());
  const bool listed = document->is_array() && !document->empty();
  const json& object = listed ? document->front() : *document;
  if (!object.is_object()) return fail(ErrorCode::kInvalidInput, "JSON of a kind that is not known here");
  if (listed && object.contains("rawData")) return Kind::kEuDccList;
  return recognise_object(object);
}

/// One of a later version is one as well: that it is, is then what the import says.
bool is_delegation(std::string_view content) {
  const auto read = read_unverified_delegation(bytes_of(content));
  return read || read.error().code == ErrorCode::kUnsupported;
}

Kind kind_of(X509File::Content content) {
  switch (content) {
    case X509File::Content::kCertificate: return Kind::kEuDccSigners;
    case X509File::Content::kAuthority: return Kind::kVdsNcAuthority;
    case X509File::Content::kRevocationList: return Kind::kVdsNcRevocations;
  }
  return Kind::kEuDccSigners;
}

}  // namespace

std::string_view to_string(TrustFileKind kind) {
  const auto found = std::ranges::find(kNames, kind, &KindName::kind);
  return found == kNames.end() ? "" : found->name;
}

Result<TrustFileKind> parse_trust_file_kind(std::string_view name) {
  const auto found = std::ranges::find(kNames, name, &KindName::name);
  if (found != kNames.end()) return found->kind;
  std::string known;
  for (const KindName& kind : kNames) known.append(known.empty() ? "" : ", ").append(kind.name);
  return fail(ErrorCode::kInvalidInput, "no such kind: " + std::string(name.substr(0, 40)) + "; there are " + known);
}

Result<TrustFileKind> recognise_trust_file(std::string_view content) {
  if (looks_like_revocation_table(content)) return Kind::kEuDccRevocations;
  if (is_delegation(content)) return Kind::kEnrolmentDelegation;
  switch (form_of(content)) {
    case SignerListForm::kJson: return recognise_json(content);
    case SignerListForm::kSignedJson:
      if (split_signed_list(content)) return Kind::kEuDccSignedList;
      break;
    case SignerListForm::kDer:
    case SignerListForm::kPem:
    case SignerListForm::kBase64:
      if (const auto x509 = read_x509_file(content)) return kind_of(x509->content);
      break;
  }
  return fail(ErrorCode::kInvalidInput,
              read_p256_key(content) ? "a public key: say whose, with --kind enrolment-authority or eu-dcc-anchor"
                                     : "its kind cannot be told from its content: say it with --kind");
}

}  // namespace gate
