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

TEST_F(VisitorTrackTest, APoorFaceIsFollowedButNotSampled) {
  auto poor = face_at(200);
  poor.quality.issue = QualityIssue::kBlurred;
  const auto sight = see({poor});
  EXPECT_EQ(sight.state, TrackState::kPoorQuality);
  EXPECT_EQ(sight.face->quality.issue, QualityIssue::kBlurred);
  EXPECT_EQ(see({face_at(205)}).visitor, sight.visitor);
}

TEST_F(VisitorTrackTest, ASampleOfAnotherModelIsRefusedAndChangesNothing) {
  gather(0.1F, 1);
  EXPECT_FALSE(track_.add(FaceTemplate::create({FaceVector::create("n", std::array{0.1F}).value()}).value()));
  EXPECT_NEAR(track_.fused().value().vectors()[0].values()[0], 0.1F, 1e-6F);
}

}  // namespace
}  // namespace gate
