#pragma once

#include <filesystem>
#include <string_view>

#include "common/result.h"

namespace gate {

/// Writes a text beside its place and renames it there, readable for everybody: whoever reads at any moment finds the
/// old text or the new one. Not synced: for files in memory, and those that a power cut may take back. kIo naming the
/// file.
Status replace_file(const std::filesystem::path& file, std::string_view text);

}  // namespace gate
