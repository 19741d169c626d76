#include "screen/painter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "screen/scene_choice.h"
#include "test_painter.h"

namespace gate {
namespace {

const std::vector<cv::Size> kSizes{cv::Size(800, 480), cv::Size(1280, 800), cv::Size(480, 800), cv::Size(800, 1280)};

/// How high letters of `px` look from 1.5 m on a panel of 7 inches and 800x480.
double arc_minutes(double px) {
  const double pitch_mm = 25.4 * 7 / std::hypot(800, 480);
  return 2 * std::atan(px * pitch_mm / 2 / 1500) * 180 / std::numbers::pi * 60;
}

TEST(Legibility, SentenceAndAdviceAreAsLargeAsIso9241Asks) {
  EXPECT_NEAR(arc_minutes(letters_px(20)), 20, 1e-6);
  EXPECT_NEAR(letters_px(20), 45.8, 0.1) << "8.7 mm";
  const auto font = Font::open(kTestFont).value();
  cv::Mat picture(200, 200, CV_8UC4, cv::Scalar::all(0));
  font->draw(picture, {10, 150}, U"H", em_px(*font, U"H", letters_px(20)), {255, 255, 255});
  cv::Mat grey;
  cv::cvtColor(picture, grey, cv::COLOR_BGRA2GRAY);
  EXPECT_GE(arc_minutes(cv::boundingRect(grey > 128).height), 20) << "as drawn";
}

TEST(Painter, EveryPublishedSentenceIsLegibleAndInsideOnEveryScreen) {
  for (const char* language : {"ja", "en"}) {
    const auto painter = test_painter({language});
    for (const cv::Size size : kSizes)
      for (const Scene& scene : every_scene())
        EXPECT_TRUE(painter->legible(scene, size)) << language << " " << size << " " << scene.message;
  }
}

/// Pixels of the margin that are not background: something was clipped or went astray.
int strays(const cv::Mat& picture, const Scene& scene) {
  const int margin = layout_for(picture.size()).gap;
  cv::Mat inside = picture.clone();
  const cv::Scalar background = colours_of(scene.tone).background.bgrx();
  inside(cv::Rect(margin, margin, picture.cols - 2 * margin, picture.rows - 2 * margin)).setTo(background);
  cv::Mat other;
  cv::inRange(inside, background, background, other);
  return static_cast<int>(picture.total()) - cv::countNonZero(other);
}

TEST(Painter, NothingReachesIntoTheMargins) {
  const auto painter = test_painter();
  for (const cv::Size size : {cv::Size(800, 480), cv::Size(480, 800)})
    for (const Scene& scene : every_scene())
      for (std::size_t turn = 0; turn < painter->turns(scene, size); ++turn) {
        cv::Mat picture(size, CV_8UC4);
        painter->paint(picture, scene, turn);
        EXPECT_EQ(strays(picture, scene), 0) << size << " " << scene.message << " " << turn;
      }
}

TEST(Painter, WordsShrinkRatherThanBeingCutOff) {
  const auto huge = test_painter({"en"}, 2);
  for (const Scene& scene : every_scene()) {
    cv::Mat picture(480, 800, CV_8UC4);
    huge->paint(picture, scene, 0);
    EXPECT_EQ(strays(picture, scene), 0) << scene.message;
  }
}

TEST(Painter, TheVisitorSeesThemselvesMirrored) {
  const auto painter = test_painter();
  cv::Mat frame(480, 640, CV_8UC3, cv::Scalar(0, 0, 255));
  frame(cv::Rect(320, 0, 320, 480)).setTo(cv::Scalar(255, 0, 0));  // blue on the camera's right
  const Scene scene = scene_for(Reason::kNoFace);
  for (const cv::Size size : kSizes) {
    cv::Mat picture(size, CV_8UC4);
    painter->paint(picture, scene, 0);
    painter->paint_live(picture, scene, frame);
    const cv::Rect panel = layout_for(size).panel;
    const auto at = [&](double x) {
      return picture.at<cv::Vec4b>(panel.y + panel.height / 2, panel.x + cvRound(x * panel.width));
    };
    EXPECT_EQ(at(0.3), cv::Vec4b(255, 0, 0, 255)) << "which is a visitor's own left";
    EXPECT_EQ(at(0.7), cv::Vec4b(0, 0, 255, 255));
  }
}

TEST(Painter, LiveViewsOfEverySizeFillTheirPlaceAndNothingElse) {
  const auto painter = test_painter();
  const Scene scene = scene_for(Reason::kNoFace);
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(1920, 1080), cv::Size(480, 854), cv::Size(3, 4000)}) {
    cv::Mat picture(480, 800, CV_8UC4);
    painter->paint(picture, scene, 0);
    cv::Mat wanted = picture.clone();
    painter->paint_live(picture, scene, cv::Mat(size, CV_8UC3, cv::Scalar::all(77)));
    const cv::Rect panel = layout_for(picture.size()).panel;
    for (const cv::Point corner : {panel.tl(), panel.br() - cv::Point(1, 1)})
      EXPECT_EQ(picture.at<cv::Vec4b>(corner), cv::Vec4b(77, 77, 77, 255)) << size;
    picture(panel).copyTo(wanted(panel));
    EXPECT_EQ(cv::norm(picture, wanted, cv::NORM_INF), 0) << size;
  }
}

TEST(Painter, ACodeIsLargeEnoughForAPhoneToRead) {
  const auto painter = test_painter();
  const Scene scene{"enrol_take_code", Pictogram::kCode, Tone::kGuide, Panel::kCode};
  cv::Mat modules(97, 97, CV_8UC1, cv::Scalar(255));  // version 20, the 95th percentile, with its quiet zone
  modules(cv::Rect(4, 4, 89, 89)) = cv::Scalar(0);
  for (const cv::Size size : kSizes) {
    cv::Mat picture(size, CV_8UC4);
    painter->paint(picture, scene, 0);
    painter->paint_code(picture, modules);
    cv::Mat white;
    cv::inRange(picture(layout_for(size, Panel::kCode).panel), cv::Scalar(255, 255, 255, 255),
                cv::Scalar(255, 255, 255, 255), white);
    const double module_px = cv::boundingRect(white).width / 97.0;
    EXPECT_EQ(module_px, std::floor(module_px)) << size << ": whole pixels, or edges blur";
    EXPECT_GE(module_px, 4) << size << ": 0.75 mm on the smallest panel";
  }
}

TEST(Painter, ALetterThatTheFontLacksIsNamed) {
  const char* latin_only = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
  if (!std::filesystem::exists(latin_only)) GTEST_SKIP() << latin_only << ": install fonts-dejavu-core";
  const auto refused = Painter::open(GATE_SOURCE_DIR "/config/languages", {"ja"}, latin_only);
  ASSERT_FALSE(refused);
  for (const char* named : {"languages: ", "/ja.json: /scenes/", "the font has no letter"})
    EXPECT_NE(refused.error().message.find(named), std::string::npos) << refused.error().message;
}

}  // namespace
}  // namespace gate
