#pragma once

#include "camera/frame.h"

namespace gate {

/// Looks for codes in the camera's frames, beside the face path and at its own rate; what it reads goes to the
/// recogniser. Thread-bound: the `codes` thread. Never fails: a frame without a code is a frame without a code.
class CodeWatch {
 public:
  virtual ~CodeWatch() = default;
  virtual void look(const Frame& frame) = 0;
};

}  // namespace gate
