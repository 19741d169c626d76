#include "camera/replay_camera.h"

#include <gmock/gmock.h>

#include <fstream>

#include "fakes/fake_clock.h"
#include "fakes/recordings.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using Pace = ReplayOptions::Pace;
using AtEnd = ReplayOptions::AtEnd;

class ReplayCameraTest : public testing::TestWithParam<const char*> {
 protected:
  // Ten numbered frames, 40 ms each, in the form the parameter names.
  std::filesystem::path recording() {
    if (GetParam() == std::string("video")) {
      write_video(folder_ / "ten.avi", 10);
      return folder_ / "ten.avi";
    }
    write_pictures(folder_.path(), 9);
    cv::imwrite(folder_ / "q-last.jpg", numbered_picture(10));
    std::ofstream(folder_ / "notes.txt") << "not a picture";
    return folder_.path();
  }

  std::unique_ptr<ReplayCamera> open(ReplayOptions options) {
    options.pause = [this](auto by) { clock_.advance(by); };
    auto camera = ReplayCamera::open(recording(), options, clock_);
    if (!camera) ADD_FAILURE() << camera.error().message;
    return camera ? std::move(*camera) : nullptr;
  }

  FakeClock clock_;
  TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(Forms, ReplayCameraTest, testing::Values("video", "pictures"));

TEST_P(ReplayCameraTest, FastPaceHandsOutEveryFrameStampedNowAndThenEnds) {
  const auto camera = open({.pace = Pace::kAsFastAsConsumed});
  for (int i = 1; i <= 10; ++i) {
    clock_.advance(7s);
    const auto frame = camera->next(0ms);
    ASSERT_TRUE(frame) << frame.error().message;
    EXPECT_EQ(number_of(frame->bgr), i);
    EXPECT_EQ(frame->id, FrameId(i));
    EXPECT_EQ(frame->captured_at, clock_.monotonic_now());
  }
  for (int i = 0; i < 3; ++i) EXPECT_EQ(camera->next(1s).error().code, ErrorCode::kEndOfStream);
}

TEST_P(ReplayCameraTest, RecordedPaceWaitsForEachFrame) {
  const auto camera = open({});
  const auto start = clock_.monotonic_now();
  for (int i = 1; i <= 10; ++i) {
    const auto frame = camera->next(1s);
    ASSERT_TRUE(frame) << frame.error().message;
    EXPECT_EQ(number_of(frame->bgr), i);
    EXPECT_EQ(frame->captured_at, start + (i - 1) * 40ms);
    EXPECT_EQ(clock_.monotonic_now(), frame->captured_at);
  }
  EXPECT_EQ(camera->next(1s).error().code, ErrorCode::kEndOfStream);
}

TEST_P(ReplayCameraTest, RecordedPaceTimesOutWithoutLosingTheFrame) {
  const auto camera = open({});
  ASSERT_TRUE(camera->next(0ms));
  EXPECT_EQ(camera->next(15ms).error().code, ErrorCode::kTimeout);
  EXPECT_EQ(camera->next(15ms).error().code, ErrorCode::kTimeout);
  const auto frame = camera->next(15ms);
  ASSERT_TRUE(frame);
  EXPECT_EQ(number_of(frame->bgr), 2);
}

TEST_P(ReplayCameraTest, RecordedPaceSkipsToTheNewestFrameDue) {
  const auto camera = open({});
  const auto start = clock_.monotonic_now();
  ASSERT_TRUE(camera->next(0ms));
  clock_.advance(250ms);
  const auto frame = camera->next(0ms);
  ASSERT_TRUE(frame);
  EXPECT_EQ(number_of(frame->bgr), 7);
  EXPECT_EQ(frame->id, FrameId(7));
  EXPECT_EQ(frame->captured_at, start + 240ms);
}

TEST_P(ReplayCameraTest, LoopKeepsTimeAndIdsRising) {
  const auto camera = open({.at_end = AtEnd::kLoop});
  const auto start = clock_.monotonic_now();
  for (int i = 0; i < 35; ++i) {
    const auto frame = camera->next(1s);
    ASSERT_TRUE(frame) << frame.error().message;
    EXPECT_EQ(number_of(frame->bgr), i % 10 + 1);
    EXPECT_EQ(frame->id, FrameId(i + 1));
    EXPECT_EQ(frame->captured_at, start + i * 40ms);
  }
}

TEST_P(ReplayCameraTest, VeryLateReaderGetsAFrameThatIsNew) {
  const auto camera = open({.at_end = AtEnd::kLoop});
  ASSERT_TRUE(camera->next(0ms));
  clock_.advance(24h);
  const auto frame = camera->next(0ms);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->captured_at, clock_.monotonic_now());
}

