#pragma once

#include <memory>

#include "access/match_limits.h"
#include "certificates/trust/trust_ages.h"
#include "passes/gallery.h"
#include "passes/pass_verifier.h"

namespace gate {

/// Who may be recognised, and how sure one must be: what the loader publishes whenever passes or trust change.
/// Immutable; shared between threads.
struct Enrolled {
  std::shared_ptr<const Gallery> gallery;
  MatchLimits limits;                            ///< for this gallery's size
  MatchLimits one_to_one;                        ///< for a single comparison
  std::shared_ptr<const PassVerifier> verifier;  ///< on the trust store of the same moment
  TrustAges trust_ages;                          ///< of that trust store; as default constructed nothing is fresh
};

}  // namespace gate
