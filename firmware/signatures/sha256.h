#pragma once

#include <array>
#include <filesystem>

#include "common/result.h"
#include "encoding/bytes.h"

namespace gate {

using Sha256 = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4). Reentrant; about 1 ms a megabyte. Aborts when OpenSSL has none to offer: nothing this program
/// believes could be checked then.
Sha256 sha256(ByteView bytes);

/// The same of a file's content, in pieces, so that videos and models need no memory. kNotFound, kInvalidInput (not a
/// regular file, or of more than 4 GiB), kIo; each names the file. Blocks for the reading.
Result<Sha256> sha256_of_file(const std::filesystem::path& file);

}  // namespace gate