TEST_P(ReplayCameraTest, ScalesWithoutStretching) {
  const auto camera = open({.size = cv::Size(320, 320)});
  const auto frame = camera->next(0ms);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->bgr.size(), cv::Size(320, 320));
  EXPECT_EQ(frame->bgr.at<cv::Vec3b>(0, 160), cv::Vec3b());
  EXPECT_EQ(number_of(frame->bgr), 1);
}

TEST_P(ReplayCameraTest, FramesHandedOutStayAsTheyWere) {
  const auto camera = open({.pace = Pace::kAsFastAsConsumed});
  const auto first = camera->next(0ms);
  ASSERT_TRUE(first);
  const cv::Mat copy = first->bgr.clone();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(camera->next(0ms));
  EXPECT_EQ(cv::norm(first->bgr, copy), 0);
}

class ReplayErrorsTest : public testing::Test {
 protected:
  Error error_of(const std::filesystem::path& path, ReplayOptions options = {}) {
    auto camera = ReplayCamera::open(path, options, clock_);
    return camera ? Error{ErrorCode::kInternal, "opened"} : camera.error();
  }

  FakeClock clock_;
  TemporaryFolder folder_;
};

TEST_F(ReplayErrorsTest, EachNamesTheFileAndWhatToDo) {
  EXPECT_EQ(error_of(folder_ / "gone.mp4").code, ErrorCode::kNotFound);
  EXPECT_THAT(error_of(folder_ / "gone.mp4").message, HasSubstr("gone.mp4: no such file"));
  EXPECT_THAT(error_of(folder_.path()).message, HasSubstr("no picture in this folder"));
  std::ofstream(folder_ / "text.mp4") << "this is no video";
  EXPECT_EQ(error_of(folder_ / "text.mp4").code, ErrorCode::kInvalidInput);
  EXPECT_THAT(error_of(folder_ / "text.mp4").message, HasSubstr("text.mp4: neither a picture nor a video"));
  std::ofstream(folder_ / "empty.avi").close();
  EXPECT_EQ(error_of(folder_ / "empty.avi").code, ErrorCode::kInvalidInput);
  std::ofstream(folder_ / "damaged.png") << "\x89PNG\r\n\x1a\nand then nothing";
  EXPECT_THAT(error_of(folder_ / "damaged.png").message, HasSubstr("damaged.png: damaged picture"));
  EXPECT_THAT(error_of(folder_.path(), {.size = cv::Size(0, 480)}).message, HasSubstr("16 to 8192 px"));
  EXPECT_THAT(error_of(folder_.path(), {.picture_period = 0ms}).message, HasSubstr("1 ms to 1 h"));
}

TEST_F(ReplayErrorsTest, DamagedPictureIsToldAndTheNextFollows) {
  write_pictures(folder_.path(), 3);
  std::ofstream(folder_ / "picture-2.png") << "\x89PNG\r\n\x1a\nand then nothing";
  auto camera = ReplayCamera::open(folder_.path(), {.pace = Pace::kAsFastAsConsumed}, clock_);
  ASSERT_TRUE(camera);
  ASSERT_TRUE((*camera)->next(0ms));
  const auto damaged = (*camera)->next(0ms);
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, ErrorCode::kInvalidInput);
  EXPECT_THAT(damaged.error().message, HasSubstr("picture-2.png"));
  const auto third = (*camera)->next(0ms);
  ASSERT_TRUE(third);
  EXPECT_EQ(number_of(third->bgr), 3);
}

TEST_F(ReplayErrorsTest, PicturesAreKnownByContentNotByName) {
  cv::imwrite(folder_ / "photo.png", numbered_picture(4));
  std::filesystem::rename(folder_ / "photo.png", folder_ / "photo.upload");
  auto camera = ReplayCamera::open(folder_ / "photo.upload", {}, clock_);
  ASSERT_TRUE(camera) << camera.error().message;
  EXPECT_EQ(number_of((*camera)->next(0ms)->bgr), 4);
}

}  // namespace
}  // namespace gate
