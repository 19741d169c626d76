#pragma once

#include <filesystem>
#include <set>
#include <vector>

#include "passes/gallery_loader.h"

namespace gate {

/// Passes of the store that bind one certificate to two faces, where `imported` names one of the two. `config`: the
/// terminal's, whose curve says how far apart faces are two people's. Verifies the whole store: 0.1 ms a pass.
Result<std::vector<SharedCertificate>> certificates_bound_twice(const PassStore& store, const PassVerifier& verifier,
                                                                const std::filesystem::path& config,
                                                                const std::set<PassId>& imported, WallTime now);

}  // namespace gate
