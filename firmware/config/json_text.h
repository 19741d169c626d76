#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "common/result.h"

namespace gate {

/// Where configuration text comes from: the disk, or a test's memory.
using ReadText = std::function<Result<std::string>(const std::filesystem::path&)>;

/// A regular file of at most kMaxConfigBytes. kNotFound, kInvalidInput (too large, not a file), kIo; each names it.
Result<std::string> read_text_file(const std::filesystem::path& file);

inline constexpr std::size_t kMaxConfigBytes = 1 << 20;
inline constexpr int kMaxConfigDepth = 32;
inline constexpr std::size_t kMaxConfigString = 4096;

/// Strict JSON. kInvalidInput: not JSON (with line and column), a key twice in one object, deeper or longer than the
/// caps above, an integer that no 64-bit signed number holds. Bounded and reentrant.
Result<nlohmann::json> parse_json(std::string_view text);

}  // namespace gate
