#include "vision/detection_range.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

TEST(DetectionRange, FaceAndDistanceAreInverse) {
  const Optics optics;
  for (const double metres : {0.3, 0.5, 1.0, 2.0})
    EXPECT_NEAR(distance_of(face_px_at(metres, optics), optics), metres, 1e-9);
}

TEST(DetectionRange, AFaceFillsTheViewAsAPinholeCameraShowsIt) {
  // 90 degrees: half the width is at one distance; 0.157 m of the 2 m wide view at 1 m.
  EXPECT_NEAR(face_px_at(1.0, {.width_px = 1000, .horizontal_fov_deg = 90}), 1000 * 0.157 / 2, 1e-6);
}

TEST(DetectionRange, NearerRangesAndSharperCamerasNeedLessWork) {
  const Optics vga;
  EXPECT_LT(search_scale({.farthest_m = 0.6}, vga), search_scale({.farthest_m = 1.0}, vga));
  EXPECT_NEAR(search_scale({}, {.width_px = 1280}), search_scale({}, {.width_px = 640}) / 2, 1e-9);
}

TEST(DetectionRange, TheScaleStaysWithinBounds) {
  EXPECT_EQ(search_scale({.farthest_m = 10}, {}), 2.0);
  EXPECT_EQ(search_scale({.farthest_m = 0.05}, {}), 0.25);
}

}  // namespace
}  // namespace gate
