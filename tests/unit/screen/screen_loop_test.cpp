#include "screen/screen_loop.h"

#include <gtest/gtest.h>

#include <atomic>
#include <opencv2/core.hpp>
#include <thread>

#include "display/memory_display.h"
#include "fakes/fake_clock.h"
#include "screen/scene_choice.h"
#include "sound/recorded_sound_output.h"
#include "test_painter.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

class ScreenLoopTest : public testing::Test {
 protected:
  std::optional<Error> look() { return loop_.look(0ms); }
  void put_frame(int grey) {
    feed_.frames.put({cv::Mat(480, 640, CV_8UC3, cv::Scalar::all(grey)), FrameId{0}, clock_.monotonic_now()});
  }
  void put(GateState state, VisitorView visitor = {}) {
    feed_.gate.put({.state = state, .camera = GateView::Camera::kGood});
    feed_.visitor.put(visitor);
  }
  /// What is on the display is what the painter makes of the scene; its live view aside.
  bool shows(const Scene& scene, std::size_t turn = 0) {
    cv::Mat wanted(display_.size().value(), CV_8UC4);
    painter_->paint(wanted, scene, turn);
    cv::Mat shown = display_.shown().clone();
    const cv::Rect panel = layout_for(wanted.size()).panel;
    if (scene.panel == Panel::kMirror) wanted(panel).copyTo(shown(panel));
    return cv::norm(wanted, shown, cv::NORM_INF) == 0;
  }

  FakeClock clock_;
  MemoryDisplay display_{{800, 480}};
  std::unique_ptr<Painter> painter_ = test_painter();
  ScreenFeed feed_;
  ScreenLoop loop_{{&display_, painter_.get(), feed_, clock_}, SetUp::kDone};
};

TEST_F(ScreenLoopTest, ShowsWhatTheGateAndRecognitionSay) {
  look();
  EXPECT_TRUE(shows({"starting", Pictogram::kHourglass, Tone::kWait}));
  put(GateState::kIdle);
  look();
  EXPECT_TRUE(shows(scene_for(Reason::kNoFace)));
  put(GateState::kRefused, {.somebody = true, .reason = Reason::kTooFewDoses});
  look();
  EXPECT_TRUE(shows(scene_for(Reason::kTooFewDoses)));
}

TEST_F(ScreenLoopTest, ARefusalStaysWhileTheGateShowsItThoughItsVisitorStepsAside) {
  put(GateState::kRefused, {.somebody = true, .reason = Reason::kTestTooOld});
  look();
  put(GateState::kRefused);
  look();
  EXPECT_TRUE(shows(scene_for(Reason::kTestTooOld)));
  put(GateState::kIdle);
  look();
  EXPECT_TRUE(shows(scene_for(Reason::kNoFace)));
  put(GateState::kRefused);
  look();
  EXPECT_FALSE(shows(scene_for(Reason::kTestTooOld))) << "which was another visitor's";
}

TEST_F(ScreenLoopTest, StaffChooseWhichLanguageStandsFirst) {
  put(GateState::kIdle);
  look();
  const cv::Mat before = display_.shown().clone();
  feed_.first.put("xx");
  look();
  EXPECT_EQ(cv::norm(before, display_.shown(), cv::NORM_INF), 0) << "a language that is not there";
  feed_.first.put("en");
  look();
  EXPECT_NE(cv::norm(before, display_.shown(), cv::NORM_INF), 0);
  feed_.first.put("ja");
  look();
  EXPECT_EQ(cv::norm(before, display_.shown(), cv::NORM_INF), 0);
}

TEST_F(ScreenLoopTest, PaintsNothingWhileNothingChanges) {
  put(GateState::kOpen, {.somebody = true, .reason = Reason::kAdmitted});
  for (int i = 0; i < 10; ++i) look();
  EXPECT_EQ(display_.presented(), 1);
  put_frame(90);
  look();
  EXPECT_EQ(display_.presented(), 1) << "no live view beside a decision";
}

TEST_F(ScreenLoopTest, ACodeToTakeAwayIsShownOnceAndAnotherOneInItsPlace) {
  const auto modules = [](int side) {
    cv::Mat code(side, side, CV_8UC1, cv::Scalar(255));
    code(cv::Rect(4, 4, 7, 7)) = cv::Scalar(0);
    return code;
  };
  const auto shows_code = [&](const cv::Mat& code) {
    cv::Mat wanted(display_.size().value(), CV_8UC4);
    painter_->paint(wanted,
                    scene_for({.gate = {.camera = GateView::Camera::kGood},
                               .visitor = {.enrolment = {EnrolmentStep::kDone, {}, code}}}),
                    0);
    painter_->paint_code(wanted, code);
    return cv::norm(wanted, display_.shown(), cv::NORM_INF) == 0;
  };
  const cv::Mat first = modules(97);
  const cv::Mat second = modules(101);
  put(GateState::kIdle, {.enrolment = {EnrolmentStep::kDone, {}, first}});
  look();
  EXPECT_TRUE(shows_code(first));
  const int presented = display_.presented();
  for (int i = 0; i < 5; ++i) look();
  EXPECT_EQ(display_.presented(), presented);
  put(GateState::kIdle, {.enrolment = {EnrolmentStep::kDone, {}, second}});
  look();
  EXPECT_TRUE(shows_code(second));
  EXPECT_FALSE(shows_code(first));
}

