#include "certificates/trust/signer_list.h"

#include <algorithm>

#include "common/iso_time.h"
#include "encoding/base64.h"
#include "encoding/json_text.h"
#include "encoding/plain_text.h"

namespace gate {

namespace {

using nlohmann::json;

constexpr std::size_t kEs256Bytes = 64;
// An entry has about seven members; a signer certificate is at most a few kilobytes.
constexpr JsonLimits kLimits{.bytes = kMaxSignerListBytes, .depth = 8, .text = 64 * 1024, .items = 200'000};

const std::string* text_member(const json& object, const char* name) {
  const auto member = object.find(name);
  return member == object.end() ? nullptr : member->get_ptr<const std::string*>();
}

bool is_signer(const json& entry) {
  const std::string* type = text_member(entry, "certificateType");
  return type == nullptr || *type == "DSC";
}

// The kid a list states, when it is another than the certificate's own. A look-up is by the stated one (technical
// specifications, volume 1, 2.6.3: verifiers match it directly), so both find the certificate; the signature decides.
std::optional<KeyId> other_id(const json& entry, const KeyId& computed) {
  const std::string* kid = text_member(entry, "kid");
  const auto bytes = kid == nullptr ? fail(ErrorCode::kNotFound, "") : decode_any_base64(*kid);
  KeyId stated{};
  if (!bytes || bytes->size() != stated.size()) return std::nullopt;
  std::ranges::copy(*bytes, stated.begin());
  return stated == computed ? std::nullopt : std::optional(stated);
}

Result<ListedSigner> read_entry(const json& entry) {
  const std::string* raw = entry.is_object() ? text_member(entry, "rawData") : nullptr;
  if (raw == nullptr) return fail(ErrorCode::kInvalidInput, "no rawData");
  const auto der = decode_any_base64(without_white_space(*raw));
  if (!der) return fail(der.error(), "rawData");
  auto certificate = SignerCertificate::from_der(*der);
  if (!certificate) return fail(certificate.error(), "rawData");
  auto stated = other_id(entry, certificate->key_id);
  return ListedSigner{std::move(*certificate), stated};
}

std::optional<WallTime> date_of(const json& list) {
  if (!list.is_object()) return std::nullopt;
  for (const char* name : {"date", "time"}) {
    const std::string* text = text_member(list, name);
    const auto date = text == nullptr ? fail(ErrorCode::kNotFound, "") : parse_iso_time(*text);
    if (date) return *date;
  }
  return std::nullopt;
}

// What is in the list but not as it should be, counted: lists are long.
void take_stock(SignerList& list, std::size_t unreadable, const std::string& first) {
  if (unreadable > 0) list.problem = std::to_string(unreadable) + " entries are left out; " + first;
  const auto other_kid = std::ranges::count_if(list.signers, [](const auto& s) { return s.stated_id.has_value(); });
  const auto no_key = std::ranges::count_if(list.signers, [](const auto& s) { return !s.certificate.key; });
  const auto weak = std::ranges::count_if(
      list.signers, [](const auto& s) { return s.certificate.key && s.certificate.key->is_weak(); });
  const auto note = [&](std::ptrdiff_t number, std::string_view what) {
    if (number > 0) list.note += (list.note.empty() ? "" : "; ") + std::to_string(number) + std::string(what);
  };
  note(other_kid, " kids are not those of their certificates");
  note(no_key, " keys are of a kind no certificate may use");
  note(weak, " keys are RSA of less than 2048 bits");
}

Result<SignerList> read_json_list(std::string_view content) {
  const auto document = parse_json(content, kLimits);
  if (!document) return fail(document.error());
  const auto member = document->is_object() ? document->find("certificates") : document->end();
  const json& entries = document->is_array() || member == document->end() ? *document : *member;
  if (!entries.is_array()) return fail(ErrorCode::kInvalidInput, "no list of signers: \"certificates\" is missing");
  SignerList list;
  list.dated = date_of(*document);
  std::size_t unreadable = 0;
  std::string first;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].is_object() && !is_signer(entries[i])) continue;
    auto signer = read_entry(entries[i]);
    if (signer) list.signers.push_back(std::move(*signer));
    if (!signer && unreadable++ == 0) first = "entry " + std::to_string(i + 1) + ": " + signer.error().message;
  }
  if (list.signers.empty()) return fail(ErrorCode::kInvalidInput, unreadable > 0 ? first : "no signer in it");
  take_stock(list, unreadable, first);
  return list;
}

SignerList list_of(std::vector<SignerCertificate> certificates) {
  SignerList list;
  for (SignerCertificate& certificate : certificates) list.signers.push_back({std::move(certificate), std::nullopt});
  take_stock(list, 0, {});
  return list;
}

Result<SignerList> read_der(ByteView der) {
  auto certificate = SignerCertificate::from_der(der);
  if (!certificate) return fail(certificate.error());
  return list_of({std::move(*certificate)});
}

Result<SignerList> read_base64(std::string_view content) {
  const auto der = decode_any_base64(without_white_space(content));
  if (!der) return fail(ErrorCode::kInvalidInput, "neither a certificate nor a list of them");
  return read_der(*der);
}

}  // namespace

SignerListForm form_of(std::string_view content) {
  if (content.size() > 1 && content[0] == 0x30 && (content[1] & 0x80) != 0) return SignerListForm::kDer;
  if (content.find("-----BEGIN ") != std::string_view::npos) return SignerListForm::kPem;
  if (looks_like_json(content)) return SignerListForm::kJson;
  const std::size_t line = content.find('\n');
  if (line != std::string_view::npos && looks_like_json(content.substr(line))) return SignerListForm::kSignedJson;
  return SignerListForm::kBase64;
}

Result<SignerList> read_signer_list(std::string_view content) {
  switch (form_of(content)) {
    case SignerListForm::kDer: return read_der(bytes_of(content));
    case SignerListForm::kPem: return SignerCertificate::all_from_pem(content).map(list_of);
    case SignerListForm::kJson: return read_json_list(content);
    case SignerListForm::kBase64: return read_base64(content);
    case SignerListForm::kSignedJson: break;
  }
  return fail(ErrorCode::kUntrusted, "a signed list, whose signature must be verified first");
}

Result<SignedSignerList> split_signed_list(std::string_view content) {
  const std::size_t line = content.find('\n');
  if (line == std::string_view::npos) return fail(ErrorCode::kInvalidInput, "not a signed list: it has one line");
  std::string_view first = content.substr(0, line);
  if (first.ends_with('\r')) first.remove_suffix(1);
  auto signature = decode_base64(first);
  if (!signature || signature->size() != kEs256Bytes)
    return fail(ErrorCode::kInvalidInput, "not a signed list: its first line is not 64 bytes in base64");
  return SignedSignerList{std::move(*signature), content.substr(line + 1)};
}

}  // namespace gate
