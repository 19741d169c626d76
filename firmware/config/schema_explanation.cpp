#include "config/schema_explanation.h"

#include <algorithm>
#include <numeric>
#include <string_view>

namespace gate {
namespace {

using nlohmann::json;

/// Levenshtein distance: how many letters were mistyped.
std::size_t typos(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

/// A value for a message: one line of ASCII, cut when long.
std::string shown(const json& value) {
  std::string text = value.dump(-1, ' ', true, json::error_handler_t::replace);
  if (text.size() > 60) text = text.substr(0, 57) + "...";
  return text;
}

std::string listed(const json& values) {
  std::string text;
  for (const json& value : values) text += (text.empty() ? "" : ", ") + shown(value);
  return text;
}

std::string range(const json& node, const char* least, const char* above, const char* most, std::string_view unit) {
  std::string text;
  if (node.contains(least)) text += " from " + shown(node[least]);
  if (node.contains(above)) text += " above " + shown(node[above]);
  if (node.contains(most)) text += " to " + shown(node[most]);
  return text.empty() ? text : text + std::string(unit);
}

std::string allowed(const json& node) {
  if (node.contains("enum")) return "one of " + listed(node["enum"]);
  const std::string type = node.value("type", "");
  if (type == "integer") return "a whole number" + range(node, "minimum", "exclusiveMinimum", "maximum", "");
  if (type == "number") return "a number" + range(node, "minimum", "exclusiveMinimum", "maximum", "");
  if (type == "boolean") return "true or false";
  if (type == "string")
    return "a text" + range(node, "minLength", "", "maxLength", " characters") +
           (node.contains("pattern") ? " that matches " + shown(node["pattern"]) : "");
  if (type == "array") return "a list" + range(node, "minItems", "", "maxItems", " entries");
  return "an object { … }";
}

std::string unknown_key(const json& node, const std::string& key) {
  const json& known = node["properties"];
  std::string nearest;
  std::size_t fewest = key.size() / 2 + 1;
  std::vector<std::string> names;
  for (const auto& [name, unused] : known.items()) {
    names.push_back(name);
    if (key.size() > 64 || typos(key, name) >= fewest) continue;
    fewest = typos(key, name);
    nearest = name;
  }
  if (!nearest.empty()) return "is an unknown key; did you mean \"" + nearest + "\"?";
  return "is an unknown key; known here: " + listed(names);
}

/// RFC 6901; control characters and the like cannot get into a terminal's log line.
std::string pointer_to(const std::vector<std::string>& path) {
  json::json_pointer pointer;
  for (const std::string& key : path) pointer /= key;
  const std::string text = json(pointer.to_string()).dump(-1, ' ', true, json::error_handler_t::replace);
  return text.size() > 2 ? text.substr(1, std::min<std::size_t>(text.size() - 2, 200)) : "the whole document";
}

const json* descend(const json& value, const std::string& key) {
  if (value.is_object()) return value.contains(key) ? &value[key] : nullptr;
  if (!value.is_array() || key.find_first_not_of("0123456789") != std::string::npos || key.size() > 9) return nullptr;
  const std::size_t index = std::stoul(key);
  return index < value.size() ? &value[index] : nullptr;
}

}  // namespace

const json& resolved(const json& root, const json& node) {
  if (!node.contains("$ref")) return node;
  return root.at(json::json_pointer(node["$ref"].get<std::string>().substr(1)));
}

const json* schema_of(const json& root, const json& node, const std::string& key) {
  if (node.contains("properties") && node["properties"].contains(key)) return &resolved(root, node["properties"][key]);
  return node.contains("items") ? &resolved(root, node["items"]) : nullptr;
}

std::string explain(const json& root, const json& document, const std::vector<std::string>& path) {
  const json* node = &root;
  const json* value = &document;
  std::vector<std::string> reached;
  for (const std::string& key : path) {
    const json* next = descend(*value, key);
    const json* next_node = schema_of(root, *node, key);
    if (next == nullptr || next_node == nullptr) break;
    value = next;
    node = next_node;
    reached.push_back(key);
  }
  const std::string where = pointer_to(reached);
  if (value->is_object() && node->value("type", "") == "object") {
    for (const auto& [key, unused] : value->items()) {
      if (node->contains("properties") && (*node)["properties"].contains(key)) continue;
      reached.push_back(key);
      return pointer_to(reached) + ": " + unknown_key(*node, key);
    }
    for (const json& key : node->value("required", json::array())) {
      if (!value->contains(key)) return where + ": needs " + shown(key);
    }
  }
  return where + ": " + shown(*value) + " is not allowed here; give " + allowed(*node) +
         (node->contains("default") ? " (default " + shown((*node)["default"]) + ")" : "");
}

}  // namespace gate
