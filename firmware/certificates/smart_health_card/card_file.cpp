#include "certificates/smart_health_card/card_file.h"

#include <algorithm>

#include "certificates/smart_health_card/numeric_code.h"
#include "encoding/json_text.h"
#include "encoding/plain_text.h"

namespace gate {

namespace {

constexpr JsonLimits kJsonLimits{.bytes = kMaxCardFileBytes, .depth = 24, .text = kMaxCardFileBytes, .items = 20'000};

// Base64url of "{" and what may follow it: the header is any JSON object, indented or not (RFC 7515, 4).
bool looks_like_jws(std::string_view text) {
  if (text.starts_with("eyJ")) return true;
  const std::string_view word = text.substr(0, text.find_first_of(kWhiteSpace));
  return (word.starts_with("ey") || word.starts_with("ew")) && std::ranges::count(word, '.') == 2 &&
         word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") ==
             std::string_view::npos;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t end = 0;
  for (std::size_t begin = text.find_first_not_of(kWhiteSpace); begin != std::string_view::npos;
       begin = text.find_first_not_of(kWhiteSpace, end)) {
    end = std::min(text.find_first_of(kWhiteSpace, begin), text.size());
    words.push_back(text.substr(begin, end - begin));
  }
  return words;
}

// Reads one text of QR codes or JWS, or JSON, into a CardFile.
class CardFileReader {
 public:
  explicit CardFileReader(CheckList& list) : list_(list) {}

  std::optional<CardFile> read(std::string_view text) && {
    if (!list_.check("size", text.size() <= kMaxCardFileBytes, CertificateRefusal::kTooLarge,
                     "longer than " + std::to_string(kMaxCardFileBytes) + " bytes")) {
      return std::nullopt;
    }
    text = bare_text(text);
    if (!(text.starts_with('{') ? read_json(text) : read_words(text))) return std::nullopt;
    return std::move(file_);
  }

 private:
  bool read_words(std::string_view text);
  bool read_code(std::string_view word);
  bool join_chunks();
  bool read_json(std::string_view text);
  bool add_card(const nlohmann::json& card);
  bool add_all(const nlohmann::json& cards);
  bool add_parameters(const nlohmann::json& answer);
  bool number_allowed();

  CheckList& list_;
  CardFile file_;
  std::vector<NumericCode> chunks_;
};

bool CardFileReader::read_words(std::string_view text) {
  for (const std::string_view word : words_of(text)) {
    if (looks_like_numeric_code(word)) {
      if (!read_code(word)) return false;
    } else {
      file_.cards.emplace_back(word);
    }
  }
  if (!chunks_.empty() && !join_chunks()) return false;
  return number_allowed();
}

bool CardFileReader::read_code(std::string_view word) {
  auto code = read_numeric_code(word);
  const bool too_large = !code && code.error().code == ErrorCode::kUnsupported;
  if (!list_.check("code", code, too_large ? CertificateRefusal::kTooLarge : CertificateRefusal::kEncodingInvalid)) {
    return false;
  }
  if (code->total > 1) {
    chunks_.push_back(std::move(*code));
  } else {
    const auto whole = join_numeric_codes({*code});
    if (!list_.check("chunks", whole, CertificateRefusal::kChunksIncomplete)) return false;
    file_.cards.push_back(*whole);
  }
  return true;
}

bool CardFileReader::join_chunks() {
  const auto whole = join_numeric_codes(chunks_);
  if (!list_.check("chunks", whole, CertificateRefusal::kChunksIncomplete)) return false;
  file_.cards.push_back(*whole);
  return true;
}

bool CardFileReader::read_json(std::string_view text) {
  auto json = parse_json(text, kJsonLimits);
  if (!list_.check("text", json, CertificateRefusal::kJsonInvalid)) return false;
  const std::string type = json->value("resourceType", nlohmann::json()).is_string()
                               ? json->at("resourceType").get<std::string>()
                               : std::string();
  if (const auto cards = json->find("verifiableCredential"); cards != json->end()) return add_all(*cards);
  if (type == "Parameters") return add_parameters(*json);
  if (json->contains("vc") || type == "Bundle") {
    file_.unsigned_content = std::move(*json);
    return true;
  }
  return list_.check("text", false, CertificateRefusal::kContentUnsupported, "JSON, but no health card in it");
}

bool CardFileReader::add_card(const nlohmann::json& card) {
  if (!card.is_string()) {
    return list_.check("text", false, CertificateRefusal::kJsonInvalid, "a health card is not a text");
  }
  file_.cards.emplace_back(trimmed(card.get_ref<const std::string&>()));
  return true;
}

bool CardFileReader::add_all(const nlohmann::json& cards) {
  if (!cards.is_array()) {
    return list_.check("text", false, CertificateRefusal::kJsonInvalid, "verifiableCredential: not an array");
  }
  for (const auto& card : cards) {
    if (!add_card(card)) return false;
  }
  return number_allowed();
}

// FHIR R4, Parameters: what else it holds, such as links to the resources, is of no concern.
bool CardFileReader::add_parameters(const nlohmann::json& answer) {
  const auto parameters = answer.find("parameter");
  if (parameters == answer.end() || !parameters->is_array()) {
    return list_.check("text", false, CertificateRefusal::kJsonInvalid, "parameter: not an array");
  }
  for (const auto& parameter : *parameters) {
    if (!parameter.is_object() || parameter.value("name", nlohmann::json()) != "verifiableCredential") continue;
    if (!add_card(parameter.value("valueString", nlohmann::json()))) return false;
  }
  return number_allowed();
}

bool CardFileReader::number_allowed() {
  const std::size_t cards = file_.cards.size();
  if (cards == 0) return list_.check("text", false, CertificateRefusal::kContentUnsupported, "no health card in it");
  return list_.check("cards", cards <= kMaxCardsPerFile, CertificateRefusal::kTooLarge,
                     "more than " + std::to_string(kMaxCardsPerFile) + " cards");
}

}  // namespace

bool looks_like_card_file(std::string_view text) {
  text = bare_text(text);
  if (!text.starts_with('{')) return looks_like_numeric_code(text) || looks_like_jws(text);
  const auto names = [&](std::string_view key) { return text.find(key) != std::string_view::npos; };
  return names("\"verifiableCredential\"") || names("\"fhirBundle\"") || names("\"resourceType\"");
}

std::optional<CardFile> read_card_file(std::string_view text, CheckList& list) {
  return CardFileReader(list).read(text);
}

}  // namespace gate
