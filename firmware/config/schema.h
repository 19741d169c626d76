#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

#include "common/result.h"

namespace gate {

/// The published schemas, config/*.schema.json, compiled in.
extern const std::string_view kTerminalSchema;
extern const std::string_view kPolicySchema;
extern const std::string_view kCurveSchema;

/// A JSON Schema (draft-07) that documents are checked against by valijson, and explained by what it says itself.
/// Immutable, thread-safe. A string node marked "x-path": true holds a path, relative to the file that names it.
class Schema {
 public:
  /// `text` is one of the above: a malformed schema is a bug and aborts.
  explicit Schema(std::string_view text);
  ~Schema();
  Schema(Schema&&) noexcept;

  /// kInvalidInput with one line: JSON pointer, value, what is allowed or the nearest known key.
  Status check(const nlohmann::json& document) const;

  /// The same for a part of a document, meant to be merged over another: nothing is required, and null, which in a
  /// JSON Merge Patch (RFC 7396) removes, is allowed for every known key.
  Status check_layer(const nlohmann::json& layer) const;

  /// Makes every path in `document` absolute or relative to the working directory, as `directory` is. "-" stays.
  void resolve_paths(nlohmann::json& document, const std::filesystem::path& directory) const;

  const nlohmann::json& document() const;

 private:
  struct Parsed;
  std::unique_ptr<const Parsed> parsed_;
};

}  // namespace gate
