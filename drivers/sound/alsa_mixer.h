#pragma once

namespace gate {

/// Lets a sound card be heard: the kernel starts many with their outputs muted, and the firmware image has no other
/// program that would change it. Outputs that are muted or at their least are switched on and set to 0 dB; what
/// somebody has set is left. A card without a mixer is as loud as it is. Blocks for some control messages.
void make_audible(int card);

}  // namespace gate
