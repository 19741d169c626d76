#include "camera/v4l2_camera.h"

#include <gmock/gmock.h>

#include "fakes/fake_webcam.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using Encoding = V4l2Options::Encoding;

class V4l2CameraTest : public testing::Test {
 protected:
  V4l2CameraTest() {
    options_.device = "/dev/video7";
    options_.size = {64, 48};
    options_.fps = 25;
    options_.pause = [this](auto by) { clock_.advance(by); };
  }

  Result<std::unique_ptr<V4l2Camera>> try_open() { return V4l2Camera::open(options_, clock_, webcam_.opener()); }
  std::unique_ptr<V4l2Camera> open() {
    auto camera = try_open();
    if (!camera) throw std::runtime_error(camera.error().message);
    return std::move(*camera);
  }
  std::unique_ptr<V4l2Camera> open_silent() {
    webcam_.sending = false;
    return open();
  }
  std::string open_error() {
    auto camera = try_open();
    return camera ? "opened" : camera.error().message;
  }

  FakeClock clock_;
  FakeWebcam webcam_{clock_};
  V4l2Options options_;
};

TEST_F(V4l2CameraTest, DeliversEveryFrameInBothEncodings) {
  for (const auto encoding : {Encoding::kYuyv, Encoding::kMjpeg}) {
    options_.encoding = encoding;
    const auto camera = open();
    for (int i = 1; i <= 10; ++i) {
      const auto frame = camera->next(1s);
      ASSERT_TRUE(frame) << frame.error().message;
      EXPECT_EQ(frame->bgr.size(), options_.size);
      EXPECT_EQ(number_of(frame->bgr), i);
      EXPECT_EQ(frame->id, FrameId(i));
      EXPECT_EQ(frame->captured_at, clock_.monotonic_now());
    }
    EXPECT_EQ(camera->counters().stamped_at_dequeue, 0);
  }
}

TEST_F(V4l2CameraTest, NewestWaitingFrameWinsAndTheIdTellsOfTheOthers) {
  const auto camera = open_silent();
  for (int i = 1; i <= 3; ++i) {
    webcam_.send(i);
    clock_.advance(40ms);
  }
  const auto frame = camera->next(0ms);
  ASSERT_TRUE(frame) << frame.error().message;
  EXPECT_EQ(number_of(frame->bgr), 3);
  EXPECT_EQ(frame->captured_at, clock_.monotonic_now() - 40ms);
  // The driver drops what finds no free buffer; its sequence number tells.
  for (int i = 4; i <= 9; ++i) webcam_.send(i);
  clock_.advance(1ms);
  const auto later = camera->next(0ms);
  ASSERT_TRUE(later) << later.error().message;
  EXPECT_EQ(number_of(later->bgr), 7);
  EXPECT_EQ(static_cast<std::uint64_t>(later->id) - static_cast<std::uint64_t>(frame->id), 4);
}

TEST_F(V4l2CameraTest, FrameThatWaitedTooLongIsDroppedForAFreshOne) {
  const auto camera = open_silent();
  webcam_.send(1);
  clock_.advance(options_.max_age + 1ms);
  webcam_.sending = true;
  const auto frame = camera->next(1s);
  ASSERT_TRUE(frame) << frame.error().message;
  EXPECT_EQ(number_of(frame->bgr), 2);
  EXPECT_EQ(camera->counters().stale, 1);
}

TEST_F(V4l2CameraTest, SameStampTwiceIsNotANewFrame) {
  const auto camera = open_silent();
  webcam_.send(1);
  ASSERT_TRUE(camera->next(0ms));
  webcam_.send(2);
  EXPECT_EQ(camera->next(0ms).error().code, ErrorCode::kTimeout);
  EXPECT_EQ(camera->counters().stale, 1);
}

TEST_F(V4l2CameraTest, WithoutADriverStampFramesAreStampedWhenTaken) {
  webcam_.stamps = V4L2_BUF_FLAG_TIMESTAMP_UNKNOWN;
  const auto camera = open();
  const auto frame = camera->next(1s);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->captured_at, clock_.monotonic_now());
  EXPECT_EQ(camera->counters().stamped_at_dequeue, 1);
}

TEST_F(V4l2CameraTest, WithoutADriverStampAQueueThatRanFullIsThrownAway) {
  webcam_.stamps = V4L2_BUF_FLAG_TIMESTAMP_UNKNOWN;
  const auto camera = open_silent();
  for (int i = 1; i <= 6; ++i) webcam_.send(i);
  clock_.advance(1h);
  webcam_.sending = true;
  const auto frame = camera->next(1s);
  ASSERT_TRUE(frame) << frame.error().message;
  EXPECT_EQ(number_of(frame->bgr), 7);
}

