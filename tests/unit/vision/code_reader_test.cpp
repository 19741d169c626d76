#include "vision/code_reader.h"

#include <gtest/gtest.h>

#include "fakes/fake_clock.h"
#include "unit/vision/code_frames.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

class CodeReaderTest : public ::testing::Test {
 protected:
  /// Shows `codes` for a while at 30 frames a second; what came of it, in order.
  std::vector<std::string> show(const std::vector<PlacedCode>& codes, std::chrono::milliseconds time = 500ms) {
    const Frame frame{frame_with(codes), FrameId{1}, clock_.monotonic_now()};
    std::vector<std::string> events;
    for (auto shown = 0ms; shown < time; shown += 33ms, clock_.advance(33ms))
      if (auto event = reader_.observe(frame, clock_.monotonic_now())) events.push_back(*std::move(event));
    return events;
  }

  static PlacedCode left(const std::string& text) { return {text, 4, {60, 60}}; }
  static PlacedCode right(const std::string& text) { return {text, 4, {700, 60}}; }

  FakeClock clock_;
  CodeReader reader_;
};

using Events = std::vector<std::string>;

TEST_F(CodeReaderTest, OnePresentationIsOneEvent) {
  EXPECT_EQ(show({}), Events{});
  EXPECT_EQ(show({left("HC1:A")}, 5s), Events{"HC1:A"});
}

TEST_F(CodeReaderTest, AGapShorterThanThreeSecondsIsTheSamePresentation) {
  EXPECT_EQ(show({left("HC1:A")}), Events{"HC1:A"});
  EXPECT_EQ(show({}, 2500ms), Events{});
  EXPECT_EQ(show({right("HC1:A")}), Events{});
  EXPECT_EQ(show({}, 3300ms), Events{});
  EXPECT_EQ(show({left("HC1:A")}), Events{"HC1:A"});
}

TEST_F(CodeReaderTest, TwoCodesAreTwoEvents) {
  auto events = show({left("HC1:A"), right("HC1:B")});
  std::sort(events.begin(), events.end());
  EXPECT_EQ(events, (Events{"HC1:A", "HC1:B"}));
  EXPECT_EQ(show({left("HC1:C"), right("HC1:B")}), Events{"HC1:C"});
}

TEST_F(CodeReaderTest, LooksAtItsOwnRate) {
  EXPECT_EQ(show({}, 33ms), Events{});                      // one frame looked at, and the next one 150 ms after it:
  EXPECT_EQ(show({left("HC1:A")}, 99ms), Events{});         // at 33, 66 and 99 ms
  EXPECT_EQ(show({}, 33ms), Events{});                      // at 132 ms
  EXPECT_EQ(show({left("HC1:A")}, 33ms), Events{"HC1:A"});  // at 165 ms
}

TEST_F(CodeReaderTest, ACardInChunksIsOneEventHoweverItIsShown) {
  const std::string whole = "shc:/1/2/567\nshc:/2/2/629";
  EXPECT_EQ(show({left("shc:/2/2/629")}), Events{});
  EXPECT_EQ(show({}, 4s), Events{});
  EXPECT_EQ(show({left("shc:/1/2/567")}), Events{whole});
  EXPECT_EQ(show({left("shc:/1/2/567"), right("shc:/2/2/629")}, 5s), Events{});
  EXPECT_EQ(show({}, 11s), Events{});
  EXPECT_EQ(show({left("shc:/1/2/567"), right("shc:/2/2/629")}, 5s), Events{whole});
}

TEST_F(CodeReaderTest, ChunksAreNotWaitedForForEver) {
  EXPECT_EQ(show({left("shc:/1/2/567")}), Events{});
  EXPECT_EQ(show({}, 11s), Events{});
  EXPECT_EQ(show({left("shc:/2/2/629")}), Events{});
}

TEST_F(CodeReaderTest, AnotherCardsChunkStartsAnew) {
  EXPECT_EQ(show({left("shc:/1/2/567")}), Events{});
  EXPECT_EQ(show({left("shc:/1/2/111")}), Events{});
  EXPECT_EQ(show({left("shc:/2/2/629")}), Events{"shc:/1/2/111\nshc:/2/2/629"});
  EXPECT_EQ(show({left("shc:/3/3/3")}), Events{});
  EXPECT_EQ(show({left("shc:/1/3/1"), right("shc:/2/3/2")}), Events{"shc:/1/3/1\nshc:/2/3/2\nshc:/3/3/3"});
}

TEST_F(CodeReaderTest, WhatOnlyLooksLikeAChunkIsHandedOnAsItIs) {
  for (const std::string text :
       {"shc:/567629", "shc:/0/2/5", "shc:/3/2/5", "shc:/1/17/5", "shc:/1/2", "shc:/1/99999999999999999999/5"})
    EXPECT_EQ(show({left(text)}), Events{text});
}

TEST_F(CodeReaderTest, ASingleChunkIsComplete) { EXPECT_EQ(show({left("shc:/1/1/567")}), Events{"shc:/1/1/567"}); }

}  // namespace
}  // namespace gate
