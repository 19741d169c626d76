#include "certificates/nzcp/nzcp_issuers.h"

#include <nlohmann/json.hpp>

#include "certificates/trust/list_files.h"
#include "encoding/bounded_file.h"
#include "encoding/json_text.h"
#include "signatures/jwk.h"

namespace gate {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::string_view kKind = "nzcp_issuers";
constexpr std::size_t kMaxFileBytes = 256 * 1024;  // New Zealand's is 1 KB
constexpr JsonLimits kLimits{.bytes = kMaxFileBytes, .depth = 12, .text = 4096, .items = 10'000};

tl::unexpected<Error> invalid(std::string_view what) { return fail(ErrorCode::kInvalidInput, std::string(what)); }

std::string text(const json& object, const char* name) {
  const auto member = object.is_object() ? object.find(name) : object.end();
  return member != object.end() && member->is_string() ? member->get<std::string>() : std::string();
}

const json& array(const json& object, const char* name) {
  static const json kNone = json::array();
  const auto member = object.find(name);
  return member != object.end() && member->is_array() ? *member : kNone;
}

// "#key-1" is relative to the document's own id (DID Core, 3.2.2).
std::string absolute(const std::string& issuer, const std::string& id) {
  return id.starts_with('#') ? issuer + id : id;
}

// What assertionMethod refers to: a method described there itself, or named there and described under
// verificationMethod. Null when it is described nowhere.
const json* find_method(const json& document, const std::string& issuer, const json& reference) {
  if (reference.is_object()) return &reference;
  if (!reference.is_string()) return nullptr;
  const std::string id = absolute(issuer, reference.get<std::string>());
  for (const json& method : array(document, "verificationMethod")) {
    if (absolute(issuer, text(method, "id")) == id) return &method;
  }
  return nullptr;
}

}  // namespace

// A document speaks for its own issuer alone.
Status NzcpIssuers::add_key(const std::string& issuer, const std::string& id, const json& method) {
  if (!id.starts_with(issuer + "#")) return invalid("a key is named after another issuer");
  if (text(method, "type") != "JsonWebKey2020") return invalid("a key is not of type JsonWebKey2020");
  const auto jwk = method.find("publicKeyJwk");
  if (jwk == method.end()) return invalid("a key has no publicKeyJwk");
  if (jwk->contains("d")) return invalid("a key's secret part is published with it");
  auto key = Jwk::read(*jwk);
  if (!key) return fail(key.error());
  if (!keys_.emplace(id, std::move(key->key)).second) return invalid("a key is there twice");
  return {};
}

Status NzcpIssuers::add_document(const std::string& content, TrustList& list) {
  const auto document = parse_json(content, kLimits);
  if (!document) return fail(document.error());
  const std::string issuer = text(*document, "id");
  if (!issuer.starts_with("did:web:") || issuer.find('#') != std::string::npos) return invalid("id: not a did:web");
  Status status;
  for (const json& reference : array(*document, "assertionMethod")) {
    const json* method = find_method(*document, issuer, reference);
    Status added = method == nullptr ? invalid("assertionMethod: a key is described nowhere")
                                     : add_key(issuer, absolute(issuer, text(*method, "id")), *method);
    if (added) ++list.entries;
    if (!added && status) status = std::move(added);
  }
  if (list.entries > 0) issuers_.insert(issuer);
  if (status && list.entries == 0) return invalid("assertionMethod: holds no key");
  return status;
}

NzcpIssuers NzcpIssuers::read(const fs::path& folder, std::vector<TrustList>& lists) {
  NzcpIssuers issuers;
  for (const fs::path& file : list_files_in(folder, {".json"}, kKind, lists)) {
    TrustList list = list_of(kKind, file);
    const auto content = read_bounded_file(file, kMaxFileBytes);
    const Status added = content ? issuers.add_document(*content, list) : Status(fail(content.error()));
    if (!added) list.problem = added.error().message;
    lists.push_back(std::move(list));
  }
  return issuers;
}

std::optional<PublicKey> NzcpIssuers::key(std::string_view issuer, std::string_view key_id) const {
  const auto found = keys_.find(std::string(issuer) + "#" + std::string(key_id));
  return found == keys_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace gate
