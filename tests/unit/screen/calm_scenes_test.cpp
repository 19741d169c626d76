#include "screen/calm_scenes.h"

#include <gtest/gtest.h>

#include "screen/scene_choice.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

const MonotonicTime kStart{1h};

TEST(CalmScenes, GuidanceDoesNotFlicker) {
  CalmScenes calm;
  const Scene far = scene_for(Reason::kTooFar);
  const Scene dark = scene_for(Reason::kTooDark);
  int changes = 0;
  Scene shown = calm.next(far, kStart);
  for (int frame = 1; frame <= 100; ++frame) {
    const Scene next = calm.next(frame % 2 == 0 ? far : dark, kStart + frame * 40ms);
    changes += next != shown;
    shown = next;
  }
  EXPECT_GE(changes, 4);
  EXPECT_LE(changes, 4000 / 600);
}

TEST(CalmScenes, WhatIsDecidedShowsAtOnceAndSoDoesWhatFollows) {
  CalmScenes calm;
  EXPECT_EQ(calm.next(scene_for(Reason::kTooFar), kStart).message, "too_far");
  EXPECT_EQ(calm.next(scene_for(Reason::kAdmitted), kStart + 10ms).message, "admitted");
  EXPECT_EQ(calm.next(scene_for(Reason::kNoFace), kStart + 20ms).message, "no_face");
  EXPECT_EQ(calm.next(scene_for(Reason::kTooFewDoses), kStart + 30ms).message, "too_few_doses");
}

}  // namespace
}  // namespace gate
