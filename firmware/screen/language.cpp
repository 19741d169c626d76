#include "screen/language.h"

#include <algorithm>

#include "encoding/bounded_file.h"
#include "encoding/json_text.h"
#include "encoding/utf8.h"
#include "screen/letters.h"
#include "screen/line_breaks.h"
#include "screen/scene_choice.h"

namespace gate {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxFileBytes = 1U << 18U;

tl::unexpected<Error> refuse(std::string message) { return fail(ErrorCode::kInvalidInput, std::move(message)); }

Result<std::u32string> sentence(const json& scene, const char* key, std::size_t most) {
  const auto found = scene.find(key);
  if (found == scene.end() || !found->is_string()) return refuse(std::string("/") + key + ": a text is needed");
  const std::u32string text = letters_of(found->get_ref<const std::string&>());
  const std::size_t letters = without_marks(text).size();
  if (letters == 0 || letters > most)
    return refuse(std::string("/") + key + ": has " + std::to_string(letters) + " letters; 1 to " +
                  std::to_string(most) + " fit the screen");
  if (std::any_of(text.begin(), text.end(), [](char32_t letter) { return letter < U' ' || letter == 0x7F; }))
    return refuse(std::string("/") + key + ": has a control character");
  return text;
}

Result<Sentences> sentences(const json& scene) {
  if (!scene.is_object() || scene.size() != 2) return refuse(": \"say\" and \"advice\" are needed, and nothing else");
  auto say = sentence(scene, "say", Language::kMostSaid);
  if (!say) return fail(say.error());
  auto advice = sentence(scene, "advice", Language::kMostAdvised);
  if (!advice) return fail(advice.error());
  return Sentences{*std::move(say), *std::move(advice)};
}

Status check_keys(const json& scenes) {
  const auto known = message_keys();
  for (const auto& [key, scene] : scenes.items())
    if (!std::binary_search(known.begin(), known.end(), key)) return refuse("/scenes/" + key + ": is no message");
  for (const std::string_view key : known)
    if (!scenes.contains(key)) return refuse("/scenes/" + std::string(key) + ": is missing");
  return {};
}

Result<json> parsed(const std::filesystem::path& file) {
  const auto text = read_bounded_file(file, kMaxFileBytes);
  if (!text) return fail(text.error());
  if (!is_utf8(bytes_of(*text))) return refuse(file.string() + ": is not UTF-8");
  auto document = parse_json(*text);
  if (!document) return fail(document.error(), file.string());
  const bool whole = document->is_object() && document->contains("scenes") && (*document)["scenes"].is_object();
  if (!whole) return refuse(file.string() + ": /scenes: is missing");
  for (const auto& [key, value] : document->items())
    if (key != "scenes" && !(key == "language" && value.is_string()))
      return refuse(file.string() + ": /" + key + ": only \"language\" and \"scenes\" may stand here");
  return document;
}

}  // namespace

Result<Language> Language::load(const std::filesystem::path& file) {
  const auto document = parsed(file);
  if (!document) return fail(document.error());
  const json& scenes = (*document)["scenes"];
  if (Status known = check_keys(scenes); !known) return fail(std::move(known.error()), file.string());
  Language language;
  language.file_ = file;
  for (const auto& [key, scene] : scenes.items()) {
    auto both = sentences(scene);
    if (!both) return refuse(file.string() + ": /scenes/" + key + both.error().message);
    language.sentences_.emplace(key, *std::move(both));
  }
  return language;
}

Result<std::vector<Language>> Language::load_all(const std::filesystem::path& directory,
                                                 const std::vector<std::string>& names) {
  if (names.empty()) return refuse("at least one language is needed");
  std::vector<Language> languages;
  for (const std::string& name : names) {
    auto language = load(directory / (name + ".json"));
    if (!language) return fail(language.error());
    languages.push_back(*std::move(language));
  }
  return languages;
}

const Sentences& Language::of(std::string_view message) const {
  static const Sentences kNothing;  // never: load() has seen that every key is there
  const auto found = sentences_.find(message);
  return found == sentences_.end() ? kNothing : found->second;
}

}  // namespace gate
