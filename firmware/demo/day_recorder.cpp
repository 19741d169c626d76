#include "demo/day_recorder.h"

namespace gate {

Sighting DayRecorder::look(const Frame& frame) {
  const Sighting sighting = watched_.look(frame);
  const std::lock_guard lock(mutex_);
  if (visits_.empty() || visits_.back().decision || !sighting.decision) return sighting;
  const Decision& decision = *sighting.decision;
  const bool about_this_visitor = decision.captured_at >= visits_.back().arrived;
  if (about_this_visitor && class_of(decision.reason) != ReasonClass::kGuidance) {
    visits_.back().decision = decision;
    visits_.back().times = sighting.times;
    visits_.back().frame = frame.bgr.clone();
  }
  return sighting;
}

void DayRecorder::visitor_arrives(std::size_t index, MonotonicTime at) {
  const std::lock_guard lock(mutex_);
  visits_.push_back({index, at, std::nullopt, {}, {}});
}

std::vector<DayRecorder::Visit> DayRecorder::visits() const {
  const std::lock_guard lock(mutex_);
  return visits_;
}

}  // namespace gate
