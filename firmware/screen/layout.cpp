#include "screen/layout.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gate {
namespace {

constexpr double kMargin = 1.0 / 20;      // of the shorter side
constexpr double kPanelAcross = 0.34;     // of a landscape screen: a portrait of the visitor, and words of full size
constexpr double kPanelDown = 0.34;       // of a portrait screen
constexpr double kCodeAtMost = 0.55;      // of the longer side, for a code
constexpr double kOvalOfPanel = 0.8;      // of the panel's tighter side
constexpr double kFaceProportion = 1.36;  // height of a face to its width, forehead to chin

/// Of the panel, along the screen's longer side; `across` is its other side.
int panel_side(cv::Size size, Panel panel, double share, int across) {
  const double longer = std::max(size.width, size.height);
  const double side = panel == Panel::kCode ? std::min<double>(across, longer * kCodeAtMost) : longer * share;
  return static_cast<int>(std::lround(side));
}

}  // namespace

double letters_px(double arc_minutes) {
  const double height_mm = 2 * kReadingDistanceMm * std::tan(arc_minutes / 60 / 2 * std::numbers::pi / 180);
  return height_mm * std::hypot(kSmallestPanelWidthPx, kSmallestPanelHeightPx) / kSmallestPanelMm;
}

Layout layout_for(cv::Size size, Panel panel) {
  const int shorter = std::min(size.width, size.height);
  const int margin = static_cast<int>(std::lround(shorter * kMargin));
  const cv::Rect inside(margin, margin, size.width - 2 * margin, size.height - 2 * margin);
  Layout layout;
  layout.gap = margin;
  layout.unit = static_cast<double>(shorter) / kSmallestPanelHeightPx;
  layout.panel = layout.words = inside;
  if (size.width >= size.height) {
    layout.panel.width = panel_side(size, panel, kPanelAcross, inside.height);
    layout.words.x = layout.panel.br().x + margin;
    layout.words.width = inside.br().x - layout.words.x;
  } else {
    layout.panel.height = panel_side(size, panel, kPanelDown, inside.width);
    layout.words.y = layout.panel.br().y + margin;
    layout.words.height = inside.br().y - layout.words.y;
  }
  const double half_height =
      kOvalOfPanel / 2 * std::min<double>(layout.panel.height, layout.panel.width * kFaceProportion);
  layout.oval = {half_height / kFaceProportion, half_height};
  return layout;
}

}  // namespace gate
