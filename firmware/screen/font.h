#pragma once

#include <filesystem>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <string_view>

#include "common/result.h"
#include "screen/tone_colours.h"

namespace gate {

/// A font file's letters, drawn anti-aliased by FreeType, one after the other in writing order. For scripts whose
/// letters stand side by side: Latin, Greek, Cyrillic, Chinese, Japanese, Korean; not for those that join or reorder
/// them (Arabic, Devanagari, Thai), which would need HarfBuzz. Thread-bound; keeps the letters it has drawn
/// and the widths it has measured.
class Font {
 public:
  /// kNotFound, kInvalidInput (not a font of outlines); both name the file. Blocks for reading it.
  static Result<std::unique_ptr<Font>> open(const std::filesystem::path& file);
  ~Font();

  bool has(char32_t letter) const;
  /// Height of "H" as a share of the size.
  double cap_height() const;

  /// Of a line, px, at `size_px` to the em; 4 .. 512.
  int width(std::u32string_view text, int size_px);
  /// Draws a line with its baseline's left end at `at`; what is outside `bgrx` (CV_8UC4) is left away.
  void draw(cv::Mat& bgrx, cv::Point at, std::u32string_view text, int size_px, Colour colour);

 private:
  struct Face;
  explicit Font(std::unique_ptr<Face> face);
  std::unique_ptr<Face> face_;
};

}  // namespace gate
