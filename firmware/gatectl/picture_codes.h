#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "common/result.h"

namespace gate {

/// The texts of all codes in a picture file, at least one; about 20 ms. Errors: read_photo()'s, kNotFound when there is
/// no code, kUnsupported in a device build (no_picture_codes.cpp), which reads no picture files.
Result<std::vector<std::string>> codes_in_picture(const std::filesystem::path& file);

}  // namespace gate
