#pragma once

#include <filesystem>
#include <memory>

#include "common/result.h"

namespace gate {

/// The public keys a terminal believes: `eu-dcc/*.pem|*.der` (document signer certificates) and
/// `enrolment-authorities/*.pem` (P-256 public keys or certificates). Immutable once opened, shared between threads.
class TrustStore {
 public:
  /// Reads a trust directory. kNotFound when it is not there, kInvalidInput naming the file that cannot be read as a
  /// key. A missing sub-folder is an empty list. Blocks for file reading: milliseconds per thousand keys.
  static Result<std::shared_ptr<const TrustStore>> open(const std::filesystem::path& directory);

  // Look-ups by key id and by purpose: see the implementation's owner.
};

}  // namespace gate
