// Proves the distance range the default search covers: real faces, resized to the size they have at each distance in a
// 640x480 frame, must be found.
#include <gtest/gtest.h>

#include <iostream>
#include <opencv2/imgproc.hpp>

#include "end_to_end/recognition/shared_faces.h"
#include "vision/detection_range.h"
#include "vision/face_detector.h"
#include "vision/photo.h"

namespace gate {
namespace {

struct Known {
  cv::Mat picture;
  cv::Rect box;
};

/// One picture each of up to `count` people whose face is found at full size and is large enough to be shrunk.
std::vector<Known> known_faces(const FaceDetector& detector, const std::filesystem::path& persons, std::size_t count) {
  std::vector<std::filesystem::path> people{std::filesystem::directory_iterator(persons), {}};
  std::sort(people.begin(), people.end());
  std::vector<Known> known;
  for (const auto& person : people) {
    const auto picture = read_photo(std::filesystem::directory_iterator(person)->path());
    if (!picture || picture->total() > 1'000'000 || known.size() == count) continue;
    const auto faces = detector.detect(*picture, {});
    if (faces && faces->size() == 1 && faces->front().box_px.width >= 120)
      known.push_back({*picture, faces->front().box_px});
  }
  return known;
}

/// The picture in the middle of a grey 640x480 frame, resized so that the face's box has that side.
cv::Mat frame_with(const Known& known, double face_px) {
  const double scale = face_px / known.box.width;
  cv::Mat resized;
  cv::resize(known.picture, resized, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  cv::Mat frame(480, 640, CV_8UC3, cv::Scalar::all(127));
  const cv::Point centre((known.box.tl() + known.box.br()) / 2);
  const cv::Point at(320 - cvRound(centre.x * scale), 240 - cvRound(centre.y * scale));
  const cv::Rect target = cv::Rect(at, resized.size()) & cv::Rect({}, frame.size());
  resized(target - at).copyTo(frame(target));
  return frame;
}

TEST(Detection, FindsRealFacesOverTheDefaultDistanceRange) {
  const auto faces = shared_faces();
  if (faces.empty()) GTEST_SKIP() << "no ../shared/data/faces here (GATE_SHARED_DATA names another place)";
  const auto models = ModelStore::open(std::filesystem::path(GATE_CACHE_DIR) / "models");
  ASSERT_TRUE(models) << models.error().message;
  const auto detector = FaceDetector::create(*models);
  ASSERT_TRUE(detector) << detector.error().message;
  const auto known = known_faces(*detector, faces / "persons", 40);
  ASSERT_GE(known.size(), 20u);
  const DetectionRange range;
  const Optics optics;
  const double scale = search_scale(range, optics);
  std::cout << "distance_m  face_px  found (of " << known.size() << " people, search scale " << scale << ")\n";
  for (const double metres : {0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.4}) {
    const double px = face_px_at(metres, optics);
    const auto found = std::count_if(known.begin(), known.end(), [&](const Known& face) {
      const auto seen = detector->detect(frame_with(face, px), {.scale = scale, .threshold = 0, .area = {}});
      return seen && !seen->empty() && seen->front().box_px.contains({320, 240});
    });
    std::cout << metres << "  " << cvRound(px) << "  " << found << '\n';
    const bool covered = metres >= range.nearest_m && metres <= range.farthest_m;
    if (covered) {
      EXPECT_GE(static_cast<double>(found), 0.95 * static_cast<double>(known.size())) << metres << " m";
    }
  }
}

}  // namespace
}  // namespace gate
