#include "config/schema.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "config/schema_explanation.h"

namespace gate {

using nlohmann::json;
using valijson::adapters::NlohmannJsonAdapter;

namespace {

/// The schema of layers: the keyword "required" goes, at every depth.
void require_nothing(json& node) {
  if (node.is_object()) node.erase("required");
  for (json& child : node) {
    if (child.is_structured()) require_nothing(child);
  }
}

/// Nulls of known keys: removals of a merge patch, which are not values to be checked.
void drop_known_nulls(const json& root, const json& node, json& value) {
  if (!value.is_object()) return;
  for (auto it = value.begin(); it != value.end();) {
    const json* member = schema_of(root, node, it.key());
    if (member != nullptr && it->is_null()) {
      it = value.erase(it);
      continue;
    }
    if (member != nullptr) drop_known_nulls(root, *member, *it);
    ++it;
  }
}

void resolve(const json& root, const json& node, json& value, const std::filesystem::path& directory) {
  if (value.is_string() && node.value("x-path", false)) {
    const auto& text = value.get_ref<const std::string&>();
    if (text != "-") value = (directory / text).lexically_normal().string();
    return;
  }
  if (!value.is_structured()) return;
  for (auto& [key, child] : value.items()) {
    if (const json* member = schema_of(root, node, key)) resolve(root, *member, child, directory);
  }
}

Status validate(const valijson::Schema& schema, const json& root, const json& document) {
  try {
    valijson::Validator validator;  // strong types: "30" is not 30
    valijson::ValidationResults results;
    if (validator.validate(schema, NlohmannJsonAdapter(document), &results)) return {};
    const auto deepest = std::ranges::max_element(
        results, {}, [](const valijson::ValidationResults::Error& error) { return error.context.size(); });
    std::vector<std::string> path;
    for (const std::string& step : deepest->context) {
      if (step != "<root>") path.push_back(step.substr(1, step.size() - 2));  // "[key]"
    }
    return fail(ErrorCode::kInvalidInput, explain(root, document, path));
  } catch (const std::exception& exception) {
    return fail(ErrorCode::kInvalidInput, std::string("cannot be checked: ") + exception.what());
  }
}

}  // namespace

struct Schema::Parsed {
  explicit Parsed(std::string_view text) : whole(json::parse(text)), part(whole) {
    require_nothing(part);
    valijson::SchemaParser parser;
    parser.populateSchema(NlohmannJsonAdapter(whole), whole_schema);
    parser.populateSchema(NlohmannJsonAdapter(part), part_schema);
  }

  json whole;
  json part;
  valijson::Schema whole_schema;
  valijson::Schema part_schema;
};

Schema::Schema(std::string_view text) {
  try {
    parsed_ = std::make_unique<const Parsed>(text);
  } catch (const std::exception& exception) {
    std::cerr << "a built-in JSON Schema is malformed: " << exception.what() << '\n';
    std::abort();
  }
}

Schema::~Schema() = default;
Schema::Schema(Schema&&) noexcept = default;

Status Schema::check(const json& document) const { return validate(parsed_->whole_schema, parsed_->whole, document); }

Status Schema::check_layer(const json& layer) const {
  json values = layer;
  drop_known_nulls(parsed_->part, parsed_->part, values);
  return validate(parsed_->part_schema, parsed_->part, values);
}

void Schema::resolve_paths(json& document, const std::filesystem::path& directory) const {
  resolve(parsed_->whole, parsed_->whole, document, directory);
}

const json& Schema::document() const { return parsed_->whole; }

}  // namespace gate
