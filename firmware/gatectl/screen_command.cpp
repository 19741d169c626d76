// gatectl screen: a picture of everything the visitor screen can show and every sound, to be looked at and listened to
// by people.
#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <filesystem>
#include <iostream>
#include <memory>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "config/config.h"
#include "gatectl/subcommands.h"
#include "passes/qr_pass_codec.h"
#include "screen/painter.h"
#include "screen/scene_choice.h"
#include "screen/sound_signs.h"
#include "sound/wav_file.h"
#include "vision/code_renderer.h"
#include "vision/photo.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path out;
  std::string size = "800x480";
  std::vector<std::string> languages = ScreenConfig{}.languages;
  fs::path directory = "config/languages";
  fs::path font = ScreenConfig{}.font;
  fs::path picture;
  double text_scale = 1;
};

/// Nobody in particular, in front of a wall.
Result<cv::Mat> drawn_visitor() {
  cv::Mat picture(480, 640, CV_8UC3, cv::Scalar(150, 146, 142));
  cv::ellipse(picture, {320, 500}, {190, 150}, 0, 0, 360, cv::Scalar(92, 88, 86), cv::FILLED, cv::LINE_AA);
  cv::ellipse(picture, {320, 240}, {104, 142}, 0, 0, 360, cv::Scalar(198, 196, 194), cv::FILLED, cv::LINE_AA);
  return picture;
}

/// No pass, but as long as one with a certificate of common length (firmware/passes/FORMAT.md).
Result<cv::Mat> drawn_code() {
  std::string text(kQrPassPrefix);
  for (std::size_t length = 1029; text.size() < length;) text += "0123456789ABCDEF"[text.size() * 7 % 16];
  return render_qr(text, ErrorCorrection::kLow, 1);
}

/// What there is to see beside the words.
struct Contents {
  cv::Mat visitor;
  cv::Mat code;
};

Result<cv::Size> parse_size(const std::string& text) {
  cv::Size size;
  char end = 0;
  const bool two = std::sscanf(text.c_str(), "%4dx%4d%c", &size.width, &size.height, &end) == 2;
  if (!two || std::min(size.width, size.height) < 240)
    return fail(ErrorCode::kInvalidInput, "--size: \"" + text + "\" is no size such as 800x480, 240 to 9999 px a side");
  return size;
}

Status write(const fs::path& file, const cv::Mat& bgrx) {
  cv::Mat bgr;
  cv::cvtColor(bgrx, bgr, cv::COLOR_BGRA2BGR);
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (!cv::imwrite(file.string(), bgr)) return fail(ErrorCode::kIo, file.string() + ": cannot be written");
  return {};
}

Status draw(Painter& painter, const Scene& scene, cv::Size size, const Contents& contents, const fs::path& out) {
  cv::Mat picture(size, CV_8UC4);
  const std::size_t turns = painter.turns(scene, size);
  for (std::size_t turn = 0; turn < turns; ++turn) {
    painter.paint(picture, scene, turn);
    painter.paint_live(picture, scene, contents.visitor);
    if (scene.panel == Panel::kCode) painter.paint_code(picture, contents.code);
    if (scene.panel == Panel::kDigits) painter.paint_digits(picture, scene, "482913");
    const std::string ending = turns > 1 ? fmt::format("-{}", turn + 1) : "";
    if (Status written = write(out / fmt::format("{}{}.png", scene.message, ending), picture); !written) return written;
  }
  const bool legible = painter.legible(scene, size);
  std::cout << fmt::format("{:<30} {:<20} {}\n", scene.message, turns > 1 ? "in turns" : "together",
                           legible ? "" : "smaller than legible from 1.5 m: use fewer words");
  return {};
}

Status write_sounds(const fs::path& out) {
  for (const SoundSign sign : kSoundSigns) {
    const fs::path file = out / fmt::format("{}.wav", to_string(sign));
    if (Status written = write_wav(file, sound_of(sign).samples); !written) return written;
  }
  return {};
}

Exit run(const Options& options) {
  const auto size = parse_size(options.size);
  if (!size) return unusable(size.error());
  const auto picture = options.picture.empty() ? drawn_visitor() : read_photo(options.picture);
  if (!picture) return unusable(picture.error());
  const auto code = drawn_code();
  if (!code) return unusable(code.error());
  const auto painter = Painter::open(options.directory, options.languages, options.font, options.text_scale);
  if (!painter) return unusable(painter.error());
  bool legible = true;
  for (const Scene& scene : every_scene()) {
    if (Status drawn = draw(**painter, scene, *size, {*picture, *code}, options.out); !drawn)
      return unusable(drawn.error());
    legible = legible && (*painter)->legible(scene, *size);
  }
  if (Status written = write_sounds(options.out); !written) return unusable(written.error());
  return legible ? Exit::kAccepted : Exit::kRefused;
}

}  // namespace

void add_screen_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* screen = app.add_subcommand(
      "screen",
      "a PNG of everything visitors can be shown, a WAV of every sound; refused when words are too many to be legible");
  screen->add_option("--out", options->out, "folder for the pictures and sounds")->required();
  screen->add_option("--size", options->size, "of the screen, px")->capture_default_str();
  screen->add_option("--language", options->languages, "languages, the first on top")
      ->delimiter(',')
      ->capture_default_str();
  screen->add_option("--languages", options->directory, "folder of the language files")->capture_default_str();
  screen->add_option("--font", options->font, "font file")->capture_default_str();
  screen->add_option("--text-scale", options->text_scale, "as in the configuration")
      ->check(CLI::Range(0.5, 2.0))
      ->capture_default_str();
  screen->add_option("--picture", options->picture, "what the camera sees (default: a drawn grey head)");
  screen->callback([options, &exit] { exit = run(*options); });
}

}  // namespace gate
