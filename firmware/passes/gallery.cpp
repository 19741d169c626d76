#include "passes/gallery.h"

namespace gate {

Gallery::Gallery(FaceComparison comparison, std::vector<PassId> passes, VectorIndex index, std::size_t skipped)
    : comparison_(std::move(comparison)), passes_(std::move(passes)), index_(std::move(index)), skipped_(skipped) {}

std::shared_ptr<const Gallery> Gallery::build(std::span<const VerifiedPass> passes, FaceComparison comparison) {
  Builder builder(std::move(comparison));
  for (const VerifiedPass& pass : passes) builder.add(pass);
  return std::move(builder).build();
}

Result<std::optional<Match>> Gallery::nearest(const FaceTemplate& probe) const {
  const auto vector = comparison_.vector(probe);
  if (!vector) return fail(vector.error(), "probe");
  if (size() == 0) return std::nullopt;
  if (vector->values().size() != index_.dimensions())
    return fail(ErrorCode::kInvalidInput,
                "the probe's vector of " + comparison_.id() + " has another length than the gallery's");
  const auto found = index_.nearest(vector->values());
  Match match{passes_[found->best.row], Distance{found->best.distance}, std::nullopt};
  if (found->runner_up) match.runner_up = Distance{found->runner_up->distance};
  return match;
}

bool Gallery::Builder::add(const VerifiedPass& pass) {
  const bool added = append(pass.pass());
  if (!added) ++skipped_;
  return added;
}

bool Gallery::Builder::append(const Pass& pass) {
  const auto fused = fuse(pass.samples);
  if (!fused) return false;
  const auto vector = comparison_.vector(*fused);
  if (!vector) return false;
  const auto values = vector->values();
  if (dimensions_ != 0 && values.size() != dimensions_) return false;
  if (!known_.insert(pass.id).second) return false;
  dimensions_ = values.size();
  passes_.push_back(pass.id);
  values_.insert(values_.end(), values.begin(), values.end());
  return true;
}

std::shared_ptr<const Gallery> Gallery::Builder::build() && {
  // An empty gallery still needs a width to be an index of nothing.
  VectorIndex index(std::move(values_), std::max<std::size_t>(dimensions_, 1));
  return std::shared_ptr<const Gallery>(
      new Gallery(std::move(comparison_), std::move(passes_), std::move(index), skipped_));
}

}  // namespace gate
