#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace gate {

/// `node` itself, or what its local "$ref" points at within `root`.
const nlohmann::json& resolved(const nlohmann::json& root, const nlohmann::json& node);

/// The schema of the member `key` (or of the items, when `node` describes an array); nullptr when there is none.
const nlohmann::json* schema_of(const nlohmann::json& root, const nlohmann::json& node, const std::string& key);

/// One line on what is wrong with the value at `path` of `document`: "/camera/v4l2/fps: 0 is not allowed; …". `path`
/// is where validation failed; unknown and missing keys are looked for there first.
std::string explain(const nlohmann::json& root, const nlohmann::json& document, const std::vector<std::string>& path);

}  // namespace gate
