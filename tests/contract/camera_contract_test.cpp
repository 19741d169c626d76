// What camera.h promises, over every camera there is. Real ones: every /dev/video* that captures.
#include <gmock/gmock.h>

#include <cstdlib>

#include "camera/replay_camera.h"
#include "camera/v4l2_camera.h"
#include "contract/contract_kind.h"
#include "fakes/fake_webcam.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

constexpr int kFrames = 20;

/// Everything a camera under test needs to live. `camera` stays empty when it cannot run here; `missing` says why.
struct Stage {
  FakeClock fake_clock;
  SystemClock system_clock;
  FakeWebcam webcam{fake_clock};
  TemporaryFolder folder;
  const Clock* clock = &fake_clock;
  std::unique_ptr<Camera> camera;
  std::string missing;

  void put(Result<std::unique_ptr<ReplayCamera>> opened) {
    ASSERT_TRUE(opened) << opened.error().message;
    camera = std::move(*opened);
  }
  void put(Result<std::unique_ptr<V4l2Camera>> opened) {
    ASSERT_TRUE(opened) << opened.error().message;
    camera = std::move(*opened);
  }
  Pause pause() {
    return [this](auto by) { fake_clock.advance(by); };
  }
};

void replay(Stage& stage, const std::filesystem::path& path, ReplayOptions::Pace pace) {
  stage.put(
      ReplayCamera::open(path, {.pace = pace, .size = cv::Size(640, 480), .pause = stage.pause()}, stage.fake_clock));
}

void replay_video(Stage& stage) {
  write_video(stage.folder / "made.avi", kFrames + 5);
  replay(stage, stage.folder / "made.avi", ReplayOptions::Pace::kRecorded);
}

void replay_video_fast(Stage& stage) {
  write_video(stage.folder / "made.avi", kFrames + 5);
  replay(stage, stage.folder / "made.avi", ReplayOptions::Pace::kAsFastAsConsumed);
}

void replay_pictures(Stage& stage) {
  write_pictures(stage.folder.path(), kFrames + 5);
  replay(stage, stage.folder.path(), ReplayOptions::Pace::kRecorded);
}

std::filesystem::path shared_data() {
  const char* given = std::getenv("GATE_SHARED_DATA");
  return given != nullptr ? std::filesystem::path(given)
                          : std::filesystem::path(GATE_SOURCE_DIR) / ".." / "shared" / "data";
}

// H.264 with B-frames, as phones and browsers make it: its frames are stored in another order than they are shown.
void replay_mp4(Stage& stage) {
  for (const auto& folder : {std::filesystem::path(GATE_CACHE_DIR) / "media", shared_data() / "faces" / "video"}) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
      if (entry.path().extension() == ".mp4") return replay(stage, entry.path(), ReplayOptions::Pace::kRecorded);
    }
  }
  stage.missing = "no recorded MP4 here: neither build/cache/media nor GATE_SHARED_DATA/faces/video holds one";
}

void fake_webcam(Stage& stage, V4l2Options::Encoding encoding) {
  V4l2Options options;
  options.size = {64, 48};
  options.fps = 25;
  options.encoding = encoding;
  options.pause = stage.pause();
  stage.put(V4l2Camera::open(options, stage.fake_clock, stage.webcam.opener()));
}

void fake_webcam_yuyv(Stage& stage) { fake_webcam(stage, V4l2Options::Encoding::kYuyv); }
void fake_webcam_mjpeg(Stage& stage) { fake_webcam(stage, V4l2Options::Encoding::kMjpeg); }

void real_camera(Stage& stage) {
  stage.clock = &stage.system_clock;
  cv::Size size(640, 480);
  if (const char* given = std::getenv("GATE_TEST_CAMERA_SIZE")) std::sscanf(given, "%dx%d", &size.width, &size.height);
  stage.missing = "no /dev/video0 to /dev/video9 delivers GATE_TEST_CAMERA_SIZE (640x480) on this machine";
  for (int i = 0; i < 10; ++i) {
    V4l2Options options;
    options.device = "/dev/video" + std::to_string(i);
    options.size = size;
    auto opened = V4l2Camera::open(options, stage.system_clock);
    if (opened) return stage.put(std::move(opened));
    if (opened.error().code != ErrorCode::kNotFound) stage.missing += "; " + opened.error().message;
  }
}

using Kind = ContractKind<void (*)(Stage&)>;

class CameraContractTest : public testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(GetParam().make(stage_));
    if (!stage_.camera) GTEST_SKIP() << stage_.missing;
  }

  Result<Frame> next_good() {
    auto frame = stage_.camera->next(2s);
    for (int i = 0; i < 5 && !frame && frame.error().code == ErrorCode::kTimeout; ++i) frame = stage_.camera->next(2s);
    return frame;
  }

  Stage stage_;
};

TEST_P(CameraContractTest, FramesAreWholeBgrPicturesOfOneSize) {
  const auto first = next_good();
  ASSERT_TRUE(first) << first.error().message;
  for (int i = 1; i < kFrames; ++i) {
    const auto frame = next_good();
    ASSERT_TRUE(frame) << frame.error().message;
    ASSERT_EQ(frame->bgr.type(), CV_8UC3);
    ASSERT_EQ(frame->bgr.size(), first->bgr.size());
  }
}

TEST_P(CameraContractTest, IdsRiseTimeNeverFallsAndNothingComesFromTheFuture) {
  std::uint64_t last_id = 0;
  MonotonicTime last_time{};
  for (int i = 0; i < kFrames; ++i) {
    const auto frame = next_good();
    ASSERT_TRUE(frame) << frame.error().message;
    EXPECT_GT(static_cast<std::uint64_t>(frame->id), last_id);
    EXPECT_GE(frame->captured_at, last_time);
    EXPECT_LE(frame->captured_at, stage_.clock->monotonic_now());
    last_id = static_cast<std::uint64_t>(frame->id);
    last_time = frame->captured_at;
  }
}

TEST_P(CameraContractTest, AFrameIsItsOwnersAlone) {
  const auto first = next_good();
  ASSERT_TRUE(first) << first.error().message;
  const cv::Mat copy = first->bgr.clone();
  for (int i = 1; i < kFrames; ++i) ASSERT_TRUE(next_good());
  EXPECT_EQ(cv::norm(first->bgr, copy, cv::NORM_INF), 0);
  stage_.camera.reset();
  EXPECT_EQ(cv::norm(first->bgr, copy, cv::NORM_INF), 0) << "must outlive the camera";
}

TEST_P(CameraContractTest, AnImpatientCallEndsWithAFrameOrATimeout) {
  for (int i = 0; i < kFrames; ++i) {
    const auto frame = stage_.camera->next(0ms);
    EXPECT_TRUE(frame || frame.error().code == ErrorCode::kTimeout) << frame.error().message;
  }
}

INSTANTIATE_TEST_SUITE_P(Cameras, CameraContractTest,
                         testing::Values(Kind{"ReplayVideo", replay_video}, Kind{"ReplayVideoFast", replay_video_fast},
                                         Kind{"ReplayPictures", replay_pictures}, Kind{"ReplayMp4", replay_mp4},
                                         Kind{"FakeWebcamYuyv", fake_webcam_yuyv},
                                         Kind{"FakeWebcamMjpeg", fake_webcam_mjpeg}, Kind{"RealCamera", real_camera}),
                         [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace gate
