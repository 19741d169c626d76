#pragma once

#include "camera/frame.h"
#include "presentation_attack/liveness.h"
#include "presentation_attack/second_channel.h"
#include "vision/face.h"
#include "vision/quality.h"

namespace gate {

/// The visitor's face in one frame, as the detector of presentation attacks sees it.
struct FaceSight {
  const Frame& frame;
  const Face& face;
  const Quality& quality;
  const SecondPicture* second = nullptr;  ///< null: there is no second camera, or it has no picture of this moment
};

/// Says whether a living face is in front, from one frame after the other of one visitor. Implementations are named by
/// what they look at. Owner: the recognition thread; thread-bound.
class PresentationAttackDetector {
 public:
  virtual ~PresentationAttackDetector() = default;

  /// Takes one frame of the visitor, in the order of capture; frames may be left out. The verdict after it. Once it is
  /// not undecided it stays until reset(), except that live may still turn into attack.
  /// Errors: kInvalidInput for a frame that is no 8-bit BGR picture, kInternal when a library fails; the verdict stays.
  virtual Result<LivenessVerdict> observe(const FaceSight& sight) = 0;

  virtual const LivenessVerdict& verdict() const = 0;

  /// Another visitor: everything seen is forgotten.
  virtual void reset() = 0;
};

}  // namespace gate
