#include "vision/code_scanner.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <set>

#include "unit/vision/code_frames.h"
#include "vision/code_locator.h"

namespace gate {
namespace {

using Effort = CodeScanner::Effort;

const std::string kText = certificate_like_text(500);

std::vector<std::string> texts(const std::vector<ScannedCode>& codes) {
  std::vector<std::string> all;
  for (const ScannedCode& code : codes) all.push_back(code.text);
  return all;
}

// What video would show of it: the scanner's ways take turns.
bool read_within(int frames, const cv::Mat& frame) {
  CodeScanner scanner;
  for (int i = 0; i < frames; ++i)
    if (texts(scanner.scan(frame, Effort::kFrame)) == std::vector{kText}) return true;
  return false;
}

TEST(CodeScanner, ReadsAFrameInColourAndInGrey) {
  const cv::Mat frame = frame_with({{kText, 3, {400, 200}}});
  cv::Mat grey;
  cv::cvtColor(frame, grey, cv::COLOR_BGR2GRAY);
  EXPECT_EQ(texts(CodeScanner().scan(frame, Effort::kFrame)), std::vector{kText});
  EXPECT_EQ(texts(CodeScanner().scan(grey, Effort::kFrame)), std::vector{kText});
}

TEST(CodeScanner, SaysWhereTheCodeIs) {
  const cv::Mat frame = frame_with({{kText, 3, {400, 200}}});
  const auto codes = CodeScanner().scan(frame, Effort::kFrame);
  ASSERT_EQ(codes.size(), 1u);
  ASSERT_EQ(codes[0].corners_px.size(), 4u);
  const cv::Mat code = render_qr(kText, ErrorCorrection::kQuartile, 3).value();
  const cv::Rect expected(400 + 12, 200 + 12, code.cols - 24, code.rows - 24);
  EXPECT_LT(cv::norm(codes[0].corners_px[0] - expected.tl()), 6);
  EXPECT_LT(cv::norm(codes[0].corners_px[2] - expected.br()), 6);
}

TEST(CodeScanner, TheCornersOfAnEnlargedPlaceAreInTheFramesPixels) {
  const cv::Mat frame = frame_with({{kText, 2, {700, 100}}});
  cv::Mat luma;
  cv::cvtColor(frame, luma, cv::COLOR_BGR2GRAY);
  const auto codes = try_codes(luma, CodeTry::kPlaces);
  ASSERT_EQ(texts(codes), std::vector{kText});
  const int side = render_qr(kText, ErrorCorrection::kQuartile, 2)->cols;
  EXPECT_LT(cv::norm(codes[0].corners_px[0] - cv::Point(708, 108)), 6);
  EXPECT_LT(cv::norm(codes[0].corners_px[2] - cv::Point(700 + side - 8, 100 + side - 8)), 6);
}

TEST(CodeScanner, ReadsSeveralCodesOnce) {
  const std::set<std::string> both{kText, "SECOND"};
  const cv::Mat frame = frame_with({{kText, 3, {100, 100}}, {"SECOND", 6, {700, 100}}, {"SECOND", 6, {700, 450}}});
  const auto read = texts(CodeScanner().scan(frame, Effort::kFrame));
  EXPECT_EQ(std::set<std::string>(read.begin(), read.end()), both);
  EXPECT_EQ(read.size(), 2u);
}

TEST(CodeScanner, ReadsADarkModeScreen) {
  const cv::Mat frame = ~frame_with({{kText, 3, {400, 200}}});
  EXPECT_TRUE(read_within(2, frame));
  EXPECT_EQ(texts(CodeScanner().scan(frame, Effort::kPicture)), std::vector{kText});
}

TEST(CodeScanner, ReadsThroughDefocusThatOnlySharpeningUndoes) {
  cv::Mat frame = frame_with({{kText, 3, {400, 200}}});
  cv::GaussianBlur(frame, frame, {}, 1.5);
  cv::Mat luma;
  cv::cvtColor(frame, luma, cv::COLOR_BGR2GRAY);
  EXPECT_TRUE(try_codes(luma, CodeTry::kWhole).empty());
  EXPECT_TRUE(read_within(2, frame));
}

TEST(CodeScanner, ReadsACodeTurnedAway) {
  const cv::Mat frame = frame_with({{kText, 5, {300, 50}}});
  cv::Mat narrow;
  cv::resize(frame, narrow, {}, 0.4, 1, cv::INTER_AREA);
  EXPECT_TRUE(read_within(2, narrow));
}

TEST(CodeScanner, ReadsAPaleCode) {
  cv::Mat pale = render_qr(kText, ErrorCorrection::kQuartile, 4).value();
  pale = pale / 5 + 200;  // 200 on 251
  EXPECT_EQ(texts(CodeScanner().scan(pale, Effort::kPicture)), std::vector{kText});
}

TEST(CodeScanner, ReadsAPictureCutAtTheCodesEdge) {
  const cv::Mat whole = render_qr(kText, ErrorCorrection::kQuartile, 2).value();
  const cv::Mat cut = whole({8, 8, whole.cols - 16, whole.rows - 16});
  EXPECT_EQ(texts(CodeScanner().scan(cut, Effort::kPicture)), std::vector{kText});
}

TEST(CodeScanner, ReducesLargePictures) {
  cv::Mat large;
  cv::resize(frame_with({{"LARGE", 12, {300, 100}}}), large, {}, 4, 4, cv::INTER_NEAREST);
  for (const auto effort : {Effort::kFrame, Effort::kPicture}) {
    const auto codes = CodeScanner().scan(large, effort);
    ASSERT_EQ(texts(codes), std::vector<std::string>{"LARGE"});
    EXPECT_LT(cv::norm(codes[0].corners_px[0] - cv::Point(4 * (300 + 48), 4 * (100 + 48))), 50);
  }
}

TEST(CodeScanner, HoldsNothingForACodeWhereThereIsNone) {
  cv::Mat noise(720, 1280, CV_8UC3);
  cv::RNG(1).fill(noise, cv::RNG::UNIFORM, 0, 256);
  CodeScanner scanner;
  for (const auto effort : {Effort::kFrame, Effort::kFrame, Effort::kPicture}) {
    EXPECT_TRUE(scanner.scan(noise, effort).empty());
    EXPECT_TRUE(scanner.scan({}, effort).empty());
    EXPECT_TRUE(scanner.scan(cv::Mat(1, 1, CV_8UC1, cv::Scalar(0)), effort).empty());
    EXPECT_TRUE(scanner.scan(cv::Mat(3, 2000, CV_8UC1, cv::Scalar(0)), effort).empty());
    EXPECT_TRUE(scanner.scan(cv::Mat(720, 1280, CV_8UC4, cv::Scalar(0)), effort).empty());
    EXPECT_TRUE(scanner.scan(cv::Mat(720, 1280, CV_32FC1, cv::Scalar(0)), effort).empty());
  }
}

TEST(CodeLocator, FindsTheCodeAndItsPolarity) {
  cv::Mat luma;
  cv::cvtColor(frame_with({{kText, 2, {600, 300}}}), luma, cv::COLOR_BGR2GRAY);
  const int side = render_qr(kText, ErrorCorrection::kQuartile, 2)->cols;
  for (const bool inverted : {false, true}) {
    const auto places = locate_codes(inverted ? cv::Mat(~luma) : luma);
    ASSERT_EQ(places.size(), 1u);
    EXPECT_EQ(places[0].inverted, inverted);
    EXPECT_LT(cv::norm(places[0].box_px.tl() - cv::Point(608, 308)), 23);  // two cells of 8 px each way
    EXPECT_LT(cv::norm(places[0].box_px.br() - cv::Point(600 + side - 8, 300 + side - 8)), 23);
  }
}

TEST(CodeLocator, TakesNeitherNoiseNorEdgesForTexture) {
  cv::Mat noise(720, 1280, CV_8UC1);
  cv::RNG(1).fill(noise, cv::RNG::NORMAL, 128, 20);
  EXPECT_TRUE(locate_codes(noise).empty());
  cv::Mat stripes(720, 1280, CV_8UC1, cv::Scalar(255));
  for (int x = 0; x < stripes.cols; x += 8) stripes.colRange(x, x + 4) = 0;
  EXPECT_TRUE(locate_codes(stripes).empty());
  EXPECT_TRUE(locate_codes(cv::Mat(720, 1280, CV_8UC1, cv::Scalar(128))).empty());
}

}  // namespace
}  // namespace gate
