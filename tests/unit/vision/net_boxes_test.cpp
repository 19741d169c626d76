#include "vision/net_boxes.h"

#include <gtest/gtest.h>

#include <limits>

namespace gate {
namespace {

const cv::Size kInput(320, 240);

TEST(NetBoxes, ALetterboxFitsTheTighterSide) {
  EXPECT_DOUBLE_EQ(Letterbox::of({0, 0, 640, 480}, kInput).scale, 0.5);
  EXPECT_DOUBLE_EQ(Letterbox::of({0, 0, 480, 960}, kInput).scale, 0.25);
  EXPECT_DOUBLE_EQ(Letterbox::of({50, -50, 160, 60}, kInput).scale, 2);
}

TEST(NetBoxes, AFittedPictureIsGreyWhereThereIsNone) {
  const cv::Mat tall(480, 100, CV_8UC3, cv::Scalar::all(255));
  const cv::Mat input = fitted(tall, Letterbox::of({0, 0, 100, 480}, kInput));
  ASSERT_EQ(input.size(), kInput);
  EXPECT_EQ(input.at<cv::Vec3b>(239, 49), cv::Vec3b::all(255));
  EXPECT_EQ(input.at<cv::Vec3b>(0, 51), cv::Vec3b::all(127));
}

TEST(NetBoxes, AnAreaBeyondThePictureIsGreyThere) {
  const cv::Mat white(240, 320, CV_8UC3, cv::Scalar::all(255));
  const Letterbox letterbox = Letterbox::of({-320, -240, 1280, 960}, kInput);
  const cv::Mat input = fitted(white, letterbox);
  EXPECT_EQ(input.at<cv::Vec3b>(59, 79), cv::Vec3b::all(127));
  EXPECT_EQ(input.at<cv::Vec3b>(61, 81), cv::Vec3b::all(255));
  EXPECT_EQ(input.at<cv::Vec3b>(121, 161), cv::Vec3b::all(127));
  const cv::Mat outside = fitted(white, Letterbox::of({1000, 1000, 320, 240}, kInput));
  EXPECT_EQ(outside.at<cv::Vec3b>(100, 100), cv::Vec3b::all(127));
}

TEST(NetBoxes, BoxesAreInThePicturesPixelsWhateverTheArea) {
  const cv::Mat corners = (cv::Mat_<float>(1, 4) << 0.5F, 0.5F, 0.75F, 0.75F);
  const cv::Mat scores = (cv::Mat_<float>(1, 2) << 0, 1);
  const auto boxes = boxes_of(corners, scores, Letterbox::of({-320, -240, 1280, 960}, kInput), 0.5);
  ASSERT_EQ(boxes.size(), 1U);
  EXPECT_EQ(boxes[0].box_px, cv::Rect2d(320, 240, 320, 240));
}

TEST(NetBoxes, CornersBecomePixelsOfThePictureBestFirst) {
  const cv::Mat corners = (cv::Mat_<float>(3, 4) << 0.25F, 0.25F, 0.5F, 0.75F, 0, 0, 0.1F, 0.1F, 0.5F, 0, 1, 1);
  const cv::Mat scores = (cv::Mat_<float>(3, 2) << 0.3F, 0.7F, 0.6F, 0.4F, 0.1F, 0.9F);
  const auto boxes = boxes_of(corners, scores, Letterbox::of({0, 0, 640, 480}, kInput), 0.65);
  ASSERT_EQ(boxes.size(), 2U);
  EXPECT_NEAR(boxes[0].score, 0.9, 1e-6);
  EXPECT_EQ(boxes[1].box_px, cv::Rect2d(160, 120, 160, 240));
}

TEST(NetBoxes, NonsenseIsLeftOut) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  const cv::Mat corners =
      (cv::Mat_<float>(4, 4) << kNan, 0, 1, 1, 0, 0, 1e9F, 1, 0.5F, 0.5F, 0.5F, 0.5F, 0.1F, 0.1F, 0.2F, 0.2F);
  const cv::Mat scores = (cv::Mat_<float>(4, 2) << 0, 1, 0, 1, 0, 1, 0, kNan);
  EXPECT_TRUE(boxes_of(corners, scores, Letterbox::of({0, 0, 640, 480}, kInput), 0.5).empty());
}

TEST(NetBoxes, OfBoxesThatOverlapTheBestIsKept) {
  const auto kept =
      without_doubles({{{0, 0, 100, 100}, 0.9}, {{10, 0, 100, 100}, 0.8}, {{90, 90, 100, 100}, 0.7}}, 0.4);
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[1].score, 0.7);
}

TEST(NetBoxes, DlibsBoxIsSmallerAndLowerAndTheWayBackFits) {
  const cv::Rect box = dlib_box({100, 100, 80, 100});
  EXPECT_EQ(box, cv::Rect(99, 116, 82, 82));
  const cv::Rect2d back = net_box(box);
  EXPECT_NEAR(back.height, 100, 0.5);
  EXPECT_NEAR(back.x + back.width / 2, 140, 0.5);
  EXPECT_NEAR(back.y + back.height / 2, 150, 1);
  EXPECT_EQ(dlib_box(back), box);
}

}  // namespace
}  // namespace gate
