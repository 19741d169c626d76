#include "vision/visitor_track.h"

#include <gtest/gtest.h>

#include <array>

namespace gate {
namespace {

using std::chrono::milliseconds;

AssessedFace face_at(int x, int side = 160) {
  return {.face = {.box_px = {x, 100, side, side}, .landmarks_px = {}, .score = 1}, .quality = {}};
}

FaceTemplate person(float value) {
  return FaceTemplate::create({FaceVector::create("m", std::array{value}).value()}).value();
}

class VisitorTrackTest : public ::testing::Test {
 protected:
  Sight see(std::vector<AssessedFace> faces, int after_ms = 100) {
    now_ += milliseconds(after_ms);
    return track_.observe(faces, now_);
  }
  /// Walks the visitor a little with every frame and answers each request with this person's template.
  void gather(float who, int frames) {
    for (int i = 0; i < frames; ++i) {
      if (see({face_at(200 + 10 * i)}, 130).state == TrackState::kSample) {
        EXPECT_TRUE(track_.add(person(who)).has_value());
      }
    }
  }

  VisitorTrack track_;
  MonotonicTime now_{};
};

TEST_F(VisitorTrackTest, NobodyIsNobody) { EXPECT_EQ(see({}).state, TrackState::kNobody); }

TEST_F(VisitorTrackTest, GathersDifferentFramesUntilReady) {
  gather(0.1F, 2);
  EXPECT_FALSE(track_.ready());
  gather(0.4F, 1);
  EXPECT_TRUE(track_.ready());
  EXPECT_NEAR(track_.fused().value().vectors()[0].values()[0], 0.2F, 1e-6F);
}

TEST_F(VisitorTrackTest, AStillFaceIsSampledLessOftenThanAMovingOne) {
  EXPECT_EQ(see({face_at(200)}).state, TrackState::kSample);
  EXPECT_EQ(see({face_at(200)}, 130).state, TrackState::kWait);
  EXPECT_EQ(see({face_at(220)}, 10).state, TrackState::kSample);
  EXPECT_EQ(see({face_at(240)}, 50).state, TrackState::kWait);
  EXPECT_EQ(see({face_at(220)}, 280).state, TrackState::kSample);
}

TEST_F(VisitorTrackTest, OnceDecidedOnlyRechecksNowAndThen) {
  gather(0.1F, 3);
  track_.mark_decided();
  int samples = 0;
  for (int i = 0; i < 30; ++i) samples += see({face_at(200 + i)}).state == TrackState::kSample ? 1 : 0;
  EXPECT_LE(samples, 3);
  EXPECT_GE(samples, 2);
}

TEST_F(VisitorTrackTest, ASwapInPlaceIsANewVisitorWhoseDecisionIsOpen) {
  gather(0.1F, 3);
  track_.mark_decided();
  const auto before = track_.visitor();
  ASSERT_EQ(see({face_at(220)}, 500).state, TrackState::kWait);
  ASSERT_EQ(see({face_at(220)}, 550).state, TrackState::kSample);
  ASSERT_TRUE(track_.add(person(0.9F)));
  EXPECT_NE(track_.visitor(), before);
  EXPECT_FALSE(track_.decided());
  EXPECT_FALSE(track_.ready());
}

TEST_F(VisitorTrackTest, LeavingAndJumpingMakeANewVisitor) {
  gather(0.1F, 3);
  const auto first = track_.visitor();
  EXPECT_EQ(see({face_at(220)}).visitor, first);
  EXPECT_EQ(see({}).state, TrackState::kNobody);
  EXPECT_EQ(see({face_at(220)}).visitor, first) << "one missed frame is not leaving";
  EXPECT_NE(see({face_at(220)}, 700).visitor, first);
  const auto second = track_.visitor();
  EXPECT_NE(see({face_at(450)}).visitor, second);
  EXPECT_FALSE(track_.ready());
}

TEST_F(VisitorTrackTest, TwoInFrontAreSeveralButSomebodyBehindIsNot) {
  EXPECT_EQ(see({face_at(50), face_at(400, 150)}).state, TrackState::kSeveralFaces);
  const auto sight = see({face_at(400, 90), face_at(50)});
  EXPECT_EQ(sight.state, TrackState::kSample);
  EXPECT_EQ(sight.face->face.box_px.x, 50);
}

/// `aside` as Quality has it: 0 the middle of the frame, 1 its right edge.
AssessedFace face_aside(double aside, int side) {
  AssessedFace face = face_at(static_cast<int>(320 * (1 + aside)) - side / 2, side);
  face.quality.aside = aside;
  return face;
}

TEST_F(VisitorTrackTest, TheMiddleCountsAndTheEdgeDoesNotBlock) {
  const auto sight = see({face_aside(0.8, 200), face_aside(0.1, 160)});
  EXPECT_EQ(sight.state, TrackState::kSample) << "somebody larger passes at the edge";
  EXPECT_EQ(sight.face->face.box_px.width, 160);
  EXPECT_EQ(see({face_aside(-0.3, 160), face_aside(0.3, 150)}).state, TrackState::kSeveralFaces);
}

TEST_F(VisitorTrackTest, AQueueBehindIsIgnoredHoweverManyTheyAre) {
  const auto sight = see({face_aside(0.3, 100), face_aside(-0.2, 96), face_aside(0.05, 170), face_aside(0.6, 110)});
  EXPECT_EQ(sight.state, TrackState::kSample);
  EXPECT_EQ(sight.face->face.box_px.width, 170);
}

TEST_F(VisitorTrackTest, SomebodyAloneAtTheEdgeIsTheVisitor) {
  EXPECT_EQ(see({face_aside(0.9, 160)}).state, TrackState::kSample);
}

TEST_F(VisitorTrackTest, WhoeverWasFollowedStaysTheVisitorWhenAnotherIsALittleLarger) {
  see({face_aside(0.0, 160)});
  const auto sight = see({face_aside(0.0, 160), face_aside(0.6, 220)}, 10);
  EXPECT_EQ(sight.visitor, 1U);
  EXPECT_EQ(sight.face->face.box_px.width, 160);
}

TEST_F(VisitorTrackTest, PassingBeforeTheVisitorTakesNothingOver) {
  see({face_aside(-0.5, 120)});
  EXPECT_EQ(see({face_aside(-0.5, 120), face_aside(0.3, 300)}).state, TrackState::kSeveralFaces);
  const auto sight = see({face_aside(-0.5, 120)});
  EXPECT_EQ(sight.visitor, 1U);
}

TEST_F(VisitorTrackTest, WhoeverStepsBeforeTheVisitorAndStaysIsTheNextOne) {
  see({face_aside(-0.5, 120)});
  EXPECT_EQ(see({face_aside(-0.5, 120), face_aside(0.3, 300)}).state, TrackState::kSeveralFaces);
  EXPECT_EQ(see({face_aside(-0.5, 120), face_aside(0.3, 300)}).state, TrackState::kSeveralFaces);
  const auto sight = see({face_aside(-0.5, 120), face_aside(0.3, 300)}, 110);
  EXPECT_EQ(sight.state, TrackState::kSample);
  EXPECT_EQ(sight.visitor, 2U);
}

TEST_F(VisitorTrackTest, SeveralForLongIsStillTheSameVisitorAfterwards) {
  see({face_aside(0.0, 160)});
  for (int i = 0; i < 20; ++i) see({face_aside(0.0, 160), face_aside(0.4, 160)});
  EXPECT_EQ(see({face_aside(0.0, 160)}).visitor, 1U);
}

TEST_F(VisitorTrackTest, APoorFaceIsFollowedButNotSampled) {
  auto poor = face_at(200);
  poor.quality.issue = QualityIssue::kBlurred;
  const auto sight = see({poor});
  EXPECT_EQ(sight.state, TrackState::kPoorQuality);
  EXPECT_EQ(sight.face->quality.issue, QualityIssue::kBlurred);
  EXPECT_EQ(see({face_at(205)}).visitor, sight.visitor);
}

TEST_F(VisitorTrackTest, SamplesOfUnlikeModelsAreNeverFused) {
  const auto masked = [](float value) {
    return FaceTemplate::create({FaceVector::create("m+mask", std::array{value}).value()}).value();
  };
  gather(0.1F, 2);
  ASSERT_TRUE(track_.add(masked(0.3F))) << "a mask is put on";
  EXPECT_FALSE(track_.ready());
  ASSERT_EQ(track_.fused().value().vectors()[0].model(), "m+mask");
  EXPECT_NEAR(track_.fused().value().vectors()[0].values()[0], 0.3F, 1e-6F);
  track_.mark_decided();
  ASSERT_TRUE(track_.add(FaceTemplate::create({FaceVector::create("m", std::array{0.1F}).value()}).value()));
  EXPECT_EQ(track_.fused().value().vectors()[0].model(), "m+mask") << "what was decided on stays";
}

}  // namespace
}  // namespace gate
