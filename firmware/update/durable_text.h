#pragma once

#include <filesystem>
#include <string_view>

#include "common/result.h"

namespace gate {

/// Writes a file beside its place, waits until the disk has it, and renames it there: a reader, also after a power cut,
/// finds the old text or the new one. Its folder must be there. kIo naming the file.
Status write_text_durably(const std::filesystem::path& file, std::string_view text);

/// Removes a file, on the disk when this returns; one that is not there is no error.
Status remove_durably(const std::filesystem::path& file);

}  // namespace gate