TEST_F(V4l2CameraTest, FlaggedEmptyAndOversizedBuffersAreSkipped) {
  const auto camera = open_silent();
  webcam_.send(webcam_.encoded(1), V4L2_BUF_FLAG_ERROR);
  webcam_.send(std::vector<std::uint8_t>());
  webcam_.send(std::vector<std::uint8_t>(1 << 20));
  EXPECT_EQ(camera->next(0ms).error().code, ErrorCode::kTimeout);
  EXPECT_EQ(camera->counters().flagged, 3);
  webcam_.send(4);
  const auto frame = camera->next(0ms);
  ASSERT_TRUE(frame);
  EXPECT_EQ(number_of(frame->bgr), 4);
}

TEST_F(V4l2CameraTest, CorruptFramesAreSkippedAndCounted) {
  options_.encoding = Encoding::kMjpeg;
  const auto camera = open_silent();
  const auto whole = webcam_.encoded(5);
  const std::vector<std::uint8_t> cut(whole.begin(), whole.begin() + whole.size() / 2);
  std::vector<std::uint8_t> of_another_size;
  cv::imencode(".jpg", cv::Mat(96, 128, CV_8UC3, cv::Scalar::all(0)), of_another_size);
  for (const auto& bytes : {cut, of_another_size, std::vector<std::uint8_t>{0xFF, 0xD8, 0xFF, 0xD9},
                            std::vector<std::uint8_t>{0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 0, 48, 0, 64, 0xFF, 0xD9},
                            std::vector<std::uint8_t>{0xFF}}) {
    clock_.advance(1ms);
    webcam_.send(bytes);
    EXPECT_EQ(camera->next(0ms).error().code, ErrorCode::kTimeout);
  }
  EXPECT_EQ(camera->counters().corrupt, 5);
  clock_.advance(1ms);
  auto padded = whole;
  padded.resize(padded.size() + 100);
  webcam_.send(padded);
  const auto frame = camera->next(0ms);
  ASSERT_TRUE(frame) << frame.error().message;
  EXPECT_EQ(number_of(frame->bgr), 5);
}

TEST_F(V4l2CameraTest, ShortRawFrameIsSkipped) {
  const auto camera = open_silent();
  auto cut = webcam_.encoded(5);
  cut.pop_back();
  webcam_.send(cut);
  EXPECT_EQ(camera->next(0ms).error().code, ErrorCode::kTimeout);
  EXPECT_EQ(camera->counters().corrupt, 1);
}

TEST_F(V4l2CameraTest, NothingInTimeIsATimeout) {
  const auto camera = open_silent();
  const auto start = clock_.monotonic_now();
  EXPECT_EQ(camera->next(30ms).error().code, ErrorCode::kTimeout);
  EXPECT_EQ(clock_.monotonic_now() - start, 30ms);
}

TEST_F(V4l2CameraTest, UnpluggedCameraIsFoundAgainWithNewFramesOnly) {
  const auto camera = open();
  const auto before = camera->next(1s);
  ASSERT_TRUE(before);
  webcam_.send(9);
  webcam_.unplug();
  const auto lost = camera->next(1s);
  EXPECT_EQ(lost.error().code, ErrorCode::kDeviceLost);
  EXPECT_THAT(lost.error().message, HasSubstr("/dev/video7"));
  EXPECT_FALSE(camera->format());
  for (int i = 0; i < 5; ++i) EXPECT_EQ(camera->next(1s).error().code, ErrorCode::kDeviceLost);
  webcam_.plugged_in = true;
  auto after = camera->next(10s);
  ASSERT_TRUE(after) << after.error().message;
  EXPECT_EQ(number_of(after->bgr), 1);
  EXPECT_GT(after->id, before->id);
  EXPECT_GT(after->captured_at, before->captured_at);
  EXPECT_EQ(camera->counters().reconnects, 1);
}

TEST_F(V4l2CameraTest, BacksOffExponentiallyUpToTheCap) {
  const auto camera = open();
  ASSERT_TRUE(camera->next(1s));
  webcam_.unplug();
  EXPECT_EQ(camera->next(1s).error().code, ErrorCode::kDeviceLost);
  std::vector<std::chrono::milliseconds> delays;
  auto last = clock_.monotonic_now();
  for (int tries = webcam_.opened; delays.size() < 8;) {
    EXPECT_EQ(camera->next(10ms).error().code, ErrorCode::kDeviceLost);
    if (webcam_.opened == tries) continue;
    tries = webcam_.opened;
    delays.push_back(std::chrono::round<std::chrono::milliseconds>(clock_.monotonic_now() - last));
    last = clock_.monotonic_now();
  }
  EXPECT_THAT(delays, testing::ElementsAre(250ms, 500ms, 1s, 2s, 4s, 8s, 8s, 8s));
}

