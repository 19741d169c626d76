#pragma once

#include <string_view>
#include <vector>

#include "screen/scene.h"
#include "screen/visitor_view.h"

namespace gate {

/// What to show. Total and pure. In this order: the way out in an emergency; faults, maintenance and staff's hold; an
/// opening; what the visitor in front is asked to do or was refused for; a notice for the technician; "look here".
Scene scene_for(const ScreenState& state);

/// What a decision with `reason` shows.
Scene scene_for(Reason reason);

/// Of every scene there is, once each: what `gatectl screen` draws.
std::vector<Scene> every_scene();

/// Of every scene there is: the keys that a language file must have, and no others.
std::vector<std::string_view> message_keys();

}  // namespace gate
