#include "presentation_attack/head_turn_challenge.h"

#include <gmock/gmock.h>

#include <cmath>
#include <set>

namespace gate {
namespace {

using namespace std::chrono_literals;
using Ask = ChallengePrompt::Ask;

FaceTemplate person(float where) {
  const std::vector<float> values{where, 1};
  std::vector<FaceVector> vectors;
  vectors.push_back(*FaceVector::create("net", values));
  return *FaceTemplate::create(std::move(vectors));
}

/// Somebody before the challenge, in made-up landmarks: how far they have turned, how much relief that shows, who they
/// are.
struct Visitor {
  HeadTurnChallenge& challenge;
  MonotonicTime now{};
  cv::Rect box{200, 150, 150, 150};
  float who = 0;
  double relief = 0.03;
  double baseline = 0.05;

  /// One frame, 50 ms after the last.
  void show(double turn) {
    now += 50ms;
    challenge.observe({.at = now, .box_px = box, .turn = baseline + turn, .relief = relief});
    if (challenge.wants_sample()) challenge.add(person(who));
  }
  void show_for(std::chrono::milliseconds time, double turn) {
    for (const MonotonicTime end = now + time; now < end;) show(turn);
  }
  /// Looks straight until something else is asked.
  Ask wait() {
    for (int i = 0; i < 40 && challenge.prompt().ask == Ask::kLookStraight; ++i) show(0);
    return challenge.prompt().ask;
  }
  void turn_to(double turn, int frames = 6) {
    for (int i = 1; i <= frames; ++i) show(turn * i / frames);
  }
  /// Does what is asked, after 300 ms.
  void answer() {
    const Ask ask = wait();
    if (ask != Ask::kTurnLeft && ask != Ask::kTurnRight) return;
    show_for(300ms, 0);
    const double way = ask == Ask::kTurnLeft ? 0.4 : -0.4;
    turn_to(way);
    for (int i = 5; i >= 0 && challenge.state() == LivenessState::kUndecided; --i) show(way * i / 6);
  }
};

std::uint32_t no_pause() { return 0; }

HeadTurnChallenge left_right(ChallengeSettings settings = {}) {
  return HeadTurnChallenge(settings, {TurnDirection::kLeft, TurnDirection::kRight}, no_pause);
}

TEST(HeadTurnChallenge, AcceptsWhoTurnsAsAsked) {
  auto challenge = left_right();
  Visitor visitor{challenge};
  EXPECT_EQ(visitor.wait(), Ask::kTurnLeft);
  visitor.answer();
  visitor.answer();
  EXPECT_EQ(challenge.state(), LivenessState::kLive);
  EXPECT_LT(*challenge.taken(), 4s);
  EXPECT_EQ(challenge.prompt().ask, Ask::kDone);
  EXPECT_TRUE(challenge.steps()[1].turned_after);
}

TEST(HeadTurnChallenge, DrawsEveryOrder) {
  std::uint32_t number = 0;
  std::set<std::string> orders;
  for (int i = 0; i < 64; ++i) {
    const HeadTurnChallenge challenge(ChallengeSettings{},
                                      [&] { return number = number * 1664525 + 1013904223, number >> 16; });
    std::string order;
    for (const auto& step : challenge.steps()) order += to_string(step.asked);
    orders.insert(order);
  }
  EXPECT_EQ(orders.size(), 4u);
}

TEST(HeadTurnChallenge, TheWrongWayFirstFails) {
  auto challenge = left_right();
  Visitor visitor{challenge};
  visitor.wait();
  visitor.show_for(300ms, 0);
  visitor.turn_to(-0.3);
  EXPECT_EQ(challenge.sign(), AttackSign::kChallengeNotFollowed);
  EXPECT_EQ(challenge.prompt().ask, Ask::kFailed);
}

TEST(HeadTurnChallenge, ATurnSoonerThanAnybodyReactsFails) {
  auto challenge = left_right();
  Visitor visitor{challenge};
  visitor.wait();
  visitor.turn_to(0.4, 2);
  EXPECT_EQ(challenge.sign(), AttackSign::kChallengeNotFollowed);
}

TEST(HeadTurnChallenge, MovementBetweenThePromptsFails) {
  HeadTurnChallenge challenge({}, {TurnDirection::kLeft, TurnDirection::kRight}, [] { return 300U; });
  Visitor visitor{challenge};
  visitor.answer();
  ASSERT_EQ(challenge.prompt().ask, Ask::kLookStraight);
  visitor.turn_to(-0.4, 3);
  EXPECT_EQ(challenge.sign(), AttackSign::kChallengeNotFollowed);
}

TEST(HeadTurnChallenge, LookingAboutBeforeTheFirstPromptIsForgiven) {
  HeadTurnChallenge challenge({}, {TurnDirection::kLeft}, [] { return 300U; });
  Visitor visitor{challenge};
  visitor.show_for(300ms, 0);
  visitor.turn_to(0.5);
  visitor.turn_to(0);
  visitor.answer();
  EXPECT_EQ(challenge.state(), LivenessState::kLive);
}

TEST(HeadTurnChallenge, TooLittleIsNoTurn) {
  auto challenge = left_right();
  Visitor visitor{challenge};
  visitor.wait();
  visitor.show_for(300ms, 0);
  visitor.show_for(4s, 0.12);
  EXPECT_EQ(challenge.sign(), AttackSign::kTooSlow);
}

TEST(HeadTurnChallenge, WhatTurnsWithoutReliefIsFlat) {
  auto challenge = left_right();
  Visitor visitor{challenge};
  visitor.relief = 0.004;
  visitor.wait();
  visitor.show_for(300ms, 0);
  visitor.turn_to(0.3);
  visitor.show_for(4s, 0.3);
  EXPECT_EQ(challenge.sign(), AttackSign::kFlatSurface);
}

TEST(HeadTurnChallenge, NotComingBackIsTooSlow) {
  auto challenge = left_right();
  Visitor visitor{challenge};
  visitor.wait();
  visitor.show_for(300ms, 0);
  visitor.turn_to(0.4);
  visitor.show_for(4s, 0.4);
  EXPECT_EQ(challenge.sign(), AttackSign::kTooSlow);
}

TEST(HeadTurnChallenge, AnotherPersonOnTheWayFails) {
  for (const int swapped_at : {1, 2, 3}) {
    auto challenge = left_right();
    Visitor visitor{challenge};
    visitor.wait();
    int samples = 0;
    for (int turn = 0; turn < 2 && challenge.state() == LivenessState::kUndecided; ++turn) {
      if (++samples == swapped_at) visitor.who = 2;
      visitor.answer();
      if (swapped_at == 3 && turn == 0) visitor.who = 2;
    }
    EXPECT_EQ(challenge.sign(), AttackSign::kIdentityChanged) << swapped_at;
  }
}

TEST(HeadTurnChallenge, AJumpInPlaceOrSizeFails) {
  for (const cv::Rect other : {cv::Rect(330, 150, 150, 150), cv::Rect(150, 100, 270, 270)}) {
    auto challenge = left_right();
    Visitor visitor{challenge};
    visitor.wait();
    visitor.box = other;
    visitor.show(0);
    EXPECT_EQ(challenge.sign(), AttackSign::kIdentityChanged);
  }
}

TEST(HeadTurnChallenge, GoneForLongFails) {
  auto challenge = left_right();
  Visitor visitor{challenge};
  visitor.wait();
  for (int i = 0; i < 18; ++i) challenge.observe_nobody(visitor.now += 50ms);
  EXPECT_EQ(challenge.state(), LivenessState::kUndecided) << "a turned face is missed for some frames";
  for (int i = 0; i < 4; ++i) challenge.observe_nobody(visitor.now += 50ms);
  EXPECT_EQ(challenge.sign(), AttackSign::kFaceLost);
}

TEST(HeadTurnChallenge, TurnedTooFarIsAskedBackAndSeenOnTheWay) {
  HeadTurnChallenge challenge({}, {TurnDirection::kLeft}, no_pause);
  Visitor visitor{challenge};
  visitor.wait();
  visitor.show_for(300ms, 0);
  visitor.show(0.15);
  for (int i = 0; i < 8; ++i) challenge.observe_nobody(visitor.now += 50ms);
  EXPECT_EQ(challenge.prompt().ask, Ask::kLookStraight);
  visitor.show(0.5);
  visitor.show(0.4);
  EXPECT_EQ(challenge.state(), LivenessState::kLive);
}

TEST(HeadTurnChallenge, NothingEndsWellWithoutSamples) {
  auto challenge = left_right();
  MonotonicTime now;
  for (int i = 0; i < 200; ++i)
    challenge.observe({.at = now += 50ms, .box_px = {0, 0, 150, 150}, .turn = 0, .relief = {}});
  EXPECT_EQ(challenge.state(), LivenessState::kUndecided);
  EXPECT_EQ(challenge.prompt().ask, Ask::kLookStraight);
}

TEST(HeadTurnChallenge, MovementThatIsNoNumberNeverCounts) {
  auto challenge = left_right();
  Visitor visitor{challenge};
  visitor.wait();
  visitor.show_for(5s, std::nan(""));
  EXPECT_NE(challenge.state(), LivenessState::kLive);
}

}  // namespace
}  // namespace gate