TEST_F(ScreenLoopTest, DigitsAreShownAndAreGoneWithTheirRequest) {
  put(GateState::kIdle);
  look();
  const cv::Mat before = display_.shown().clone();
  feed_.pairing.put({"482913", clock_.monotonic_now() + 60s});
  look();
  const cv::Mat digits = display_.shown().clone();
  EXPECT_GT(cv::norm(before, digits, cv::NORM_INF), 0);
  feed_.pairing.put({"111111", clock_.monotonic_now() + 60s});
  look();
  EXPECT_GT(cv::norm(digits, display_.shown(), cv::NORM_INF), 0);
  clock_.advance(60s);
  look();
  EXPECT_TRUE(shows(scene_for(Reason::kNoFace)));
}

TEST_F(ScreenLoopTest, TheLiveViewComesAt25FromAFasterCamera) {
  put(GateState::kIdle);
  look();
  const int before = display_.presented();
  for (int ms = 0; ms < 1000; ms += 10) {
    if (ms % 30 < 10) put_frame(ms / 10);
    clock_.advance(10ms);
    look();
  }
  EXPECT_GE(display_.presented() - before, 23);
  EXPECT_LE(display_.presented() - before, 26);
}

TEST_F(ScreenLoopTest, LanguagesTakeTurnsWhereTheyDoNotStandTogether) {
  const Scene scene = scene_for(Reason::kCodeNotRecognised);
  ASSERT_EQ(painter_->turns(scene, {800, 480}), 2U);
  put(GateState::kRefused, {.somebody = true, .reason = Reason::kCodeNotRecognised});
  for (const std::size_t turn : {0U, 1U, 0U}) {
    look();
    EXPECT_TRUE(shows(scene, turn));
    clock_.advance(ScreenLoop::kLanguageTurn);
  }
}

TEST_F(ScreenLoopTest, ALostDisplayIsToldOnceAndShownAgainWhateverItsSizeNow) {
  put(GateState::kIdle);
  EXPECT_FALSE(look());
  display_.unplug();
  int told = 0;
  for (int i = 0; i < 20; ++i) told += look().has_value();
  EXPECT_EQ(told, 1);
  display_.plug({480, 800});
  EXPECT_FALSE(look());
  EXPECT_EQ(display_.shown().size(), cv::Size(480, 800));
  EXPECT_TRUE(shows(scene_for(Reason::kNoFace)));
  display_.unplug();
  EXPECT_TRUE(look()) << "another loss, another word";
}

TEST_F(ScreenLoopTest, IsHeardOnceAViewWithAScreenWithALostOneAndWithoutAny) {
  RecordedSoundOutput heard(clock_);
  SceneSounds sounds(heard);
  ScreenLoop without_screen({nullptr, nullptr, feed_, clock_, &sounds}, SetUp::kDone);
  ScreenLoop with_screen({&display_, painter_.get(), feed_, clock_, &sounds}, SetUp::kDone);
  int played = 0;
  for (ScreenLoop* loop : {&without_screen, &with_screen}) {
    put(GateState::kRefused, {.somebody = true, .reason = Reason::kTooFewDoses});
    for (int i = 0; i < 10; ++i) EXPECT_FALSE(loop->look(0ms));
    EXPECT_EQ(heard.played(), ++played);
    put(GateState::kIdle);
    loop->look(0ms);
  }
  display_.unplug();
  put(GateState::kOpen, {.somebody = true, .reason = Reason::kAdmitted});
  EXPECT_TRUE(with_screen.look(0ms));
  EXPECT_EQ(heard.played(), ++played);
}

TEST_F(ScreenLoopTest, RunsOnAThreadOfItsOwnUntilStopped) {
  put(GateState::kIdle);
  std::atomic<int> rounds = 0;
  std::jthread thread([&](const std::stop_token& stop) {
    loop_.run(stop, {[](const Error& error) { ADD_FAILURE() << error.message; }, [&] { ++rounds; }});
  });
  while (rounds < 3) std::this_thread::yield();
  thread.request_stop();
  thread.join();
  EXPECT_TRUE(shows(scene_for(Reason::kNoFace)));
}

}  // namespace
}  // namespace gate
