#include "presentation_attack/planarity.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/core.hpp>
#include <vector>

namespace gate {
namespace {

constexpr double kFacePx = 150;

struct Cloud {
  std::vector<cv::Point3d> points;  ///< px, about the middle of what turns
};

/// A face of points; `depth` gives the height at a place.
template <class Depth>
Cloud cloud(Depth depth) {
  cv::RNG random(5);
  Cloud out;
  while (out.points.size() < 70) {
    const double x = random.uniform(-60.0, 60.0);
    const double y = random.uniform(-70.0, 70.0);
    if (x * x / 3600 + y * y / 4900 < 1) out.points.emplace_back(x, y, depth(x, y));
  }
  return out;
}

double plane(double, double) { return 0; }
double bent(double x, double) { return std::sqrt(80 * 80 - x * x); }
double head(double x, double y) {
  const double nose = 18 * std::exp(-(x * x / 144 + (y - 15) * (y - 15) / 324) / 2);
  return 90 * std::sqrt(std::max(0.0, 1 - x * x / 5184 - y * y / 12544)) + nose;
}

/// Filmed by a camera of 530 px focal length with a yaw, and trackers' noise.
std::vector<cv::Point2f> filmed(const Cloud& cloud, double yaw_deg, double noise_px) {
  cv::RNG random(9);
  const double yaw = yaw_deg * CV_PI / 180;
  std::vector<cv::Point2f> out;
  for (const auto& p : cloud.points) {
    const double x = p.x * std::cos(yaw) + p.z * std::sin(yaw);
    const double z = p.z * std::cos(yaw) - p.x * std::sin(yaw);
    const double scale = 530 / (530 - z);
    out.emplace_back(static_cast<float>(320 + x * scale + random.gaussian(noise_px)),
                     static_cast<float>(240 + p.y * scale + random.gaussian(noise_px)));
  }
  return out;
}

PlaneFit fit(const Cloud& cloud, double yaw_deg, double noise_px) {
  return fit_plane(filmed(cloud, 0, 0), filmed(cloud, yaw_deg, noise_px), kFacePx).value_or(PlaneFit{});
}

TEST(Planarity, APlaneStaysOneHoweverItIsTilted) {
  for (const double yaw : {5.0, 20.0, 40.0, -50.0}) EXPECT_LT(fit(cloud(plane), yaw, 0).residual, 0.001) << yaw;
}

TEST(Planarity, ATurnedHeadIsNoPlane) {
  for (const double yaw : {15.0, 25.0, -25.0, 35.0}) EXPECT_GT(fit(cloud(head), yaw, 0).residual, 0.012) << yaw;
}

TEST(Planarity, TrackingNoiseIsLessThanRelief) {
  const double flat = fit(cloud(plane), 35, 0.7).residual;
  const double relief = fit(cloud(head), 25, 0.7).residual;
  EXPECT_LT(flat, 0.010);
  EXPECT_GT(relief, 2 * flat);
}

TEST(Planarity, ATiltShowsInTheStretchAMoveDoesNot) {
  EXPECT_NEAR(fit(cloud(plane), 30, 0).anisotropy, 1 / std::cos(30 * CV_PI / 180) - 1, 0.03);
  EXPECT_LT(fit(cloud(plane), 0, 0).anisotropy, 0.01);
}

TEST(Planarity, ABentSheetIsNoPlaneButNoHeadEither) {
  for (const double yaw : {20.0, 30.0, -40.0}) {
    const PlaneFit sheet = fit(cloud(bent), yaw, 0.3);
    EXPECT_GT(sheet.residual, 0.008) << yaw;
    EXPECT_LT(sheet.bent_residual, 0.006) << yaw;
  }
  for (const double yaw : {20.0, -25.0, 30.0}) EXPECT_GT(fit(cloud(head), yaw, 0.3).bent_residual, 0.009) << yaw;
}

TEST(Planarity, SomeLostPointsDoNotMakeAPictureAHead) {
  auto from = filmed(cloud(plane), 0, 0);
  auto to = filmed(cloud(plane), 30, 0.3);
  for (std::size_t i = 0; i < 3; ++i) to[i] += cv::Point2f(25, -10);
  EXPECT_LT(fit_plane(from, to, kFacePx)->residual, 0.008);
}

TEST(Planarity, TooLittleToSay) {
  const auto points = filmed(cloud(plane), 0, 0);
  EXPECT_FALSE(fit_plane({}, {}, kFacePx));
  EXPECT_FALSE(fit_plane(std::span(points).first(11), std::span(points).first(11), kFacePx));
  EXPECT_FALSE(fit_plane(points, std::span(points).first(20), kFacePx));
  EXPECT_FALSE(fit_plane(points, points, 0));
  const std::vector<cv::Point2f> one(20, cv::Point2f(5, 5));
  const auto degenerate = fit_plane(one, one, kFacePx);
  EXPECT_TRUE(!degenerate || degenerate->residual < 0.01);
}

}  // namespace
}  // namespace gate
