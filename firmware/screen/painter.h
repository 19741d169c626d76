#pragma once

#include <map>
#include <memory>
#include <vector>

#include "screen/font.h"
#include "screen/language.h"
#include "screen/layout.h"
#include "screen/scene.h"
#include "screen/text_block.h"

namespace gate {

/// Paints scenes into a picture. Thread-bound.
///
/// Several languages stand together, the first on top, where all of their sentences fit at the sizes that layout.h
/// asks for; elsewhere they take turns, one at a time, for small letters help nobody. Words wrap and shrink; nothing is
/// cut off.
class Painter {
 public:
  /// With the files of `languages` in `directory`, the first on top; `text_scale` 0.5 .. 2 multiplies the sizes of
  /// letters. Errors begin with "languages" or "font" and name the file: those of Language::load_all and Font::open,
  /// kInvalidInput for a letter that the font does not have. Blocks for reading them.
  static Result<std::unique_ptr<Painter>> open(const std::filesystem::path& directory,
                                               const std::vector<std::string>& languages,
                                               const std::filesystem::path& font, double text_scale = 1);

  /// This language stands first from now on; one that was not opened changes nothing.
  void put_first(std::string_view language);

  /// How many pictures it takes to say `scene` in every language.
  std::size_t turns(const Scene& scene, cv::Size size);

  /// All but what is inside the live view. `bgrx`: CV_8UC4 of the screen's size, painted all over. A few ms.
  void paint(cv::Mat& bgrx, const Scene& scene, std::size_t turn);

  /// The visitor, mirrored, and the oval guide, into the place that paint() left for it; nothing in a scene without a
  /// live view. `frame`: CV_8UC3, BGR, any size. Empty: an empty place with the guide.
  void paint_live(cv::Mat& bgrx, const Scene& scene, const cv::Mat& frame);

  /// A QR code (CV_8UC1, a pixel a module, its quiet zone around it), as large as whole pixels a module allow, into
  /// the panel of a scene with Panel::kCode. Nothing for an empty one.
  void paint_code(cv::Mat& bgrx, const cv::Mat& modules);
  /// Digits as large as they fit on a line of the panel of `scene`.
  void paint_digits(cv::Mat& bgrx, const Scene& scene, std::string_view digits);

  /// Whether the words of every turn are as large as layout.h asks, times text_scale.
  bool legible(const Scene& scene, cv::Size size);

 private:
  struct Words {
    cv::Size size;  ///< of the screen
    std::vector<TextBlock> turns;
  };

  struct Sign {
    cv::Mat shape;
    cv::Mat symbol;
  };

  Painter(std::unique_ptr<Font> font, std::vector<Language> languages, double text_scale);
  void draw_sign(cv::Mat& bgrx, const Scene& scene, cv::Rect place);
  const Words& words_of(const Scene& scene, cv::Size size);
  Words set_words(const Scene& scene, const Layout& layout, cv::Size size);
  std::vector<Paragraph> paragraphs(const Scene& scene, const Language& language, const Layout& layout) const;

  std::unique_ptr<Font> font_;
  std::vector<Language> languages_;
  const double text_scale_;
  std::map<std::string_view, Words> words_;           // by message: set once for a size
  std::map<std::pair<Tone, Pictogram>, Sign> signs_;  // drawn once for a size: drawing takes a few ms
  cv::Mat live_;                                      // the visitor at the size of the view
};

}  // namespace gate
