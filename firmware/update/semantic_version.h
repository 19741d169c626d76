#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/result.h"

namespace gate {

/// A version as Semantic Versioning 2.0.0 (semver.org) writes and orders it: 1.2.3, 1.3.0-rc.1 (before 1.3.0). What
/// stands behind '+' (build) orders nothing and is dropped. Plain data.
class SemanticVersion {
 public:
  /// kInvalidInput when it is no such version, or longer than 64 characters.
  static Result<SemanticVersion> parse(std::string_view text);

  std::string text() const;
  std::strong_ordering operator<=>(const SemanticVersion& other) const;
  bool operator==(const SemanticVersion& other) const = default;

 private:
  std::array<std::uint32_t, 3> numbers_{};
  std::vector<std::string> pre_release_;  ///< "rc", "1"; nothing: a release
};

}  // namespace gate
