#include "screen/scene_sounds.h"

#include <gmock/gmock.h>

#include <set>

#include "screen/scene_choice.h"

namespace gate {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;

/// Counts samples, by which the four are told apart.
class Listener final : public SoundOutput {
 public:
  Status play(std::shared_ptr<const Sound> sound) override {
    lengths.push_back(sound->samples.size());
    return {};
  }
  Status set_volume(int /*percent*/) override { return {}; }

  std::vector<std::size_t> lengths;
};

class SceneSoundsTest : public testing::Test {
 protected:
  void follow(const Scene& scene) { sounds_.follow(scene, now_); }
  static Scene open(Reason reason = Reason::kAdmitted) {
    return scene_for(ScreenState{{GateState::kOpen, GateView::Camera::kGood}, {.somebody = true, .reason = reason}});
  }
  static Scene of(GateState state) { return scene_for(ScreenState{{state, GateView::Camera::kGood}, {}}); }

  Listener heard_;
  SceneSounds sounds_{heard_};
  MonotonicTime now_{1h};
};

TEST_F(SceneSoundsTest, ASceneSoundsOnceHoweverLongItStays) {
  for (int i = 0; i < 1'000; ++i, now_ += 40ms) follow(scene_for(Reason::kTooFewDoses));
  EXPECT_EQ(heard_.lengths.size(), 1U);
  for (int i = 0; i < 1'000; ++i, now_ += 40ms) follow(scene_for(Reason::kTooFar));
  EXPECT_EQ(heard_.lengths.size(), 2U);
}

TEST_F(SceneSoundsTest, NothingWhileIdleAndWhileItIsChecked) {
  const ScreenState checking{{GateState::kObserving, GateView::Camera::kGood}, {.somebody = true}};
  for (int i = 0; i < 10; ++i) {
    follow(of(GateState::kIdle));
    follow(scene_for(checking));
  }
  EXPECT_THAT(heard_.lengths, IsEmpty());
}

TEST_F(SceneSoundsTest, AnOpeningAndItsPassageAreOneWelcomeAndTheNextVisitorHasTheirOwn) {
  for (std::size_t visitor = 1; visitor <= 2; ++visitor) {
    follow(open());
    follow(of(GateState::kOpen));
    follow(of(GateState::kPassing));
    EXPECT_EQ(heard_.lengths.size(), visitor);
    follow(of(GateState::kIdle));
  }
}

TEST_F(SceneSoundsTest, WhoSwaysBetweenTwoRequestsHearsEachOnceInTenSeconds) {
  for (int i = 0; i < 15; ++i, now_ += 600ms) follow(scene_for(i % 2 == 0 ? Reason::kTooFar : Reason::kTooDark));
  EXPECT_EQ(heard_.lengths.size(), 2U);
  now_ += SceneSounds::kNotAgainWithin;
  follow(scene_for(Reason::kTooDark));
  EXPECT_EQ(heard_.lengths.size(), 3U);
}

TEST_F(SceneSoundsTest, EveryTurnOfAChallengeIsHeard) {
  using Ask = ChallengePrompt::Ask;
  for (const Ask ask : {Ask::kLookStraight, Ask::kTurnLeft, Ask::kTurnRight}) {
    follow(scene_for(
        ScreenState{{GateState::kObserving, GateView::Camera::kGood}, {.somebody = true, .prompt = {.ask = ask}}}));
    now_ += 900ms;
  }
  EXPECT_EQ(heard_.lengths.size(), 3U);
}

TEST_F(SceneSoundsTest, AnotherSoundReplacesAtOnceAndTheFourDiffer) {
  follow(scene_for(Reason::kTooFar));
  follow(open());
  follow(scene_for(Reason::kUnknownPerson));
  follow(of(GateState::kEmergency));
  ASSERT_EQ(heard_.lengths.size(), 4U);
  EXPECT_EQ(std::set(heard_.lengths.begin(), heard_.lengths.end()).size(), 4U);
}

/// The table of every view: its tone says what it sounds like, but for trouble, of which visitors hear only what
/// concerns them.
TEST(SceneSoundTable, EveryViewHasTheSoundOfItsTone) {
  for (const Scene& scene : every_scene()) {
    const std::string at(scene.message);
    switch (scene.tone) {
      case Tone::kNeutral:
      case Tone::kWait: EXPECT_EQ(scene.sound, SoundSign::kNone) << at; break;
      case Tone::kGuide: EXPECT_EQ(scene.sound, SoundSign::kAttention) << at; break;
      case Tone::kGood: EXPECT_EQ(scene.sound, SoundSign::kWelcome) << at; break;
      case Tone::kStop: EXPECT_EQ(scene.sound, SoundSign::kRefused) << at; break;
      case Tone::kExit: EXPECT_EQ(scene.sound, SoundSign::kAlarm) << at; break;
      case Tone::kTrouble:
        if (at == "fault" || at == "camera_lost") {
          EXPECT_EQ(scene.sound, SoundSign::kAttention) << at;
        } else if (at == "clock_not_trusted" || at == "trust_store_stale") {
          EXPECT_EQ(scene.sound, SoundSign::kRefused) << at;
        } else {
          EXPECT_EQ(scene.sound, SoundSign::kNone) << at << " is for the technician, who is looking at it";
        }
    }
  }
}

}  // namespace
}  // namespace gate
