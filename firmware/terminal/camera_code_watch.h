#pragma once

#include <string>

#include "common/clock.h"
#include "common/mailbox.h"
#include "terminal/code_watch.h"
#include "vision/code_scanner.h"

namespace gate {

/// Scans a frame every kEvery and puts what it reads into a mailbox: of several codes a pass before any other.
/// Thread-bound; about a millisecond a frame with a code in it.
class CameraCodeWatch final : public CodeWatch {
 public:
  /// A tenth of a second's delay is not felt, and leaves the processor to the faces.
  static constexpr std::chrono::milliseconds kEvery{100};

  CameraCodeWatch(Mailbox<std::string>& read, const Clock& clock) : read_(read), clock_(clock) {}

  void look(const Frame& frame) override;

 private:
  Mailbox<std::string>& read_;
  const Clock& clock_;
  CodeScanner scanner_;
  MonotonicTime due_;
};

}  // namespace gate
