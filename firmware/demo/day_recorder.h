#pragma once

#include <mutex>
#include <optional>
#include <vector>

#include "demo/contact_sheet.h"
#include "demo/demo_day.h"
#include "gate_io/simulated_gate.h"
#include "terminal/recogniser.h"

namespace gate {

/// Looks over the recogniser's shoulder and keeps, for every visitor, the frame and decision for the contact sheet.
/// The terminal itself never keeps a frame. Demo only; thread-safe where two threads meet.
class DayRecorder final : public Recogniser {
 public:
  explicit DayRecorder(Recogniser& watched) : watched_(watched) {}

  Sighting look(const Frame& frame) override;
  void idle() override { watched_.idle(); }

  /// The visitor with this index steps up. Any thread.
  void visitor_arrives(std::size_t index, MonotonicTime at);

  struct Visit {
    std::size_t visitor;
    MonotonicTime arrived;
    std::optional<Decision> decision;  ///< the first that was not guidance
    StepTimes times;
    cv::Mat frame;  ///< which it rested on
  };
  std::vector<Visit> visits() const;

 private:
  Recogniser& watched_;
  mutable std::mutex mutex_;
  std::vector<Visit> visits_;
};

}  // namespace gate
