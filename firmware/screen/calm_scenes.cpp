#include "screen/calm_scenes.h"

namespace gate {
namespace {

bool is_guidance(const Scene& scene) {
  return scene.panel == Panel::kMirror && (scene.tone == Tone::kGuide || scene.tone == Tone::kNeutral);
}

}  // namespace

Scene CalmScenes::next(const Scene& wanted, MonotonicTime now) {
  if (shown_ == wanted) return wanted;
  const bool hurried = shown_ && is_guidance(*shown_) && wanted.panel == Panel::kMirror && now - since_ < kShortest;
  if (hurried) return *shown_;
  shown_ = wanted;
  since_ = now;
  return wanted;
}

}  // namespace gate
