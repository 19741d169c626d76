#include "vision/mask_detector.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "unit/vision/synthetic_face.h"
#include "vision/synthetic_mask.h"

namespace gate {
namespace {

TEST(MaskDetector, TellsABareFaceFromTheSameUnderAnyMask) {
  for (const cv::Scalar& skin : {cv::Scalar(140, 165, 215), cv::Scalar(60, 80, 120), cv::Scalar(150, 180, 225)}) {
    const SyntheticFace face(skin);
    const double bare = MaskDetector::probability(face.picture, face.face);
    EXPECT_LT(bare, 0.5) << skin;
    for (const auto& masks : {enrolment_masks(), probe_masks()})
      for (const MaskStyle& style : masks)
        EXPECT_GT(MaskDetector::probability(with_mask(face.picture, face.face, style), face.face), std::max(bare, 0.5))
            << style.name << " on " << skin;
  }
}

TEST(MaskDetector, DoesNotDependOnTheFacesSize) {
  SyntheticFace face;
  const cv::Mat masked = with_mask(face.picture, face.face, probe_masks()[0]);
  for (const double scale : {0.4, 3.0}) {
    cv::Mat resized;
    cv::resize(masked, resized, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    Face scaled = face.face;
    for (auto& p : scaled.landmarks_px) p *= scale;
    EXPECT_TRUE(MaskDetector{}.is_masked(resized, scaled)) << scale;
  }
}

TEST(MaskDetector, StandsFacesOutsideThePicture) {
  const SyntheticFace face;
  for (const cv::Point2f shift : {cv::Point2f(-350, 250), cv::Point2f(9000, 0)}) {
    Face moved = face.face;
    for (auto& p : moved.landmarks_px) p += shift;
    const double p = MaskDetector::probability(face.picture, moved);
    EXPECT_TRUE(p >= 0 && p <= 1);
  }
  EXPECT_GE(MaskDetector::probability(face.picture, Face{}), 0);
}

TEST(MaskDetector, MeasuresAreSmallNumbers) {
  const SyntheticFace face;
  for (const double value : measure_lower_face(face.picture, face.face).values) EXPECT_LT(std::abs(value), 20);
}

}  // namespace
}  // namespace gate
