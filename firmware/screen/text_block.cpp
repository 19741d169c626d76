#include "screen/text_block.h"

#include <algorithm>
#include <cmath>

#include "screen/line_breaks.h"

namespace gate {
namespace {

constexpr double kIdeograph = 0.9;      // of the em: what a kanji covers; M PLUS 1 draws most between 0.88 and 0.93
constexpr double kLineHeight = 1.18;    // of the em
constexpr double kParagraphGap = 0.35;  // of the letters' height, before all but the first
constexpr int kSteps = 8;               // from the largest to the smallest size
constexpr double kLeastShrunk = 1.0 / 3;

bool ideographic(std::u32string_view text) {
  return std::any_of(text.begin(), text.end(), [](char32_t letter) { return letter >= 0x3000; });
}

/// At `share` of the way from the smallest to the largest size; negative: smaller than the smallest.
double letter_px(const Paragraph& paragraph, double share) {
  if (share < 0) return paragraph.smallest_px * (1 + share);
  return paragraph.smallest_px + share * (paragraph.largest_px - paragraph.smallest_px);
}

struct Attempt {
  TextBlock block;
  bool fits = true;
  bool keeps_marks = true;
};

Attempt attempt(Font& font, const std::vector<Paragraph>& paragraphs, cv::Size box, double share) {
  Attempt made;
  double y = 0;
  for (const Paragraph& paragraph : paragraphs) {
    const double letters = letter_px(paragraph, share);
    const int em = em_px(font, paragraph.text, letters);
    const auto measure = [&](std::u32string_view line) { return font.width(line, em); };
    made.keeps_marks = made.keeps_marks && keeps_marks(paragraph.text, box.width, measure);
    if (y > 0) y += kParagraphGap * letters;
    for (std::u32string& line : break_lines(paragraph.text, box.width, measure)) {
      const int width = measure(line);
      made.fits = made.fits && width <= box.width;
      const double baseline = y + em * (kLineHeight + font.cap_height()) / 2;
      made.block.lines.push_back(
          {std::move(line), em, width, static_cast<int>(std::lround(baseline)), paragraph.colour});
      y += em * kLineHeight;
    }
  }
  made.block.height = static_cast<int>(std::ceil(y));
  made.block.legible = share >= 0;
  made.fits = made.fits && made.block.height <= box.height;
  return made;
}

}  // namespace

int em_px(const Font& font, std::u32string_view text, double letter_px) {
  const double share = ideographic(text) ? kIdeograph : font.cap_height();
  return std::clamp(static_cast<int>(std::ceil(letter_px / share)), 4, 512);
}

std::optional<TextBlock> set_text(Font& font, const std::vector<Paragraph>& paragraphs, cv::Size box) {
  std::optional<TextBlock> largest;
  for (int step = kSteps; step >= 0; --step) {
    Attempt made = attempt(font, paragraphs, box, static_cast<double>(step) / kSteps);
    if (made.fits && made.keeps_marks) return std::move(made.block);
    if (made.fits && !largest) largest = std::move(made.block);
  }
  return largest;
}

TextBlock set_small_text(Font& font, const std::vector<Paragraph>& paragraphs, cv::Size box) {
  Attempt made;
  for (int step = 1; step <= kSteps; ++step) {
    made = attempt(font, paragraphs, box, -(1 - kLeastShrunk) * step / kSteps);
    if (made.fits) break;
  }
  return made.block;
}

void draw_text(cv::Mat& bgrx, const TextBlock& block, cv::Rect box, Alignment alignment, Font& font) {
  for (const TextBlock::Line& line : block.lines) {
    const int indent = alignment == Alignment::kCentre ? (box.width - line.width) / 2 : 0;
    font.draw(bgrx, {box.x + indent, box.y + line.baseline}, line.text, line.em_px, line.colour);
  }
}

}  // namespace gate
