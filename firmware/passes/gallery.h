#pragma once

#include <memory>
#include <optional>
#include <span>

#include "passes/pass.h"
#include "templates/face_template.h"

namespace gate {

/// The nearest pass to a probe, and how near the nearest *other* pass is.
struct Match {
  PassId pass;
  Distance distance;
  std::optional<Distance> runner_up;  ///< nothing when the gallery holds one pass only
};

/// The in-memory index of verified passes' templates of one model. Immutable, shared between threads.
class Gallery {
 public:
  /// Indexes the passes that have a vector of `model`; the others are counted in skipped(). One fused vector a pass.
  static std::shared_ptr<const Gallery> build(std::span<const VerifiedPass> passes, ModelId model);

  /// Exact nearest neighbour; nothing when empty. kInvalidInput when the probe has no vector of the gallery's model.
  /// <= 1 ms at 100,000 passes.
  Result<std::optional<Match>> nearest(const FaceTemplate& probe) const;

  std::size_t size() const;
  std::size_t skipped() const;
  const ModelId& model() const;
};

}  // namespace gate