TEST_F(V4l2CameraTest, BackOffStartsAnewAfterAGoodFrameOnly) {
  const auto camera = open();
  ASSERT_TRUE(camera->next(1s));
  // Comes back, delivers nothing, stalls, again and again: the pauses must keep growing.
  webcam_.sending = false;
  const auto start = clock_.monotonic_now();
  const int tries = webcam_.opened;
  while (clock_.monotonic_now() - start < 60s) (void)camera->next(100ms);
  EXPECT_LT(webcam_.opened - tries, 10);
  webcam_.sending = true;
  while (!camera->next(1s)) continue;
  webcam_.unplug();
  EXPECT_FALSE(camera->next(1s));
  webcam_.plugged_in = true;
  EXPECT_TRUE(camera->next(options_.first_retry + 100ms));
}

TEST_F(V4l2CameraTest, CameraThatStopsDeliveringCountsAsLost) {
  const auto camera = open();
  ASSERT_TRUE(camera->next(1s));
  webcam_.sending = false;
  const auto start = clock_.monotonic_now();
  Result<Frame> frame = fail(ErrorCode::kTimeout, "");
  while (!frame && frame.error().code == ErrorCode::kTimeout) frame = camera->next(100ms);
  EXPECT_EQ(frame.error().code, ErrorCode::kDeviceLost);
  EXPECT_THAT(frame.error().message, HasSubstr("no good frame"));
  EXPECT_GE(clock_.monotonic_now() - start, options_.stall_timeout);
}

TEST_F(V4l2CameraTest, MissingCameraFailsOrIsWaitedFor) {
  webcam_.plugged_in = false;
  EXPECT_THAT(open_error(), HasSubstr("/dev/video7: no such camera"));
  options_.when_missing = V4l2Options::WhenMissing::kWait;
  const auto camera = open();
  EXPECT_EQ(camera->next(1s).error().code, ErrorCode::kDeviceLost);
  webcam_.plugged_in = true;
  EXPECT_TRUE(camera->next(10s));
}

TEST_F(V4l2CameraTest, PrefersRawUnlessJpegIsFaster) {
  EXPECT_EQ(open()->format()->fourcc, V4L2_PIX_FMT_YUYV);
  webcam_.modes[0].fps = 10;
  EXPECT_EQ(open()->format()->fourcc, V4L2_PIX_FMT_MJPEG);
  options_.fps = 5;
  EXPECT_EQ(open()->format()->fourcc, V4L2_PIX_FMT_YUYV);
}

TEST_F(V4l2CameraTest, OpenErrorsSayWhatToDo) {
  options_.size = {640, 480};
  EXPECT_THAT(open_error(), HasSubstr("/dev/video7: YUYV or MJPG at 640x480 px is not offered; the camera offers YUYV "
                                      "64x48, MJPG 64x48"));
  options_.size = {64, 48};
  webcam_.modes = {{V4L2_PIX_FMT_GREY, {64, 48}, 25}};
  EXPECT_THAT(open_error(), HasSubstr("offers GREY 64x48"));
  webcam_.modes = FakeWebcam(clock_).modes;
  webcam_.busy = true;
  EXPECT_THAT(open_error(), HasSubstr("/dev/video7: busy"));
  webcam_.capabilities = V4L2_CAP_META_CAPTURE | V4L2_CAP_STREAMING;
  EXPECT_THAT(open_error(), HasSubstr("not a (single-planar) capture device"));
  options_.fps = 0;
  EXPECT_THAT(open_error(), HasSubstr("fps: must be 1 to 240"));
}

TEST(V4l2Device, MissingNodeAndWrongNodeAreTold) {
  const auto missing = open_v4l2_device("usb-no-such-camera-video-index0");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(missing.error().message, HasSubstr("/dev/v4l/by-id/usb-no-such-camera-video-index0: no such camera"));
  const SystemClock clock;
  V4l2Options options;
  options.device = "/dev/null";
  const auto wrong = V4l2Camera::open(options, clock);
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().message, HasSubstr("/dev/null: not a video device"));
}

}  // namespace
}  // namespace gate
