#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "common/result.h"

namespace gate {

/// Writes mono samples of kSamplesPerSecond as a WAV file, over one that is there. kIo names the file; kInvalidInput:
/// more than an hour. Blocks for writing it.
Status write_wav(const std::filesystem::path& file, std::span<const std::int16_t> samples);

}  // namespace gate
