#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "common/result.h"

namespace gate {

/// Where configuration text comes from: the disk, or a test's memory.
using ReadText = std::function<Result<std::string>(const std::filesystem::path&)>;

/// A regular file of at most 1 MiB, see read_bounded_file().
Result<std::string> read_text_file(const std::filesystem::path& file);

}  // namespace gate
