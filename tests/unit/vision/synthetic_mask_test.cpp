#include "vision/synthetic_mask.h"

#include <gtest/gtest.h>

#include "unit/vision/synthetic_face.h"
#include "vision/face_frame.h"

namespace gate {
namespace {

bool changed(const cv::Mat& before, const cv::Mat& after, cv::Point2f at) {
  const cv::Point p(cvRound(at.x), cvRound(at.y));
  return cv::norm(before.at<cv::Vec3b>(p), after.at<cv::Vec3b>(p)) > 4;
}

std::vector<MaskStyle> all_masks() {
  std::vector<MaskStyle> all(enrolment_masks().begin(), enrolment_masks().end());
  all.insert(all.end(), probe_masks().begin(), probe_masks().end());
  return all;
}

TEST(FaceFrame, HasItsOriginBetweenTheEyesAndTheNoseBelow) {
  const FaceFrame frame(SyntheticFace().face);
  EXPECT_NEAR(frame.unit_px(), 160, 1e-3);
  EXPECT_NEAR(frame.nose().x, 0, 1e-3);
  EXPECT_NEAR(frame.nose().y, 0.55, 1e-3);
  EXPECT_EQ(frame.at(0.5, 0), cv::Point2f(400, 190));
}

TEST(FaceFrame, StandsAnyLandmarks) {
  Face none;
  EXPECT_EQ(FaceFrame(none).unit_px(), 1);
}

TEST(SyntheticMask, CoversMouthAndChinAndLeavesTheEyes) {
  const SyntheticFace face;
  const FaceFrame frame(face.face);
  for (const MaskStyle& style : all_masks()) {
    const cv::Mat masked = with_mask(face.picture, face.face, style);
    for (const auto& [x, y] : {std::pair(0.0, 0.86), {0.0, 1.15}, {-0.4, 0.75}, {0.4, 0.75}, {0.0, 0.6}})
      EXPECT_TRUE(changed(face.picture, masked, frame.at(x, y))) << style.name << " at " << x << ", " << y;
    for (const auto& [x, y] : {std::pair(-0.35, 0.0), {0.35, 0.0}, {0.0, 0.05}, {0.0, -0.4}, {-1.5, 0.8}, {0.0, 1.6}})
      EXPECT_FALSE(changed(face.picture, masked, frame.at(x, y))) << style.name << " at " << x << ", " << y;
  }
}

TEST(SyntheticMask, TurnsWithTheHead) {
  SyntheticFace face;
  cv::rotate(face.picture, face.picture, cv::ROTATE_90_CLOCKWISE);
  for (auto& p : face.face.landmarks_px) p = cv::Point2f(479 - p.y, p.x);
  const FaceFrame frame(face.face);
  const cv::Mat masked = with_mask(face.picture, face.face, enrolment_masks()[1]);
  EXPECT_TRUE(changed(face.picture, masked, frame.at(0, 0.86)));
  EXPECT_FALSE(changed(face.picture, masked, frame.at(0.35, 0)));
}

TEST(SyntheticMask, LeavesTheGivenPictureAlone) {
  const SyntheticFace face;
  const cv::Mat before = face.picture.clone();
  with_mask(face.picture, face.face, enrolment_masks()[0]);
  EXPECT_EQ(cv::norm(before, face.picture), 0);
}

TEST(SyntheticMask, IsDarkInTheDarkAndGreyInGreyPictures) {
  SyntheticFace face;
  face.picture *= 0.3;
  const cv::Mat dark = with_mask(face.picture, face.face, enrolment_masks()[2]);
  const FaceFrame frame(face.face);
  const cv::Point cheek = frame.at(0.3, 0.65);
  EXPECT_LT(dark.at<cv::Vec3b>(cheek)[0], 130);
  cv::Mat grey;
  cv::cvtColor(face.picture, grey, cv::COLOR_BGR2GRAY);
  cv::cvtColor(grey, grey, cv::COLOR_GRAY2BGR);
  const cv::Vec3b worn = with_mask(grey, face.face, enrolment_masks()[0]).at<cv::Vec3b>(cheek);
  EXPECT_EQ(worn[0], worn[2]);
}

TEST(SyntheticMask, StandsFacesPartlyOrWhollyOutsideThePicture) {
  const SyntheticFace face;
  for (const cv::Point2f shift : {cv::Point2f(-300, 200), cv::Point2f(5000, 5000), cv::Point2f(-5000, 0)}) {
    Face moved = face.face;
    for (auto& p : moved.landmarks_px) p += shift;
    EXPECT_EQ(with_mask(face.picture, moved, enrolment_masks()[0]).size(), face.picture.size());
  }
}

}  // namespace
}  // namespace gate
