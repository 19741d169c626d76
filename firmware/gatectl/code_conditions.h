#pragma once

#include <random>
#include <string>
#include <vector>

#include "gatectl/code_scene.h"

namespace gate {

/// A way of showing a code that the sweep measures.
struct CodeCondition {
  std::string name;
  CodeView view;
};

/// One thing at a time from easy to hopeless (distance, angles, blur, glare, screens, noise), then
/// visitor_conditions().
std::vector<CodeCondition> code_conditions();

/// Several at once, as a visitor does it: "phone, yaw 30, glare 0.05" and the like.
std::vector<CodeCondition> visitor_conditions();

/// The next frame of the same view held in a hand: shifted, turned by a few degrees, moving a little.
CodeView held_in_a_hand(CodeView view, std::mt19937& random);

}  // namespace gate
