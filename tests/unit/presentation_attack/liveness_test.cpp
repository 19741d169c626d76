#include "presentation_attack/liveness.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "presentation_attack/liveness_check.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

TEST(Liveness, ModesAreNamed) {
  for (const char* name : {"off", "passive", "challenge", "challenge_when_unsure"}) {
    const auto mode = liveness_mode_of(name);
    ASSERT_TRUE(mode) << name;
    EXPECT_EQ(to_string(*mode), name);
  }
  EXPECT_FALSE(liveness_mode_of("Passive"));
  EXPECT_EQ(to_string(AttackSign::kTooSlow), "too_slow");
  EXPECT_EQ(to_string(LivenessSignal::kSecondChannel), "second_channel");
}

TEST(Liveness, TheNetsAreaStaysInThePicture) {
  EXPECT_EQ(liveness_area({640, 480}, {280, 200, 100, 100}), cv::Rect(195, 115, 270, 270));
  for (const cv::Rect box : {cv::Rect(0, 0, 200, 200), cv::Rect(500, 400, 200, 200), cv::Rect(100, 50, 450, 450)}) {
    const cv::Rect area = liveness_area({640, 480}, box);
    EXPECT_EQ(area & cv::Rect(0, 0, 640, 480), area);
    EXPECT_FALSE(area.empty());
  }
}

TEST(Liveness, TheNetIsTrustedLessInBadPictures) {
  const cv::Rect box(200, 150, 150, 150);
  cv::Mat good(480, 640, CV_8UC3, cv::Scalar(110, 130, 175));
  cv::Mat grain(good.size(), CV_16SC3);
  cv::RNG(2).fill(grain, cv::RNG::NORMAL, 0, 12);
  cv::Mat noisy;
  cv::add(good, grain, noisy, cv::noArray(), CV_8U);
  EXPECT_GT(net_trust(good, box), 0.9);
  EXPECT_LT(net_trust(noisy, box), 0.3);
  EXPECT_LT(net_trust(good * 0.25, box), 0.2);
  EXPECT_LT(net_trust(cv::Mat(480, 640, CV_8UC3, cv::Scalar::all(130)), box), 0.1);
  EXPECT_EQ(net_trust(good, {900, 900, 50, 50}), 0);
}

/// A check without a net over a face that never moves.
struct Still {
  LivenessCheck check;
  MonotonicTime now{};
  cv::Mat picture = cv::Mat(480, 640, CV_8UC3, cv::Scalar(110, 130, 175));
  Face face{.box_px = {240, 160, 160, 160}, .landmarks_px = {}, .score = 1};
  Quality quality{};

  explicit Still(LivenessMode mode)
      : check(mode, PassivePresentationAttackDetector(std::nullopt),
              ChallengePresentationAttackDetector(
                  {}, [] { return 1U; },
                  [](const cv::Mat&, const Face&) -> Result<FaceTemplate> {
                    const std::vector<float> values{1, 0};
                    std::vector<FaceVector> vectors;
                    vectors.push_back(*FaceVector::create("net", values));
                    return FaceTemplate::create(std::move(vectors));
                  })) {}
  void show(std::chrono::milliseconds time) {
    for (const MonotonicTime end = now + time; now < end; now += 50ms) {
      const Frame frame{picture, FrameId{}, now};
      ASSERT_TRUE(check.observe({.frame = frame, .face = face, .quality = quality}));
    }
  }
};

TEST(LivenessCheck, OffSaysAndAsksNothing) {
  Still still(LivenessMode::kOff);
  still.show(10s);
  EXPECT_EQ(still.check.verdict().state, LivenessState::kUndecided);
  EXPECT_EQ(still.check.prompt().ask, ChallengePrompt::Ask::kNothing);
}

TEST(LivenessCheck, PassiveWithoutTheNetNeverSaysLive) {
  Still still(LivenessMode::kPassive);
  still.show(10s);
  EXPECT_EQ(still.check.verdict().state, LivenessState::kUndecided);
  EXPECT_EQ(still.check.prompt().ask, ChallengePrompt::Ask::kNothing);
}

TEST(LivenessCheck, APictureTiltedByHandIsFlat) {
  Still still(LivenessMode::kPassive);
  cv::RNG(4).fill(still.picture, cv::RNG::UNIFORM, 0, 256);
  cv::GaussianBlur(still.picture, still.picture, {}, 3);
  cv::normalize(still.picture, still.picture, 0, 255, cv::NORM_MINMAX);
  const cv::Mat straight = still.picture.clone();
  for (int yaw = 0; yaw <= 40; ++yaw) {
    const double c = std::cos(yaw * CV_PI / 180);
    const double s = std::sin(yaw * CV_PI / 180) / 530;
    const cv::Matx33d to_middle(1, 0, -320, 0, 1, -240, 0, 0, 1);
    const cv::Matx33d back(1, 0, 320, 0, 1, 240, 0, 0, 1);
    cv::warpPerspective(straight, still.picture, back * cv::Matx33d(c, 0, 0, 0, 1, 0, -s, 0, 1) * to_middle,
                        straight.size());
    still.show(50ms);
  }
  EXPECT_EQ(still.check.verdict().sign, AttackSign::kFlatSurface);
  EXPECT_LT(*still.check.verdict().score(LivenessSignal::kPlanarity), 0.4);
}

TEST(LivenessCheck, WhenUnsureTheChallengeComesAfterAWhile) {
  Still still(LivenessMode::kChallengeWhenUnsure);
  still.show(1s);
  EXPECT_EQ(still.check.prompt().ask, ChallengePrompt::Ask::kNothing);
  still.show(2s);
  EXPECT_NE(still.check.prompt().ask, ChallengePrompt::Ask::kNothing);
}

TEST(LivenessCheck, NoAnswerTwiceIsAnAttackAndAResetForgetsIt) {
  Still still(LivenessMode::kChallenge);
  still.show(6s);
  EXPECT_EQ(still.check.verdict().state, LivenessState::kUndecided) << "one more try";
  still.show(8s);
  EXPECT_EQ(still.check.verdict().sign, AttackSign::kTooSlow);
  still.check.reset();
  EXPECT_EQ(still.check.verdict().state, LivenessState::kUndecided);
}

TEST(LivenessCheck, FramesThatAreNoPicturesAreErrors) {
  Still still(LivenessMode::kPassive);
  const Frame frame{cv::Mat(480, 640, CV_8UC1, cv::Scalar(9)), FrameId{}, {}};
  EXPECT_EQ(still.check.observe({.frame = frame, .face = still.face, .quality = still.quality}).error().code,
            ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace gate
