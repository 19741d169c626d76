#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "common/result.h"

namespace gate {

/// A whole regular file of at most `max_bytes`. kNotFound, kInvalidInput (larger, or not a regular file), kIo; each
/// names the file. Blocks for the reading.
Result<std::string> read_bounded_file(const std::filesystem::path& file, std::size_t max_bytes);

}  // namespace gate
