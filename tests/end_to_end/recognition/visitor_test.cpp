// Who is taken for the visitor, in real pictures: nobody in a crowd of equals, one person in a recording of one.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <opencv2/imgproc.hpp>

#include "camera/replay_camera.h"
#include "end_to_end/recognition/shared_faces.h"
#include "vision/detection_range.h"
#include "vision/following_detector.h"
#include "vision/photo.h"
#include "vision/visitor_track.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

/// What the recognition thread does with a frame before it embeds.
class Watch {
 public:
  Watch() {
    const auto models = ModelStore::open(std::filesystem::path(GATE_CACHE_DIR) / "models").value();
    detector_.emplace(FaceDetector::create(models).value(), search_scale({}, {}), 200ms,
                      SupplementaryDetector::if_present(models).value());
  }
  Sight see(const cv::Mat& frame) {
    now_ += 40ms;
    const auto found = detector_->detect({frame, FrameId{++id_}, now_}).value();
    std::vector<AssessedFace> faces;
    for (const Face& face : found) faces.push_back({face, assess(frame, face, {})});
    return track_.observe(faces, now_);
  }

 private:
  std::optional<FollowingDetector> detector_;
  VisitorTrack track_;
  MonotonicTime now_{1h};
  std::uint64_t id_ = 0;
};

class Visitor : public ::testing::Test {
 protected:
  void SetUp() override {
    if (shared_faces().empty()) GTEST_SKIP() << "no ../shared/data/faces here (GATE_SHARED_DATA names another place)";
  }
};

TEST_F(Visitor, NobodyIsPickedFromAGroupOfEquals) {
  int several = 0;
  int pictures = 0;
  for (const auto& entry : std::filesystem::directory_iterator(shared_faces() / "distractors" / "crowd")) {
    const auto picture = read_photo(entry.path());
    if (!picture) continue;
    Watch watch;
    cv::Mat frame;
    const double scale = 640.0 / picture->cols;
    cv::resize(*picture, frame, {}, scale, scale, cv::INTER_AREA);
    const TrackState state = watch.see(frame).state;
    ++pictures;
    several += state == TrackState::kSeveralFaces || state == TrackState::kNobody ? 1 : 0;
  }
  std::cout << several << " of " << pictures << " groups: several faces, or all too far away\n";
  EXPECT_GE(several, pictures * 8 / 10);
}

TEST_F(Visitor, OnePersonStaysOneVisitor) {
  const SystemClock clock;
  auto camera = ReplayCamera::open(shared_faces() / "video" / "clm_cap12.mp4",
                                   {.pace = ReplayOptions::Pace::kAsFastAsConsumed}, clock);
  ASSERT_TRUE(camera) << camera.error().message;
  Watch watch;
  std::uint64_t visitor = 0;
  int frames = 0;
  for (auto frame = (*camera)->next(1s); frame && frames < 500; frame = (*camera)->next(1s), ++frames)
    visitor = watch.see(frame->bgr).visitor;
  EXPECT_EQ(visitor, 1U) << "over " << frames << " frames of the same man";
}

}  // namespace
}  // namespace gate
