#pragma once

#include <opencv2/core/types.hpp>

#include "screen/scene.h"

namespace gate {

/// How large letters must be. ISO 9241-303:2011 (5.5.4, character height) asks 20 to 22 minutes of arc of Latin
/// capitals for reading at ease and 16 at least. The sentence has 20, the advice 16, seen from 1.5 m on the smallest
/// panel meant here: 7 inches, 800x480, 0.19 mm a pixel. Larger panels of the same proportions have larger letters.
inline constexpr double kSentenceArcMinutes = 20;
inline constexpr double kAdviceArcMinutes = 16;
inline constexpr double kReadingDistanceMm = 1500;
inline constexpr double kSmallestPanelMm = 25.4 * 7;  ///< its diagonal
inline constexpr int kSmallestPanelWidthPx = 800;
inline constexpr int kSmallestPanelHeightPx = 480;

/// Height of letters that appear `arc_minutes` high from kReadingDistanceMm, as px of the smallest panel.
double letters_px(double arc_minutes);

/// Where things are, px. Margins are a twentieth of the shorter side; everything keeps to them.
struct Layout {
  cv::Rect panel;   ///< the live view, or else the sign
  cv::Rect words;   ///< beside it (landscape) or below it (portrait); beside a live view the sign is at their top
  cv::Size2d oval;  ///< half axes of the guide in the live view
  int gap = 0;      ///< between two things
  double unit = 0;  ///< px here of one px of the smallest panel
};

/// For a screen of `size`, at least 320x240. The panel of a code is as large a square as there is room for beside short
/// words: phones must tell its modules apart.
Layout layout_for(cv::Size size, Panel panel = Panel::kSign);

}  // namespace gate
