#include "screen/line_breaks.h"

#include <algorithm>

namespace gate {
namespace {

using Measure = std::function<int(std::u32string_view)>;

constexpr std::u32string_view kNeverFirst =
    U"、。，．・：；？！゛゜ー）］｝」』】〕〉》ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々…‥,.!?:;)]}”’";
constexpr std::u32string_view kNeverLast = U"（［｛「『【〔〈《([{“‘";

constexpr char32_t kMark = U'|';

/// Hiragana, katakana, ideographs, full-width forms: they break without a space.
bool breaks_anywhere(char32_t letter) {
  return (letter >= 0x3000 && letter <= 0x30FF) || (letter >= 0x3400 && letter <= 0x9FFF) ||
         (letter >= 0xF900 && letter <= 0xFAFF) || (letter >= 0xFF00 && letter <= 0xFFEF);
}

bool may_break(char32_t before, char32_t after) {
  if (before == U' ') return after != U' ';
  if (after == U' ' || kNeverFirst.find(after) != kNeverFirst.npos || kNeverLast.find(before) != kNeverLast.npos)
    return false;
  return breaks_anywhere(before) || breaks_anywhere(after);
}

/// The pieces that are never broken, with the spaces that follow them.
std::vector<std::u32string> pieces_of(std::u32string_view text) {
  std::vector<std::u32string> pieces;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 0 || may_break(text[i - 1], text[i])) pieces.emplace_back();
    pieces.back() += text[i];
  }
  return pieces;
}

/// Broken where its writer says.
std::vector<std::u32string> marked_pieces_of(std::u32string_view text) {
  std::vector<std::u32string> pieces(1);
  for (const char32_t letter : text) {
    if (letter == kMark || (!pieces.back().empty() && pieces.back().back() == U' ')) pieces.emplace_back();
    if (letter != kMark) pieces.back() += letter;
  }
  return pieces;
}

std::u32string without_trailing_space(std::u32string line) {
  while (!line.empty() && line.back() == U' ') line.pop_back();
  return line;
}

std::vector<std::u32string> fill(const std::vector<std::u32string>& pieces, int width, const Measure& measure) {
  std::vector<std::u32string> lines;
  for (const std::u32string& piece : pieces) {
    const bool fits = !lines.empty() && measure(without_trailing_space(lines.back() + piece)) <= width;
    if (fits)
      lines.back() += piece;
    else
      lines.push_back(piece);
  }
  for (std::u32string& line : lines) line = without_trailing_space(std::move(line));
  return lines;
}

/// The narrowest width that needs no more lines, by halving.
std::vector<std::u32string> fill_evenly(const std::vector<std::u32string>& pieces, int width, const Measure& measure) {
  auto best = fill(pieces, width, measure);
  int too_narrow = 0;
  while (width - too_narrow > 1) {
    const int tried = (too_narrow + width) / 2;
    auto lines = fill(pieces, tried, measure);
    const bool good = lines.size() == best.size() &&
                      std::all_of(lines.begin(), lines.end(), [&](const auto& line) { return measure(line) <= tried; });
    if (good) best = std::move(lines);
    (good ? width : too_narrow) = tried;
  }
  return best;
}

}  // namespace

std::u32string without_marks(std::u32string_view text) {
  std::u32string plain(text);
  std::erase(plain, kMark);
  return plain;
}

bool keeps_marks(std::u32string_view text, int width, const Measure& measure) {
  if (text.find(kMark) == text.npos) return true;
  const auto pieces = marked_pieces_of(text);
  return std::all_of(pieces.begin(), pieces.end(),
                     [&](const auto& piece) { return measure(without_trailing_space(piece)) <= width; });
}

std::vector<std::u32string> break_lines(std::u32string_view text, int width, const Measure& measure) {
  if (text.find(kMark) != text.npos && keeps_marks(text, width, measure))
    return fill_evenly(marked_pieces_of(text), width, measure);
  return fill_evenly(pieces_of(without_marks(text)), width, measure);
}

}  // namespace gate
