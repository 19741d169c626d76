#include "rules/value_set.h"

#include <nlohmann/json.hpp>

#include "common/iso_time.h"

namespace gate {

Result<ValueSet> read_value_set(const nlohmann::json& json) {
  const auto refuse = [](const char* message) { return fail(ErrorCode::kInvalidInput, message); };
  if (!json.is_object()) return refuse("a value set must be an object");
  const auto id = json.find("valueSetId");
  const auto date = json.find("valueSetDate");
  const auto values = json.find("valueSetValues");
  if (id == json.end() || !id->is_string() || id->get_ref<const std::string&>().empty())
    return refuse("valueSetId: must be a text");
  if (date == json.end() || !date->is_string()) return refuse("valueSetDate: must be a date");
  if (values == json.end() || !values->is_object()) return refuse("valueSetValues: must be an object");
  const auto day = parse_iso_time(date->get_ref<const std::string&>());
  if (!day) return refuse("valueSetDate: must be a date such as 2021-07-01");
  ValueSet set{*id, *day, {}};
  for (const auto& [code, value] : values->items()) set.codes.push_back(code);
  return set;
}

}  // namespace gate
