#pragma once

#include <optional>
#include <vector>

#include "screen/font.h"

namespace gate {

/// One sentence and how large its letters may be: px of an "H", or of what a kanji covers.
struct Paragraph {
  std::u32string text;  ///< with its "|" (line_breaks.h)
  int smallest_px = 0;
  int largest_px = 0;
  Colour colour;
};

/// Lines set one under the other.
struct TextBlock {
  struct Line {
    std::u32string text;
    int em_px = 0;
    int width = 0;     ///< px
    int baseline = 0;  ///< from the block's top, px
    Colour colour;
  };
  std::vector<Line> lines;
  int height = 0;
  bool legible = false;  ///< every paragraph is at least as large as its smallest_px
};

/// The paragraphs in `box`, as large as they all fit; nothing where they do not fit at their smallest sizes.
std::optional<TextBlock> set_text(Font& font, const std::vector<Paragraph>& paragraphs, cv::Size box);

/// Below their smallest sizes, down to a third, rather than cut off; not legible.
TextBlock set_small_text(Font& font, const std::vector<Paragraph>& paragraphs, cv::Size box);

enum class Alignment { kLeft, kCentre };

/// From the top of `box`.
void draw_text(cv::Mat& bgrx, const TextBlock& block, cv::Rect box, Alignment alignment, Font& font);

/// Size to the em at which letters of `text` are `letter_px` high.
int em_px(const Font& font, std::u32string_view text, double letter_px);

}  // namespace gate
