#include "attacks/simulated_surface.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace gate {
namespace {

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

/// Heights above the axis of turning, px. Proportions of a head by the face box's side (157 mm): 150 mm wide, 230 high,
/// 95 from ear to brow; the nose's tip 30 mm above the plane of the eyes and a little above the lowest landmark, which
/// gives the landmarks of a turned head about as filmed ones have them.
class Surface {
 public:
  Surface(const Face& face, Relief relief) : relief_(relief), side_(face.box_px.width) {
    const auto& p = face.landmarks_px;
    middle_ = (p[0] + p[1] + p[2] + p[3]) * 0.25F;
    nose_ = p[4] - cv::Point2f(0, 0.06F * static_cast<float>(side_));
  }

  float height(double x, double y) const {
    const double u = (x - middle_.x) / side_;
    const double v = (y - middle_.y) / side_;
    if (relief_ == Relief::kBentSheet) return static_cast<float>(side_ * std::sqrt(std::max(0.0, 0.6 * 0.6 - u * u)));
    const double r = u * u / (0.48 * 0.48) + v * v / (0.75 * 0.75);
    if (r >= 1) return 0;
    const double nx = (x - nose_.x) / side_ / 0.09;
    const double ny = (y - nose_.y) / side_ / 0.13;
    return static_cast<float>(side_ * (0.6 * std::sqrt(1 - r) + 0.19 * std::exp(-(nx * nx + ny * ny) / 2)));
  }

  float axis() const { return middle_.x; }

 private:
  Relief relief_;
  double side_;
  cv::Point2f middle_;
  cv::Point2f nose_;
};

/// Where each pixel of one row comes from: the row's points are turned one by one, and of those that fall on one place
/// the foremost is seen.
void map_row(const Surface& surface, int y, double cosine, double sine, std::vector<float>& depth, cv::Mat& from) {
  auto* const row = from.ptr<float>(y);
  const int width = from.cols;
  std::fill(depth.begin(), depth.end(), -1e9F);
  const auto place = [&](double x, double z) {
    if (z <= 0) return std::pair(x, 0.0);  // what lies around stays
    const double off = x - surface.axis();
    return std::pair(surface.axis() + off * cosine + z * sine, z * cosine - off * sine);
  };
  auto [last_u, last_d] = place(0, surface.height(0, y));
  for (int x = 1; x < width; ++x) {
    const auto [u, d] = place(x, surface.height(x, y));
    const int first = std::max(0, static_cast<int>(std::ceil(std::min(last_u, u))));
    const int end = std::min(width - 1, static_cast<int>(std::floor(std::max(last_u, u))));
    for (int at = first; at <= end; ++at) {
      const double share = u == last_u ? 0 : (at - last_u) / (u - last_u);
      const auto z = static_cast<float>(last_d + share * (d - last_d));
      if (z < depth[at]) continue;
      depth[at] = z;
      row[at] = static_cast<float>(x - 1 + share);
    }
    last_u = u;
    last_d = d;
  }
}

}  // namespace

cv::Mat turned(const cv::Mat& picture, const Face& face, Relief relief, double yaw_deg) {
  const Surface surface(face, relief);
  const double cosine = std::cos(radians(yaw_deg));
  const double sine = std::sin(radians(yaw_deg));
  cv::Mat from_x(picture.size(), CV_32F);
  cv::Mat from_y(picture.size(), CV_32F);
  std::vector<float> depth(picture.cols);
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) from_x.at<float>(y, x) = static_cast<float>(x);
    from_y.row(y).setTo(y);
    map_row(surface, y, cosine, sine, depth, from_x);
  }
  cv::Mat out;
  cv::remap(picture, out, from_x, from_y, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return out;
}

cv::Matx33d held(const Pose& pose, cv::Point2d centre_px, int width_px) {
  const double f = width_px / 2.0 / std::tan(radians(31));
  const double cy = std::cos(radians(pose.yaw_deg));
  const double sy = std::sin(radians(pose.yaw_deg));
  const double cp = std::cos(radians(pose.pitch_deg));
  const double sp = std::sin(radians(pose.pitch_deg));
  const double cr = std::cos(radians(pose.roll_deg));
  const double sr = std::sin(radians(pose.roll_deg));
  const cv::Matx33d yaw(cy, 0, sy, 0, 1, 0, -sy, 0, cy);
  const cv::Matx33d pitch(1, 0, 0, 0, cp, -sp, 0, sp, cp);
  const cv::Matx33d roll(cr, -sr, 0, sr, cr, 0, 0, 0, 1);
  const cv::Matx33d turn = yaw * pitch * roll;
  // The plane lies f away, so that a pixel of it is a pixel of the frame when it is held straight.
  const cv::Matx33d plane(turn(0, 0), turn(0, 1), 0, turn(1, 0), turn(1, 1), 0, turn(2, 0), turn(2, 1),
                          f / pose.nearer);
  const cv::Matx33d to_centre(1, 0, -centre_px.x, 0, 1, -centre_px.y, 0, 0, 1);
  const cv::Matx33d to_frame(f, 0, centre_px.x + pose.shift_px.x, 0, f, centre_px.y + pose.shift_px.y, 0, 0, 1);
  return to_frame * plane * to_centre;
}

}  // namespace gate
