#include "terminal/staff_choices.h"

#include <gtest/gtest.h>

#include <fstream>

#include "fakes/fake_clock.h"
#include "fakes/temporary_folder.h"
#include "sound/recorded_sound_output.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

class StaffChoicesTest : public ::testing::Test {
 protected:
  StaffChoicesTest() {
    config.console.directory = folder.path();
    config.sound.volume = 70;
    config.screen.kind = ScreenKind::kDrm;
    config.screen.languages = {"ja", "en"};
  }
  StaffChoices open() {
    StaffChoices choices;
    EXPECT_TRUE(choices.open(config, {&sound, feed}));
    return choices;
  }

  TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "console-choices.json";
  Config config;
  FakeClock clock;
  RecordedSoundOutput sound{clock};
  ScreenFeed feed;
};

TEST_F(StaffChoicesTest, UntilSomethingIsChosenTheConfigurationIsInForce) {
  const StaffChoices choices = open();
  EXPECT_EQ(choices.volume(), 70);
  EXPECT_EQ(choices.languages(), (std::vector<std::string>{"ja", "en"}));
  EXPECT_FALSE(feed.first.take(0ms));
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(StaffChoicesTest, WhatIsChosenIsInForceAtOnceAndAfterARestart) {
  {
    StaffChoices choices = open();
    ASSERT_TRUE(choices.set_volume(30));
    EXPECT_EQ(choices.volume(), 30);
    ASSERT_TRUE(choices.set_first_language("en"));
    EXPECT_EQ(feed.first.take(0ms), "en");
    EXPECT_EQ(choices.languages(), (std::vector<std::string>{"en", "ja"}));
  }
  StaffChoices again = open();
  EXPECT_EQ(again.volume(), 30);
  EXPECT_EQ(feed.first.take(0ms), "en");
  EXPECT_EQ(again.languages().front(), "en");
  ASSERT_TRUE(again.set_volume(40));
  EXPECT_EQ(open().languages().front(), "en") << "the other choice stays";
}

TEST_F(StaffChoicesTest, WhatIsNotThereCannotBeChosen) {
  StaffChoices choices = open();
  for (const int volume : {-1, 101}) EXPECT_EQ(choices.set_volume(volume).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(choices.set_first_language("de").error().code, ErrorCode::kInvalidInput);
  config.screen.kind = ScreenKind::kNone;
  StaffChoices silent;
  ASSERT_TRUE(silent.open(config, {nullptr, feed}));
  EXPECT_EQ(silent.volume(), std::nullopt);
  EXPECT_TRUE(silent.languages().empty());
  EXPECT_EQ(silent.set_volume(30).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(silent.set_first_language("en").error().code, ErrorCode::kInvalidInput);
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(StaffChoicesTest, AFileThatIsNoneIsToldAndTheNextChoiceReplacesIt) {
  for (const char* text : {"{", "[]"}) {
    std::ofstream(file) << text;
    StaffChoices choices;
    const Status opened = choices.open(config, {&sound, feed});
    ASSERT_FALSE(opened) << text;
    EXPECT_NE(opened.error().message.find(file.string()), std::string::npos);
    EXPECT_EQ(choices.volume(), 70);
    ASSERT_TRUE(choices.set_volume(20));
    EXPECT_EQ(open().volume(), 20);
  }
  std::ofstream(file) << R"({"volume": 900, "language": "de"})";
  const StaffChoices choices = open();
  EXPECT_EQ(choices.volume(), 70) << "what does not fit any more is passed over";
  EXPECT_EQ(choices.languages().front(), "ja");
}

}  // namespace
}  // namespace gate
