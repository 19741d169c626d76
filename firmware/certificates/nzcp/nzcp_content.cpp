#include "certificates/nzcp/nzcp_content.h"

#include <algorithm>

#include "certificates/cbor_fields.h"
#include "common/iso_time.h"

namespace gate {

namespace {

// NZ COVID Pass specification 1, "Verifiable Credential Claim Structure" and "Pass Types".
constexpr std::string_view kFirstContext = "https://www.w3.org/2018/credentials/v1";
constexpr std::string_view kCredential = "VerifiableCredential";
constexpr std::string_view kPublicCovidPass = "PublicCovidPass";
constexpr std::string_view kVersion = "1.0.0";

tl::unexpected<Error> invalid(std::string_view what) {
  return fail(ErrorCode::kInvalidInput, "vc." + std::string(what));
}

// Null when the element is missing or no text.
const std::string* text_at(const CborArray* array, std::size_t index) {
  return array == nullptr || index >= array->size() ? nullptr : (*array)[index].text();
}

const CborArray* array(const CborValue& credential, std::string_view name) {
  const CborValue* value = credential.find(name);
  return value == nullptr ? nullptr : value->array();
}

Status check_context(const CborValue& credential) {
  const CborArray* contexts = array(credential, "@context");
  const std::string* first = text_at(contexts, 0);
  const auto is_text = [](const CborValue& context) { return context.text() != nullptr; };
  if (first == nullptr || *first != kFirstContext || !std::ranges::all_of(*contexts, is_text)) {
    return invalid("@context: must be texts, " + std::string(kFirstContext) + " first");
  }
  return {};
}

Status check_type(const CborValue& credential) {
  const CborArray* types = array(credential, "type");
  const std::string* first = text_at(types, 0);
  const std::string* second = text_at(types, 1);
  if (first == nullptr || *first != kCredential || second == nullptr || types->size() != 2) {
    return invalid("type: must be VerifiableCredential and a pass type");
  }
  if (*second != kPublicCovidPass) return fail(ErrorCode::kUnsupported, "vc.type: not a PublicCovidPass");
  const CborValue* version = credential.find("version");
  if (version == nullptr || version->text() == nullptr) return invalid("version: must be a text");
  if (*version->text() != kVersion) return fail(ErrorCode::kUnsupported, "vc.version: not 1.0.0");
  return {};
}

Result<Holder> read_holder(const CborValue& credential) {
  const CborValue* subject = credential.find("credentialSubject");
  if (subject == nullptr) return invalid("credentialSubject: missing");
  std::string problem;
  const CborFields fields(*subject, "vc.credentialSubject", problem);
  Holder holder;
  holder.given_name = fields.required_text("givenName");
  holder.family_name = fields.optional_text("familyName");
  holder.birth_date = fields.required_text("dob");
  if (holder.birth_date.size() != 10 || !parse_iso_time(holder.birth_date)) fields.note("dob", "must be a date");
  if (!problem.empty()) return fail(ErrorCode::kInvalidInput, problem);
  return holder;
}

}  // namespace

Result<Certificate> read_nzcp_content(const CborValue& credential) {
  if (credential.map() == nullptr) return fail(ErrorCode::kInvalidInput, "vc: must be a map");
  if (Status checked = check_context(credential); !checked) return fail(checked.error());
  if (Status checked = check_type(credential); !checked) return fail(checked.error());
  auto holder = read_holder(credential);
  if (!holder) return fail(holder.error());
  Certificate certificate;
  certificate.format = CertificateFormat::kNzcp;
  certificate.holder = std::move(*holder);
  certificate.attestations.push_back({std::string(kPublicCovidPass)});
  return certificate;
}

}  // namespace gate
