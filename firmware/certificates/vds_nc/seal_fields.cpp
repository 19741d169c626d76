#include "certificates/vds_nc/seal_fields.h"

#include <charconv>

#include "certificates/stated_time.h"
#include "common/iso_time.h"
#include "encoding/plain_text.h"

namespace gate {

namespace {

constexpr std::size_t kMaxTextBytes = 512;  // 39 characters in the report; names in other scripts need more

// Digits alone; 0 for anything else.
std::int64_t count_in(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  return error == std::errc{} && end == text.data() + text.size() ? count : 0;
}

}  // namespace

SealFields::SealFields(const nlohmann::json* object, std::string path, std::string& problem)
    : object_(object), path_(std::move(path)), problem_(problem) {
  if (object_ == nullptr || !object_->is_object()) {
    note("", "must be an object");
    object_ = nullptr;
  }
}

void SealFields::note(std::string_view name, std::string_view problem) const {
  if (!problem_.empty()) return;
  problem_ = path_;
  if (!path_.empty() && !name.empty()) problem_ += '.';
  problem_ += std::string(name) + ": " + std::string(problem);
}

const nlohmann::json* SealFields::find(std::string_view name) const {
  if (object_ == nullptr) return nullptr;
  const auto member = object_->find(name);
  return member == object_->end() || member->is_null() ? nullptr : &*member;
}

SealFields SealFields::object(std::string_view name) const {
  return {find(name), path_.empty() ? std::string(name) : path_ + "." + std::string(name), problem_};
}

const nlohmann::json::array_t& SealFields::array(std::string_view name) const {
  static const nlohmann::json::array_t empty;
  const nlohmann::json* value = find(name);
  const auto* array = value == nullptr ? nullptr : value->get_ptr<const nlohmann::json::array_t*>();
  if (array == nullptr || array->empty()) note(name, "must be an array that holds something");
  return array == nullptr ? empty : *array;
}

std::string SealFields::optional_text(std::string_view name) const {
  const nlohmann::json* value = find(name);
  if (value == nullptr) return {};
  const auto* text = value->get_ptr<const std::string*>();
  if (text != nullptr && text->size() <= kMaxTextBytes) return std::string(trimmed(*text));
  note(name, "must be a text of at most 512 bytes");
  return {};
}

std::string SealFields::required_text(std::string_view name) const {
  std::string text = optional_text(name);
  if (text.empty()) note(name, "missing");
  return text;
}

std::chrono::year_month_day SealFields::required_date(std::string_view name) const {
  const std::string text = required_text(name);
  const auto date = parse_iso_time(text);
  if (date && text.size() == 10) return std::chrono::floor<std::chrono::days>(*date);
  note(name, "must be a date");
  return {};
}

WallTime SealFields::required_date_time(std::string_view name) const {
  const std::string text = required_text(name);
  if (const auto time = parse_stated_time(text)) return *time;
  note(name, "must be a date and time");
  return {};
}

// The report has a text, most states write a number.
int SealFields::required_count(std::string_view name) const {
  const nlohmann::json* value = find(name);
  const auto* text = value == nullptr ? nullptr : value->get_ptr<const std::string*>();
  std::int64_t count = text == nullptr ? 0 : count_in(*text);
  if (value != nullptr && value->is_number_integer()) count = value->get<std::int64_t>();
  if (count >= 1 && count <= 99) return static_cast<int>(count);
  note(name, "must be a whole number from 1 to 99");
  return 0;
}

}  // namespace gate
