#include "screen/painter.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "screen/blend.h"
#include "screen/line_breaks.h"
#include "screen/scene_choice.h"
#include "screen/sign.h"

namespace gate {
namespace {

constexpr double kSentenceGrows = 1.35;  // letters may be larger than they must where there is room …
constexpr double kAdviceGrows = 1.2;
constexpr double kSmallestSign =
    0.22;                            // of the shorter side: above the words beside a live view, where they are many …
constexpr double kWantedSign = 0.3;  // … where they would else be larger than they must …
constexpr double kLargestSign = 0.36;  // … and at most
constexpr double kGuideStroke = 6;     // px of the smallest panel

constexpr Colour kEmptyView{44, 52, 64};  // until the camera's first frame

cv::Rect centred_square(cv::Rect in, int side) {
  return {in.x + (in.width - side) / 2, in.y + (in.height - side) / 2, side, side};
}

bool portrait(cv::Size size) { return size.height > size.width; }

int share_of_shorter(cv::Size size, double share) {
  return static_cast<int>(std::lround(share * std::min(size.width, size.height)));
}

/// Room for words: beside a live view the sign stands above them.
cv::Size room_for_words(const Scene& scene, const Layout& layout, cv::Size screen, double sign) {
  cv::Size room = layout.words.size();
  if (scene.panel == Panel::kMirror) room.height -= share_of_shorter(screen, sign) + layout.gap;
  return room;
}

/// The largest part of `size` with the proportions of `wanted`, from its middle.
cv::Rect middle_of(cv::Size size, cv::Size wanted) {
  cv::Size part = size;
  if (size.width * wanted.height > wanted.width * size.height)
    part.width = std::max(1, size.height * wanted.width / wanted.height);
  else
    part.height = std::max(1, size.width * wanted.height / wanted.width);
  return {(size.width - part.width) / 2, (size.height - part.height) / 2, part.width, part.height};
}

Status check_letters(const Font& font, const Language& language) {
  for (const std::string_view message : message_keys()) {
    const Sentences& both = language.of(message);
    for (const char32_t letter : without_marks(both.say + both.advice))
      if (!font.has(letter))
        return fail(ErrorCode::kInvalidInput, language.file().string() + ": /scenes/" + std::string(message) +
                                                  ": the font has no letter " +
                                                  std::to_string(static_cast<unsigned>(letter)) +
                                                  " (decimal code point); choose another font or word");
  }
  return {};
}

}  // namespace

Painter::Painter(std::unique_ptr<Font> font, std::vector<Language> languages, double text_scale)
    : font_(std::move(font)), languages_(std::move(languages)), text_scale_(text_scale) {}

Result<std::unique_ptr<Painter>> Painter::open(const std::filesystem::path& directory,
                                               const std::vector<std::string>& languages,
                                               const std::filesystem::path& font, double text_scale) {
  auto spoken = Language::load_all(directory, languages);
  if (!spoken) return fail(spoken.error(), "languages");
  auto letters = Font::open(font);
  if (!letters) return fail(letters.error(), "font");
  for (const Language& language : *spoken)
    if (Status known = check_letters(**letters, language); !known) return fail(known.error(), "languages");
  return std::unique_ptr<Painter>(new Painter(*std::move(letters), *std::move(spoken), text_scale));
}

std::vector<Paragraph> Painter::paragraphs(const Scene& scene, const Language& language, const Layout& layout) const {
  const Sentences& both = language.of(scene.message);
  const ToneColours colours = colours_of(scene.tone);
  const double sentence = letters_px(kSentenceArcMinutes) * layout.unit * text_scale_;
  const double advice = letters_px(kAdviceArcMinutes) * layout.unit * text_scale_;
  const auto whole = [](double value) { return static_cast<int>(std::ceil(value)); };
  return {{both.say, whole(sentence), whole(kSentenceGrows * sentence), colours.text},
          {both.advice, whole(advice), whole(kAdviceGrows * advice), colours.advice}};
}

Painter::Words Painter::set_words(const Scene& scene, const Layout& layout, cv::Size size) {
  const cv::Size room = room_for_words(scene, layout, size, kSmallestSign);
  const auto set = [&](const std::vector<Paragraph>& words) {
    auto block = set_text(*font_, words, room_for_words(scene, layout, size, kWantedSign));
    return block ? block : set_text(*font_, words, room);
  };
  std::vector<Paragraph> all;
  for (const Language& language : languages_)
    for (Paragraph& paragraph : paragraphs(scene, language, layout)) all.push_back(std::move(paragraph));
  if (auto together = set(all)) return {size, {*std::move(together)}};
  Words words{size, {}};
  for (const Language& language : languages_) {
    const auto alone = paragraphs(scene, language, layout);
    auto block = set(alone);
    words.turns.push_back(block ? *std::move(block) : set_small_text(*font_, alone, room));
  }
  return words;
}

const Painter::Words& Painter::words_of(const Scene& scene, cv::Size size) {
  Words& words = words_[scene.message];
  if (words.size != size) words = set_words(scene, layout_for(size, scene.panel), size);
  return words;
}

void Painter::put_first(std::string_view language) {
  const auto named = [&](const Language& each) { return each.file().stem() == language; };
  const auto chosen = std::ranges::find_if(languages_, named);
  if (chosen == languages_.end()) return;
  std::rotate(languages_.begin(), chosen, chosen + 1);
  words_.clear();
}

std::size_t Painter::turns(const Scene& scene, cv::Size size) { return words_of(scene, size).turns.size(); }

bool Painter::legible(const Scene& scene, cv::Size size) {
  const auto& turns = words_of(scene, size).turns;
  return std::all_of(turns.begin(), turns.end(), [](const TextBlock& block) { return block.legible; });
}

void Painter::paint(cv::Mat& bgrx, const Scene& scene, std::size_t turn) {
  const cv::Size size = bgrx.size();
  const Layout layout = layout_for(size, scene.panel);
  bgrx.setTo(colours_of(scene.tone).background.bgrx());
  const auto& turns = words_of(scene, size).turns;
  const TextBlock& words = turns[turn % turns.size()];
  cv::Rect box = layout.words;
  if (scene.panel == Panel::kMirror) {
    const int room = layout.words.height - words.height - layout.gap;
    const int side = std::clamp(room, share_of_shorter(size, kSmallestSign), share_of_shorter(size, kLargestSign));
    const int top = layout.words.y + std::max(0, (room - side) / 2);
    const int left = layout.words.x + (portrait(size) ? (layout.words.width - side) / 2 : 0);
    draw_sign(bgrx, scene, {left, top, side, side});
    box.y = top + side + layout.gap;
  } else {
    if (scene.panel == Panel::kSign)
      draw_sign(bgrx, scene, centred_square(layout.panel, std::min(layout.panel.width, layout.panel.height)));
    if (!portrait(size)) box.y += std::max(0, (box.height - words.height) / 2);
  }
  draw_text(bgrx, words, box, portrait(size) ? Alignment::kCentre : Alignment::kLeft, *font_);
  if (scene.panel == Panel::kMirror) paint_live(bgrx, scene, {});
}

void Painter::paint_code(cv::Mat& bgrx, const cv::Mat& modules) {
  if (modules.empty()) return;
  const cv::Rect panel = layout_for(bgrx.size(), Panel::kCode).panel;
  const int module_px = std::max(1, std::min(panel.width, panel.height) / std::max(modules.cols, modules.rows));
  const cv::Rect place = centred_square(panel, module_px * modules.cols) & cv::Rect({}, bgrx.size());
  cv::Mat code;
  cv::resize(modules, code, {}, module_px, module_px, cv::INTER_NEAREST);
  cv::cvtColor(code(cv::Rect({}, place.size())), code, cv::COLOR_GRAY2BGRA);
  code.copyTo(bgrx(place));
}

void Painter::paint_digits(cv::Mat& bgrx, const Scene& scene, std::string_view digits) {
  const cv::Rect panel = layout_for(bgrx.size()).panel;
  const std::u32string text(digits.begin(), digits.end());
  if (text.empty()) return;
  int size_px = std::clamp(panel.height / 2, 4, 512);
  while (size_px > 4 && font_->width(text, size_px) > panel.width) size_px = size_px * 19 / 20;
  const int height = cvRound(font_->cap_height() * size_px);
  const cv::Point at{panel.x + (panel.width - font_->width(text, size_px)) / 2, panel.y + (panel.height + height) / 2};
  font_->draw(bgrx, at, text, size_px, colours_of(scene.tone).text);
}

void Painter::draw_sign(cv::Mat& bgrx, const Scene& scene, cv::Rect place) {
  Sign& sign = signs_[{scene.tone, scene.pictogram}];
  if (sign.shape.cols != place.width)
    sign = {sign_shape(scene.tone, place.width), sign_symbol(scene.tone, scene.pictogram, place.width)};
  const ToneColours colours = colours_of(scene.tone);
  blend(bgrx, sign.shape, place.tl(), colours.sign);
  blend(bgrx, sign.symbol, place.tl(), colours.symbol);
}

void Painter::paint_live(cv::Mat& bgrx, const Scene& scene, const cv::Mat& frame) {
  if (scene.panel != Panel::kMirror) return;
  const Layout layout = layout_for(bgrx.size());
  cv::Mat place = bgrx(layout.panel);
  if (frame.empty()) {
    place.setTo(kEmptyView.bgrx());
  } else {
    cv::resize(frame(middle_of(frame.size(), place.size())), live_, place.size(), 0, 0, cv::INTER_LINEAR);
    cv::flip(live_, live_, 1);
    cv::cvtColor(live_, place, cv::COLOR_BGR2BGRA);
  }
  cv::ellipse(place, {place.cols / 2, place.rows / 2}, {cvRound(layout.oval.width), cvRound(layout.oval.height)}, 0, 0,
              360, colours_of(scene.tone).sign.bgrx(), cvRound(kGuideStroke * layout.unit), cv::LINE_AA);
}

}  // namespace gate
