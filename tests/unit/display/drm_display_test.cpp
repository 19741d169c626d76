#include "display/drm_display.h"

#include <gtest/gtest.h>

#include "fakes/fake_clock.h"
#include "fakes/fake_kms.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

/// A picture whose four corners tell which way up it is.
cv::Mat picture(cv::Size size) {
  cv::Mat made(size, CV_8UC4, cv::Scalar(1, 1, 1, 255));
  made.at<cv::Vec4b>(0, 0) = {10, 10, 10, 255};
  made.at<cv::Vec4b>(0, size.width - 1) = {20, 20, 20, 255};
  made.at<cv::Vec4b>(size.height - 1, 0) = {30, 30, 30, 255};
  made.at<cv::Vec4b>(size.height - 1, size.width - 1) = {40, 40, 40, 255};
  return made;
}

/// Top left, top right, bottom left, bottom right of what the panel scans.
std::array<int, 4> corners(const cv::Mat& seen) {
  const auto at = [&](int y, int x) { return static_cast<int>(seen.at<cv::Vec4b>(y, x)[0]); };
  return {at(0, 0), at(0, seen.cols - 1), at(seen.rows - 1, 0), at(seen.rows - 1, seen.cols - 1)};
}

class DrmDisplayTest : public testing::Test {
 protected:
  DrmDisplay display(Rotation rotation = Rotation::kNone) { return {{.rotation = rotation}, clock_, kms_.opener()}; }

  FakeKms kms_;
  FakeClock clock_;
};

TEST_F(DrmDisplayTest, TurnsThePictureAsThePanelIsMounted) {
  const std::map<Rotation, std::array<int, 4>> turned{{Rotation::kNone, {10, 20, 30, 40}},
                                                      {Rotation::kClockwise90, {30, 10, 40, 20}},
                                                      {Rotation::kUpsideDown, {40, 30, 20, 10}},
                                                      {Rotation::kClockwise270, {20, 40, 10, 30}}};
  for (const auto& [rotation, seen] : turned) {
    DrmDisplay turning = display(rotation);
    const cv::Size size = turning.size().value();
    const bool on_its_side = rotation == Rotation::kClockwise90 || rotation == Rotation::kClockwise270;
    EXPECT_EQ(size, on_its_side ? cv::Size(480, 800) : cv::Size(800, 480));
    ASSERT_TRUE(turning.present(picture(size)));
    EXPECT_EQ(kms_.on_screen.size(), kms_.mode);
    EXPECT_EQ(corners(kms_.on_screen), seen);
  }
}

TEST_F(DrmDisplayTest, IsOpenedAtFirstUseAndOnce) {
  DrmDisplay shown = display();
  EXPECT_EQ(kms_.opened, 0);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(shown.present(picture({800, 480})));
  EXPECT_EQ(kms_.opened, 1);
}

TEST_F(DrmDisplayTest, LooksForALostScreenWithGrowingPauses) {
  kms_.plugged = false;
  DrmDisplay lost = display();
  std::vector<int> tries;
  for (int quarter = 0; quarter < 4 * 30; ++quarter) {
    const int before = kms_.opened;
    EXPECT_EQ(lost.size().error().code, ErrorCode::kDeviceLost);
    EXPECT_NE(lost.size().error().message.find("no screen is connected"), std::string::npos);
    if (kms_.opened != before) tries.push_back(quarter);
    clock_.advance(250ms);
  }
  EXPECT_EQ(tries, (std::vector<int>{0, 1, 3, 7, 15, 31, 63, 95}));
}

TEST_F(DrmDisplayTest, AScreenThatComesBackIsUsedAgainThoughItIsAnotherOne) {
  DrmDisplay changing = display();
  ASSERT_TRUE(changing.present(picture({800, 480})));
  kms_.plugged = false;
  clock_.advance(1s);
  EXPECT_EQ(changing.present(picture({800, 480})).error().code, ErrorCode::kDeviceLost);
  kms_.plugged = true;
  kms_.mode = {1280, 800};
  EXPECT_EQ(changing.present(picture({800, 480})).error().code, ErrorCode::kDeviceLost) << "not before the pause";
  clock_.advance(250ms);
  EXPECT_EQ(changing.size().value(), cv::Size(1280, 800));
  EXPECT_EQ(changing.present(picture({800, 480})).error().code, ErrorCode::kInvalidInput);
  EXPECT_TRUE(changing.present(picture({1280, 800})));
}

TEST_F(DrmDisplayTest, APulledPlugIsNoticedWithinASecondThoughNothingNewIsShown) {
  DrmDisplay shown = display();
  ASSERT_TRUE(shown.present(picture({800, 480})));
  kms_.plugged = false;
  clock_.advance(1s);
  const auto lost = shown.size();
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, ErrorCode::kDeviceLost);
  EXPECT_NE(lost.error().message.find("unplugged"), std::string::npos) << lost.error().message;
}

TEST_F(DrmDisplayTest, OneThatOpensButNeverFlipsIsNotTriedWithoutPause) {
  kms_.flips = false;
  DrmDisplay hanging = display();
  for (int i = 0; i < 100; ++i) {
    EXPECT_FALSE(hanging.present(picture({800, 480})));
    clock_.advance(100ms);
  }
  EXPECT_LE(kms_.opened, 6);
}

}  // namespace
}  // namespace gate
