#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "camera/camera.h"

namespace gate {

/// One visitor's time in front of the camera.
struct Appearance {
  std::unique_ptr<Camera> camera;
  std::chrono::milliseconds length;  ///< then they walk away, also when the recording goes on
};

/// Plays scenes one after the other with an empty hall between them, so that one terminal sees a whole day. Demo and
/// tests only. Thread-bound.
class SequenceCamera final : public Camera {
 public:
  /// `entering` is told the index of each scene as it starts, and scenes.size() when the last is over.
  SequenceCamera(std::vector<Appearance> scenes, std::chrono::milliseconds between, const Clock& clock,
                 std::function<void(std::size_t)> entering);

  Result<Frame> next(std::chrono::milliseconds timeout) override;

 private:
  Result<Frame> empty_hall(std::chrono::milliseconds timeout);
  void go_on();

  std::vector<Appearance> scenes_;
  const std::chrono::milliseconds between_;
  const Clock& clock_;
  const std::function<void(std::size_t)> entering_;
  std::size_t scene_ = 0;
  bool in_scene_ = false;
  MonotonicTime since_;
  std::uint64_t id_ = 0;
};

}  // namespace gate
