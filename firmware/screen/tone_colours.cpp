#include "screen/tone_colours.h"

#include <algorithm>
#include <cmath>

namespace gate {
namespace {

constexpr Colour kNight{18, 24, 32};
constexpr Colour kPaper{255, 255, 255};
constexpr Colour kMist{214, 222, 232};

/// WCAG 2.1, "relative luminance".
double luminance(Colour colour) {
  const auto linear = [](std::uint8_t value) {
    const double share = value / 255.0;
    return share <= 0.03928 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

}  // namespace

ToneColours colours_of(Tone tone) {
  switch (tone) {
    case Tone::kNeutral: return {kNight, kPaper, kMist, {120, 190, 255}, kNight};
    case Tone::kGuide: return {kNight, kPaper, kMist, {255, 200, 60}, kNight};
    case Tone::kWait: return {kNight, kPaper, kMist, {190, 200, 214}, {190, 200, 214}};  // in a ring, on the background
    case Tone::kGood: return {{0, 98, 52}, kPaper, {226, 248, 234}, kPaper, {0, 98, 52}};
    case Tone::kStop: return {{150, 16, 28}, kPaper, {255, 232, 232}, kPaper, {150, 16, 28}};
    case Tone::kTrouble: return {kNight, kPaper, kMist, {255, 150, 40}, kNight};
    case Tone::kExit: return {{0, 98, 52}, kPaper, {226, 248, 234}, kPaper, {0, 98, 52}};
  }
  return {kNight, kPaper, kMist, kPaper, kNight};
}

double contrast(Colour a, Colour b) {
  const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
  return (light + 0.05) / (dark + 0.05);
}

}  // namespace gate
