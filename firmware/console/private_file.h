#pragma once

#include <filesystem>
#include <string_view>

#include "common/result.h"

namespace gate {

/// Writes a file that only its owner can read (mode 0600) beside its place and renames it there; on the disk when this
/// returns. Its folder is made when it is missing. kIo naming the file. Reentrant.
Status write_private_file(const std::filesystem::path& file, std::string_view text);

}  // namespace gate
