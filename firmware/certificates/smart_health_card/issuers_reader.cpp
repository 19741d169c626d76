#include "certificates/smart_health_card/issuers_reader.h"

#include "certificates/smart_health_card/card_claims.h"
#include "certificates/smart_health_card/issuer_key.h"
#include "certificates/trust/list_files.h"
#include "common/iso_time.h"
#include "encoding/bounded_file.h"
#include "encoding/json_text.h"

namespace gate {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// The VCI directory is 0.7 MB with a thousand keys; a list of 100,000 revoked cards about 2 MB.
constexpr std::size_t kMaxFileBytes = 16 * 1024 * 1024;
constexpr JsonLimits kJsonLimits{.bytes = kMaxFileBytes, .depth = 12, .text = 16 * 1024, .items = 1'000'000};
constexpr std::size_t kMaxProblem = 512;  // a list of a thousand bad keys need not be told in full

constexpr const char* kIssuers = "smart_health_card_issuers";
constexpr const char* kRevocations = "smart_health_card_revocations";

std::string text_of(const json& object, const char* name) {
  const json value = object.is_object() ? object.value(name, json()) : json();
  return value.is_string() ? value.get<std::string>() : std::string();
}

const json& array_of(const json& object, const char* name) {
  static const json kNone = json::array();
  const auto found = object.find(name);
  return found == object.end() || !found->is_array() ? kNone : *found;
}

}  // namespace

IssuersReader::IssuersReader(fs::path folder, std::vector<TrustList>& lists)
    : folder_(std::move(folder)), lists_(lists) {}

Result<json> IssuersReader::open(const fs::path& file, std::string_view kind) {
  lists_.push_back(list_of(kind, file));
  const auto text = read_bounded_file(file, kMaxFileBytes);
  if (!text) return fail(text.error());
  auto parsed = parse_json(*text, kJsonLimits);
  if (parsed && !parsed->is_object()) return fail(ErrorCode::kInvalidInput, "must be a JSON object");
  return parsed;
}

void IssuersReader::append(std::string& remarks, std::string remark) {
  constexpr std::string_view kAndMore = "and more";
  if (remarks.ends_with(kAndMore)) return;
  if (remarks.size() + remark.size() > kMaxProblem) remark = kAndMore;
  remarks += (remarks.empty() ? "" : "; ") + remark;
}

void IssuersReader::note(std::string problem) { append(lists_.back().problem, std::move(problem)); }

void IssuersReader::read_snapshot(const fs::path& file) {
  const auto snapshot = open(file, kIssuers);
  if (!snapshot) return note(snapshot.error().message);
  if (const auto time = parse_iso_time(text_of(*snapshot, "time"))) lists_.back().dated = *time;
  const json& issuers = array_of(*snapshot, "issuerInfo");
  if (issuers.empty()) return note("issuerInfo: missing: not a snapshot of the VCI directory");
  for (const json& information : issuers) add_issuer(information);
  if (lists_.back().entries == 0) note("none of its keys can be used");
}

void IssuersReader::add_issuer(const json& information) {
  if (!information.is_object()) return note("issuerInfo: an entry that is no object");
  const std::string issuer = text_of(information.value("issuer", json()), "iss");
  if (!is_issuer_url(issuer)) return note("issuerInfo: an issuer without a valid URL");
  // A directory of hundreds of issuers always holds some keys that are not as they should be: they are left out, and
  // the rest is a good list.
  add_keys(issuer, array_of(information, "keys"), lists_.back().note);
  for (const json& list : array_of(information, "crls")) add_list(issuer, text_of(list, "kid"), list);
}

void IssuersReader::read_key_set(const fs::path& file) {
  const auto set = open(file, kIssuers);
  if (!set) return note(set.error().message);
  const std::string issuer = issuer_of(file.parent_path());
  if (!is_issuer_url(issuer)) return note("its folder does not name an issuer");
  const json& keys = array_of(*set, "keys");
  if (keys.empty()) return note("keys: none in it");
  add_keys(issuer, keys, lists_.back().problem);
}

void IssuersReader::add_keys(const std::string& issuer, const json& keys, std::string& remarks) {
  for (const json& jwk : keys) {
    auto key = check_issuer_key(jwk, issuer);
    if (!key) {
      append(remarks, issuer + ", key " + text_of(jwk, "kid").substr(0, 43) + ": " + key.error().message);
      continue;
    }
    auto& entry = issuers_.keys_[{issuer, key->key_id}];
    entry.key = std::move(key->key);
    entry.crl_version = std::max(entry.crl_version, read_counter(jwk, "crlVersion"));
    read_from_[{issuer, key->key_id}] = lists_.size() - 1;
    ++lists_.back().entries;
  }
}

void IssuersReader::read_revocations(const fs::path& file) {
  const auto list = open(file, kRevocations);
  const std::string issuer = issuer_of(file.parent_path().parent_path());
  const std::string key_id = file.stem().string();
  if (!list) {
    issuers_.keys_[{issuer, key_id}].list_problem = list.error().message;
    return note(list.error().message);
  }
  add_list(issuer, key_id, *list);
}

// Of two lists the one that counts further is in force, a bad one only where there is no other.
void IssuersReader::add_list(const std::string& issuer, const std::string& key_id, const json& json) {
  auto& entry = issuers_.keys_[{issuer, key_id}];
  auto list = CardRevocationList::read(json);
  if (list && list->key_id() != key_id) list = fail(ErrorCode::kInvalidInput, "revocation list: kid: is another key's");
  if (!list) {
    if (!entry.list) entry.list_problem = list.error().message;
    return note(issuer + ", key " + key_id.substr(0, 43) + ": " + list.error().message);
  }
  lists_.back().entries += lists_.back().kind == kRevocations ? list->size() : 0;
  entry.list_problem.clear();
  if (!entry.list || entry.list->counter() < list->counter()) entry.list = std::move(*list);
}

// A list that does not count as far as its key is not the list the issuer means, whichever is the older.
SmartHealthCardIssuers IssuersReader::finish() && {
  for (const auto& [name, place] : read_from_) {
    auto& entry = issuers_.keys_[name];
    if (!entry.crl_version || !entry.list_problem.empty()) continue;
    const std::string who = name.first + ", key " + name.second + ": ";
    if (!entry.list) {
      append(lists_[place].note, who + "its revocation list is missing");
    } else if (entry.list->counter() != *entry.crl_version) {
      entry.list_problem = "revocation list: its ctr is " + std::to_string(entry.list->counter()) +
                           ", the key's crlVersion " + std::to_string(*entry.crl_version);
      append(lists_[place].problem, who + entry.list_problem);
    }
  }
  return std::move(issuers_);
}

std::string IssuersReader::issuer_of(const fs::path& well_known) const {
  return "https://" + well_known.parent_path().lexically_relative(folder_).generic_string();
}

}  // namespace gate
