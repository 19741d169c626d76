#pragma once

#include <memory>
#include <vector>

#include "access/match_limits.h"
#include "certificates/trust/trust_ages.h"
#include "passes/gallery.h"
#include "passes/pass_verifier.h"

namespace gate {

/// The passes one comparison recognises, and how sure one must be by it.
struct EnrolledGallery {
  std::shared_ptr<const Gallery> gallery;
  MatchLimits limits;      ///< for the number of passes in all galleries
  MatchLimits one_to_one;  ///< for a single comparison
};

/// Who may be recognised, and how sure one must be: what the loader publishes whenever passes or trust change.
/// Immutable; shared between threads.
struct Enrolled {
  std::vector<EnrolledGallery> galleries;        ///< the comparison wanted most comes first
  std::shared_ptr<const PassVerifier> verifier;  ///< on the trust store of the same moment
  TrustAges trust_ages;                          ///< of that trust store; as default constructed nothing is fresh
};

}  // namespace gate
