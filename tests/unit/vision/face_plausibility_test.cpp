#include "vision/face_plausibility.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace gate {
namespace {

/// A frontal face as dlib's landmarks lie in its boxes.
Face frontal() {
  return {.box_px = {100, 100, 200, 200},
          .landmarks_px = {{{260, 160}, {226, 162}, {140, 160}, {174, 162}, {200, 222}}},
          .score = 1};
}

Face turned_by(Face face, double degrees) {
  const double angle = degrees * CV_PI / 180;
  for (auto& p : face.landmarks_px) {
    const cv::Point2d q = cv::Point2d(p) - cv::Point2d(200, 200);
    p = cv::Point2d(200 + q.x * std::cos(angle) - q.y * std::sin(angle),
                    200 + q.x * std::sin(angle) + q.y * std::cos(angle));
  }
  return face;
}

TEST(FacePlausibility, AFaceIsPlausible) {
  EXPECT_EQ(implausible(frontal()), std::nullopt);
  EXPECT_EQ(implausible(turned_by(frontal(), 20)), std::nullopt);
  Face aside = frontal();
  aside.landmarks_px[4].x += 40;
  EXPECT_EQ(implausible(aside), std::nullopt) << "a head half turned";
}

TEST(FacePlausibility, EyesMustFitTheBoxAndEachOther) {
  Face face = frontal();
  face.box_px = {0, 0, 600, 600};
  EXPECT_EQ(implausible(face), Implausible::kEyesApart);
  face = frontal();
  std::swap(face.landmarks_px[1], face.landmarks_px[3]);
  EXPECT_EQ(implausible(face), Implausible::kEyesOrder);
  face = frontal();
  face.landmarks_px[3].x = 146;
  EXPECT_EQ(implausible(face), Implausible::kEyesUnequal);
}

TEST(FacePlausibility, UpsideDownAndLyingHeadsAreNotVisitors) {
  EXPECT_EQ(implausible(turned_by(frontal(), 45)), Implausible::kRolled);
  EXPECT_EQ(implausible(turned_by(frontal(), 180)), Implausible::kRolled);
}

TEST(FacePlausibility, TheNoseIsBelowTheEyesInsideTheBox) {
  Face face = frontal();
  face.landmarks_px[4].y = 165;
  EXPECT_EQ(implausible(face), Implausible::kNose);
  face = frontal();
  face.landmarks_px[4].x = 270;
  EXPECT_EQ(implausible(face), Implausible::kNose);
}

TEST(FacePlausibility, NumbersThatAreNoneAreImplausible) {
  Face face = frontal();
  face.landmarks_px[0].x = std::numeric_limits<float>::quiet_NaN();
  EXPECT_NE(implausible(face), std::nullopt);
  EXPECT_NE(implausible(Face{}), std::nullopt);
}

TEST(FacePlausibility, ReasonsHaveNames) {
  EXPECT_EQ(to_string(Implausible::kEyesApart), "eyes_apart");
  EXPECT_EQ(to_string(Implausible::kNose), "nose");
}

}  // namespace
}  // namespace gate
