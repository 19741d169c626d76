#pragma once

#include "screen/scene.h"
#include "sound/sound_output.h"

namespace gate {

/// What `sign` sounds like; kNone is silence. The four differ in rhythm and direction, not in pitch alone: welcome
/// short and long, rising; refused two long notes, falling; attention one soft note; alarm three even pulses that each
/// rise. Below 2.5 kHz, harmonics included, where hearing fails last. Begins and ends at zero, without clicks, and
/// stays 1 dB or more below full scale. Reentrant; some ms.
Sound sound_of(SoundSign sign);

}  // namespace gate
