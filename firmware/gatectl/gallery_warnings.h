#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "passes/gallery_loader.h"

namespace gate {

/// What staff should know of the store after an import.
struct GalleryWarnings {
  std::vector<SharedCertificate> bound_twice;  ///< one certificate, two faces
  std::optional<std::string> too_large;        ///< the passes are too many for face alone; says what to do
};

/// Of the whole store; pairs only where `imported` names one of the two. `config`: the terminal's, whose curves say how
/// far apart faces are two people's and how many can be told apart. Verifies the whole store: 0.1 ms a pass.
Result<GalleryWarnings> gallery_warnings(const PassStore& store, const PassVerifier& verifier,
                                         const std::filesystem::path& config, const std::set<PassId>& imported,
                                         WallTime now);

}  // namespace gate
