#pragma once

#include <map>
#include <memory>

#include "common/clock.h"
#include "screen/scene.h"
#include "sound/sound_output.h"

namespace gate {

/// Lets scenes be heard as they begin. A scene that follows one of the same sound goes on silently, a passage after its
/// welcome for example; only what asks for something asks again, each sentence at most every kNotAgainWithin, for
/// somebody who sways between too far and too dark reads the screen already. Thread-bound. `output` must outlive it.
class SceneSounds {
 public:
  static constexpr std::chrono::seconds kNotAgainWithin{10};

  /// Makes the sounds: some ms.
  explicit SceneSounds(SoundOutput& output);

  /// `scene` is what is shown at `now`; call it as often as you like. Does not block.
  void follow(const Scene& scene, MonotonicTime now);

 private:
  bool is_due(const Scene& scene, SoundSign before, MonotonicTime now);

  SoundOutput& output_;
  std::map<SoundSign, std::shared_ptr<const Sound>> sounds_;
  Scene last_;
  std::map<std::string_view, MonotonicTime> asked_at_;
};

}  // namespace gate
