#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "passes/gallery.h"
#include "passes/pass_store.h"
#include "passes/pass_verifier.h"

namespace gate {

/// A pass in the store that did not get into the gallery.
struct LeftOutPass {
  PassId id;
  std::string reason;  ///< a PassRefusal's name, "record_damaged" or "model_missing"
  std::string detail;  ///< one line for a technician; no personal data
};

/// Two passes of the gallery that bind one certificate. Near each other: one was issued anew. Far apart: one
/// certificate serves two people, which staff should look into.
struct SharedCertificate {
  PassId pass;
  PassId other;                   ///< the greater id
  std::size_t gallery = 0;        ///< the comparison `apart` is by
  std::optional<Distance> apart;  ///< nothing when they are in two galleries: never compared
};

/// Comparisons of which a pass takes the first whose models it has: unlike vectors never meet.
using Alternatives = std::vector<FaceComparison>;

struct LoadedGallery {
  std::vector<std::shared_ptr<const Gallery>> galleries;  ///< one per comparison, in the order asked for
  std::size_t passes = 0;                                 ///< in at least one of them
  std::vector<LeftOutPass> left_out;                      ///< by id
  std::vector<SharedCertificate> shared;  ///< by id; of three passes of one certificate, two pairs with the first
};

/// Called on the caller's thread now and then, and at the end with done == total.
using LoadProgress = std::function<void(std::size_t done, std::size_t total)>;

/// Reads every pass of the store, verifies its signature and its certificate's on two threads, and indexes those that
/// hold, in one gallery of each of the sets of alternatives that it has the models for. A damaged record is reported
/// and left out; an Error means that the store as a whole cannot be read. Nothing but ids and fused vectors stays in
/// memory, while loading 40 bytes a pass more. Blocks: about 0.1 ms a pass. Thread-safe.
Result<LoadedGallery> load_gallery(const PassStore& store, const PassVerifier& verifier,
                                   std::span<const Alternatives> sets, WallTime now, const LoadProgress& progress = {});

}  // namespace gate
