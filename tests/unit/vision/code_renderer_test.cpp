#include "vision/code_renderer.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <string>

#include "vision/code_scanner.h"

namespace gate {
namespace {

constexpr int kQuietZone = 4;

// A code of version v has 17 + 4 v modules a side.
int version_of(const cv::Mat& picture, int module_px) { return (picture.cols / module_px - 2 * kQuietZone - 17) / 4; }

std::string read_back(const cv::Mat& picture) {
  const auto codes = CodeScanner().scan(picture, CodeScanner::Effort::kPicture);
  return codes.size() == 1 ? codes.front().text : "(" + std::to_string(codes.size()) + " codes)";
}

TEST(CodeRenderer, DrawsWhatTheScannerReads) {
  for (const auto correction :
       {ErrorCorrection::kLow, ErrorCorrection::kMedium, ErrorCorrection::kQuartile, ErrorCorrection::kHigh}) {
    const auto picture = render_qr("HC1:6BFOXN*TS0BI$ZD4N9:9S6RCVN5+O30K3/XIV0W23NTDE", correction, 3);
    ASSERT_TRUE(picture) << picture.error().message;
    EXPECT_EQ(picture->type(), CV_8UC1);
    EXPECT_EQ(read_back(*picture), "HC1:6BFOXN*TS0BI$ZD4N9:9S6RCVN5+O30K3/XIV0W23NTDE");
  }
}

// ISO/IEC 18004 table 7: version 1-L holds 41 digits, 25 alphanumeric characters or 17 bytes.
TEST(CodeRenderer, TakesTheDensestModeTheTextAllows) {
  EXPECT_EQ(version_of(*render_qr(std::string(41, '7'), ErrorCorrection::kLow, 1), 1), 1);
  EXPECT_EQ(version_of(*render_qr(std::string(42, '7'), ErrorCorrection::kLow, 1), 1), 2);
  EXPECT_EQ(version_of(*render_qr(std::string(25, 'A'), ErrorCorrection::kLow, 1), 1), 1);
  EXPECT_EQ(version_of(*render_qr(std::string(26, 'A'), ErrorCorrection::kLow, 1), 1), 2);
  EXPECT_EQ(version_of(*render_qr(std::string(17, 'a'), ErrorCorrection::kLow, 1), 1), 1);
  EXPECT_EQ(version_of(*render_qr(std::string(18, 'a'), ErrorCorrection::kLow, 1), 1), 2);
}

// The same table for digits: 41 at L, 34 at M, 27 at Q, 17 at H.
TEST(CodeRenderer, MoreCorrectionTakesMoreRoom) {
  EXPECT_EQ(version_of(*render_qr(std::string(34, '7'), ErrorCorrection::kMedium, 1), 1), 1);
  EXPECT_EQ(version_of(*render_qr(std::string(35, '7'), ErrorCorrection::kMedium, 1), 1), 2);
  EXPECT_EQ(version_of(*render_qr(std::string(27, '7'), ErrorCorrection::kQuartile, 1), 1), 1);
  EXPECT_EQ(version_of(*render_qr(std::string(28, '7'), ErrorCorrection::kQuartile, 1), 1), 2);
  EXPECT_EQ(version_of(*render_qr(std::string(17, '7'), ErrorCorrection::kHigh, 1), 1), 1);
  EXPECT_EQ(version_of(*render_qr(std::string(18, '7'), ErrorCorrection::kHigh, 1), 1), 2);
}

TEST(CodeRenderer, KeepsEveryByte) {
  for (const std::string text : {"Jos\xC3\xA9 \xE2\x82\xAC {\"data\":1}", "caf\xE9", "a\x85z\x9F"}) {
    const auto picture = render_qr(text, ErrorCorrection::kMedium, 4);
    ASSERT_TRUE(picture) << picture.error().message;
    EXPECT_EQ(read_back(*picture), text);
  }
}

TEST(CodeRenderer, HoldsTheLargestCodeAndRefusesALargerOne) {
  const auto largest = render_qr(std::string(7089, '7'), ErrorCorrection::kLow, 3);
  ASSERT_TRUE(largest) << largest.error().message;
  EXPECT_EQ(version_of(*largest, 3), 40);
  EXPECT_EQ(read_back(*largest), std::string(7089, '7'));
  EXPECT_FALSE(render_qr(std::string(7090, '7'), ErrorCorrection::kLow, 1));
  EXPECT_FALSE(render_qr(std::string(4297, 'A'), ErrorCorrection::kLow, 1));
  EXPECT_FALSE(render_qr("", ErrorCorrection::kLow, 1));
  EXPECT_FALSE(render_qr("A", ErrorCorrection::kLow, 0));
  EXPECT_FALSE(render_qr("A", ErrorCorrection::kLow, 65));
}

TEST(CodeRenderer, LeavesTheQuietZoneWhite) {
  const auto picture = render_qr("QUIET", ErrorCorrection::kLow, 5);
  ASSERT_TRUE(picture) << picture.error().message;
  const int border = kQuietZone * 5;
  EXPECT_EQ(cv::countNonZero(picture->rowRange(0, border) != 255), 0);
  EXPECT_EQ(cv::countNonZero(picture->colRange(picture->cols - border, picture->cols) != 255), 0);
  EXPECT_EQ(picture->at<std::uint8_t>(border, border), 0);  // the finder pattern's corner
}

}  // namespace
}  // namespace gate
