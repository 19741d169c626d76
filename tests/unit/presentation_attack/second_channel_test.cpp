#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "fakes/temporary_folder.h"
#include "presentation_attack/replay_second_channel.h"
#include "presentation_attack/second_channel_cue.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using Kind = SecondPicture::Kind;

const cv::Size kFrame(640, 480);
const cv::Rect kBox(240, 160, 160, 160);

SecondPicture depth_of(double relief_mm) {
  cv::Mat depth(240, 320, CV_16UC1);
  for (int y = 0; y < depth.rows; ++y)
    for (int x = 0; x < depth.cols; ++x) {
      const double r = std::hypot(x - 160, y - 120) / 45;
      depth.at<std::uint16_t>(y, x) = static_cast<std::uint16_t>(600 + x / 4 - relief_mm * std::max(0.0, 1 - r * r));
    }
  return {Kind::kDepth, depth, {}};
}

TEST(SecondChannel, DepthTellsAHeadFromASheet) {
  EXPECT_GT(*second_channel_score(depth_of(80), kFrame, kBox), 0.8);
  EXPECT_LT(*second_channel_score(depth_of(0), kFrame, kBox), 0.1);
}

TEST(SecondChannel, AScreenIsDarkInInfraRed) {
  const SecondPicture lit{Kind::kInfraRed, cv::Mat(240, 320, CV_8UC1, cv::Scalar(140)), {}};
  const SecondPicture dark{Kind::kInfraRed, cv::Mat(240, 320, CV_8UC1, cv::Scalar(12)), {}};
  EXPECT_GT(*second_channel_score(lit, kFrame, kBox), 0.9);
  EXPECT_LT(*second_channel_score(dark, kFrame, kBox), 0.1);
}

TEST(SecondChannel, NothingMeasuredSaysNothing) {
  EXPECT_FALSE(second_channel_score({Kind::kDepth, cv::Mat::zeros(240, 320, CV_16UC1), {}}, kFrame, kBox));
  EXPECT_FALSE(second_channel_score({Kind::kDepth, cv::Mat::zeros(240, 320, CV_8UC1), {}}, kFrame, kBox));
  EXPECT_FALSE(second_channel_score(depth_of(80), kFrame, {630, 470, 160, 160}));
}

TEST(ReplaySecondChannel, PlaysThePictureNearestInTime) {
  const TemporaryFolder folder;
  for (const int at : {0, 100, 200})
    cv::imwrite((folder.path() / (std::to_string(at) + ".png")).string(), cv::Mat(24, 32, CV_8UC1, cv::Scalar(at)));
  auto channel = ReplaySecondChannel::open(folder.path(), Kind::kInfraRed);
  ASSERT_TRUE(channel) << channel.error().message;
  const MonotonicTime start{5s};
  channel->start_at(start);
  for (const auto& [asked, shown] : {std::pair(0ms, 0), {60ms, 100}, {140ms, 100}, {230ms, 200}}) {
    const auto picture = channel->nearest(start + asked);
    ASSERT_TRUE(picture && *picture);
    EXPECT_EQ((*picture)->picture.at<uchar>(0, 0), shown);
  }
  EXPECT_FALSE(*channel->nearest(start + 1s)) << "no picture of that moment";
  EXPECT_FALSE(ReplaySecondChannel::open(folder.path() / "none", Kind::kDepth));
  auto wrong = ReplaySecondChannel::open(folder.path(), Kind::kDepth);
  EXPECT_FALSE(wrong->nearest(start));
}

}  // namespace
}  // namespace gate
