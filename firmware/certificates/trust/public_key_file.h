#pragma once

#include <filesystem>
#include <string_view>

#include "common/result.h"
#include "signatures/public_key.h"

namespace gate {

/// A P-256 public key in PEM, or the one in a PEM certificate: what enrolment authorities and list anchors are.
/// kInvalidInput, saying why, for anything else.
Result<PublicKey> read_p256_key(std::string_view pem);

/// The same from a file; also kNotFound, kIo.
Result<PublicKey> read_p256_key_file(const std::filesystem::path& file);

}  // namespace gate
