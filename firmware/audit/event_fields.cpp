#include "audit/event_fields.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

namespace gate {
namespace {

using nlohmann::json;

bool is_text(const json& value, std::size_t longest, std::string_view more) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), [more](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || more.find(c) != std::string_view::npos;
  });
}

bool is_code(const json& value) { return is_text(value, 40, "_"); }
bool is_label(const json& value) { return is_text(value, 64, "._-/"); }
bool is_time(const json& value) { return is_text(value, 30, "-:.TZ"); }
bool is_count(const json& value) { return value.is_number_unsigned(); }
bool is_number(const json& value) { return value.is_number() && std::isfinite(value.get<double>()); }
bool is_moment(const json& value) { return is_number(value) || is_time(value); }
bool is_flag(const json& value) { return value.is_boolean(); }

/// Whom a face was compared with, as firmware/access/identification.h writes it.
bool is_mode(const json& value) { return value == "1:1" || value == "1:N"; }

bool is_pass_id(const json& value) {
  return is_text(value, 32, "") && value.get_ref<const std::string&>().size() == 32 &&
         value.get_ref<const std::string&>().find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// "VR-DE-0001", and nothing else that has capital letters.
bool is_rule_id(const json& value) {
  if (!value.is_string()) return false;
  const std::string_view text = value.get_ref<const std::string&>();
  constexpr std::string_view kForm = "AA-AA-dddd";
  return std::equal(text.begin(), text.end(), kForm.begin(), kForm.end(), [](char c, char form) {
    if (form == 'A') return c >= 'A' && c <= 'Z';
    return form == 'd' ? c >= '0' && c <= '9' : c == form;
  });
}

/// One number a processing step; a dozen at most, so that no template of 128 numbers can pass for them.
bool is_numbers_by_step(const json& value) {
  return value.is_object() && value.size() <= 12 &&
         std::all_of(value.items().begin(), value.items().end(),
                     [](const auto& item) { return is_code(item.key()) && is_number(item.value()); });
}

struct Field {
  std::string_view name;
  bool (*fits)(const json&);
};

// To add a field: one line here. Nothing that could name, show or measure a person.
constexpr std::array kFields = {
    Field{"type", is_code},          Field{"verdict", is_code},
    Field{"reason", is_code},        Field{"state", is_code},
    Field{"from", is_code},          Field{"to", is_code},
    Field{"cause", is_code},         Field{"action", is_code},
    Field{"command", is_code},       Field{"device", is_code},
    Field{"input", is_code},         Field{"output", is_code},
    Field{"step", is_code},          Field{"code", is_code},
    Field{"mode", is_mode},          Field{"pass", is_pass_id},
    Field{"authority", is_label},    Field{"version", is_label},
    Field{"file", is_label},         Field{"next", is_label},
    Field{"model", is_label},        Field{"distance", is_number},
    Field{"runner_up", is_number},   Field{"threshold", is_number},
    Field{"captured_at", is_moment}, Field{"decided_at", is_moment},
    Field{"at", is_moment},          Field{"latency_ms", is_numbers_by_step},
    Field{"total_ms", is_number},    Field{"uptime_s", is_number},
    Field{"frame", is_count},        Field{"count", is_count},
    Field{"lines", is_count},        Field{"bytes", is_count},
    Field{"accepted", is_count},     Field{"refused", is_count},
    Field{"gallery_size", is_count}, Field{"active", is_flag},
    Field{"kind", is_code},          Field{"age_days", is_number},
    Field{"refuses", is_flag},       Field{"rule", is_rule_id},
    Field{"other_pass", is_pass_id}, Field{"role", is_code},
    Field{"result", is_code},
};

}  // namespace

Status check_event(const json& event) {
  if (!event.is_object() || !event.contains("type"))
    return fail(ErrorCode::kInvalidInput, "an event is an object with a type");
  for (const auto& [name, value] : event.items()) {
    const auto field =
        std::find_if(kFields.begin(), kFields.end(), [&wanted = name](const Field& f) { return f.name == wanted; });
    if (field == kFields.end())
      return fail(ErrorCode::kInvalidInput, "event field not on the list: " + name.substr(0, 40));
    if (!field->fits(value)) return fail(ErrorCode::kInvalidInput, "event field of another kind than listed: " + name);
  }
  return {};
}

}  // namespace gate
