#include "terminal/staff_choices.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "console/console_settings.h"
#include "console/private_file.h"
#include "encoding/bounded_file.h"
#include "encoding/json_text.h"

namespace gate {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxBytes = 1024;

}  // namespace

Status StaffChoices::open(const Config& config, Parts parts) {
  file_ = console_folder(config) / "console-choices.json";
  screen_ = &parts.screen;
  sound_ = parts.sound;
  if (sound_ != nullptr) volume_ = config.sound.volume;
  if (config.screen.kind != ScreenKind::kNone) languages_ = config.screen.languages;
  return read();
}

/// What no longer fits (a language that was taken out of the configuration) is passed over.
Status StaffChoices::read() {
  const auto text = read_bounded_file(file_, kMaxBytes);
  if (!text && text.error().code == ErrorCode::kNotFound) return {};
  if (!text) return fail(text.error());
  const auto document = parse_json(*text, {.bytes = kMaxBytes, .depth = 2});
  if (!document) return fail(document.error(), file_.string());
  if (!document->is_object()) return fail(ErrorCode::kInvalidInput, file_.string() + ": holds no choices; remove it");
  if (const auto volume = document->find("volume"); volume != document->end() && volume->is_number_integer())
    if (sound_ != nullptr && sound_->set_volume(volume->get<int>())) chosen_volume_ = volume_ = volume->get<int>();
  if (const auto language = document->find("language"); language != document->end() && language->is_string())
    if (bring_forward(language->get<std::string>())) chosen_language_ = languages_.front();
  return {};
}

Status StaffChoices::write(std::optional<int> volume, const std::optional<std::string>& language) const {
  Json document = Json::object();
  if (volume) document["volume"] = *volume;
  if (language) document["language"] = *language;
  return write_private_file(file_, document.dump() + "\n");
}

Status StaffChoices::set_volume(int percent) {
  if (sound_ == nullptr) return fail(ErrorCode::kInvalidInput, "there is no sound device");
  if (Status fits = check_volume(percent); !fits) return fits;
  if (Status kept = write(percent, chosen_language_); !kept) return kept;
  chosen_volume_ = volume_ = percent;
  return sound_->set_volume(percent);
}

Status StaffChoices::set_first_language(const std::string& language) {
  if (std::ranges::find(languages_, language) == languages_.end())
    return fail(ErrorCode::kInvalidInput, "the screen does not speak " + language);
  if (Status kept = write(chosen_volume_, language); !kept) return kept;
  chosen_language_ = language;
  bring_forward(language);
  return {};
}

bool StaffChoices::bring_forward(const std::string& language) {
  const auto chosen = std::ranges::find(languages_, language);
  if (chosen == languages_.end()) return false;
  std::rotate(languages_.begin(), chosen, chosen + 1);
  screen_->first.put(language);
  return true;
}

}  // namespace gate
