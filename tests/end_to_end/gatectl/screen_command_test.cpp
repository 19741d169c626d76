// gatectl screen: a picture of everything a visitor can be shown.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "fakes/program.h"
#include "fakes/temporary_folder.h"
#include "screen/scene_choice.h"

namespace gate {
namespace {

using ::testing::HasSubstr;

class ScreenCommand : public ::testing::Test {
 protected:
  Ended run(const std::string& options) const {
    return run_command(std::string(GATE_BINARY_DIR) + "/bin/gatectl screen --out " + folder_.path().string() +
                       " --languages " GATE_SOURCE_DIR "/config/languages " + options);
  }
  bool exists(std::string_view message, const char* ending) const {
    return std::filesystem::exists(folder_ / (std::string(message) + ending));
  }

  TemporaryFolder folder_;
};

TEST_F(ScreenCommand, DrawsEverySceneInEveryLanguageOnEveryScreen) {
  for (const cv::Size size : {cv::Size(800, 480), cv::Size(1280, 800), cv::Size(480, 800), cv::Size(800, 1280)})
    for (const std::string languages : {"ja,en", "en,ja", "ja", "en"}) {
      const std::string wanted = std::to_string(size.width) + "x" + std::to_string(size.height);
      const Ended ended = run("--size " + wanted + " --language " + languages);
      EXPECT_EQ(ended.status, 0) << ended.output;
      for (const std::string_view message : message_keys())
        EXPECT_TRUE(exists(message, ".png") || (exists(message, "-1.png") && exists(message, "-2.png"))) << message;
      const std::string one = folder_ / (exists("no_face", ".png") ? "no_face.png" : "no_face-1.png");
      EXPECT_EQ(cv::imread(one).size(), size) << one;
      for (const SoundSign sign : kSoundSigns) EXPECT_TRUE(exists(to_string(sign), ".wav")) << to_string(sign);
      for (const auto& drawn : std::filesystem::directory_iterator(folder_.path()))
        std::filesystem::remove(drawn.path());
    }
}

TEST_F(ScreenCommand, ShowsThePictureThatItIsGivenMirrored) {
  cv::Mat picture(480, 640, CV_8UC3, cv::Scalar(0, 0, 255));
  picture(cv::Rect(320, 0, 320, 480)).setTo(cv::Scalar(255, 0, 0));
  const std::string file = folder_ / "visitor.png";
  ASSERT_TRUE(cv::imwrite(file, picture));
  ASSERT_EQ(run("--language en --picture " + file).status, 0);
  const cv::Mat drawn = cv::imread(folder_ / "too_far.png");
  cv::Mat blue;
  cv::inRange(drawn, cv::Scalar(255, 0, 0), cv::Scalar(255, 0, 0), blue);
  cv::Mat red;
  cv::inRange(drawn, cv::Scalar(0, 0, 255), cv::Scalar(0, 0, 255), red);
  ASSERT_GT(cv::countNonZero(blue), 10000);
  ASSERT_GT(cv::countNonZero(red), 10000);
  EXPECT_LT(cv::boundingRect(blue).x, cv::boundingRect(red).x);
}

TEST_F(ScreenCommand, SaysWhatItCannotUse) {
  EXPECT_THAT(run("--size 800").output, HasSubstr("--size"));
  EXPECT_EQ(run("--size 800").status, 2);
  EXPECT_THAT(run("--language xx").output, HasSubstr("xx.json"));
  EXPECT_EQ(run("--language xx").status, 2);
  EXPECT_THAT(run("--font /none.otf").output, HasSubstr("/none.otf: no such font"));
  EXPECT_EQ(run("--picture /none.png").status, 2);
}

TEST_F(ScreenCommand, APictureThatClaimsMoreThanItMayHaveIsRefusedByName) {
  std::vector<unsigned char> png;
  ASSERT_TRUE(cv::imencode(".png", cv::Mat(20, 30, CV_8UC1, cv::Scalar::all(9)), png));
  png[18] = png[22] = 0x4E;  // 20000 x 20000 px
  png[19] = png[23] = 0x20;
  const std::string file = folder_ / "bomb.png";
  std::ofstream(file, std::ios::binary) << std::string(png.begin(), png.end());
  const Ended ended = run("--language en --picture " + file);
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.output, HasSubstr("bomb.png"));
  EXPECT_THAT(ended.output, HasSubstr("more than 100 megapixels"));
}

TEST_F(ScreenCommand, RefusesWordsThatWouldBeTooSmall) {
  const Ended ended = run("--language en --text-scale 2");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.output, HasSubstr("use fewer words"));
}

}  // namespace
}  // namespace gate
