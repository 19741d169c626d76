#include "vision/supplementary_detector.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace gate {
namespace {

namespace fs = std::filesystem;

// SHA-256 of "abc": FIPS 180-4's own example.
constexpr const char* kHashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

class SupplementaryDetectorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    dir_ = fs::path(::testing::TempDir()) /
           (std::string("supplement-") + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(dir_);
    std::ofstream(dir_ / "manifest.json") << R"({"models": [], "supplement": [{"name": "fr-detect", "file": "net.onnx",
      "bytes": 3, "sha256": ")" << kHashOfAbc
                                          << R"(", "licence": "l", "purpose": "p"}]})";
  }
  void TearDown() override { fs::remove_all(dir_); }

  auto opened() const { return SupplementaryDetector::if_present(ModelStore::open(dir_).value()); }

  fs::path dir_;
};

TEST_F(SupplementaryDetectorTest, MayBeAbsent) {
  const auto detector = opened();
  ASSERT_TRUE(detector) << detector.error().message;
  EXPECT_FALSE(detector->has_value());
}

TEST_F(SupplementaryDetectorTest, MustBeTheRightFileWhenItIsThere) {
  std::ofstream(dir_ / "net.onnx") << "abd";
  ASSERT_FALSE(opened());
  EXPECT_EQ(opened().error().code, ErrorCode::kUntrusted);
}

TEST_F(SupplementaryDetectorTest, MustBeANet) {
  std::ofstream(dir_ / "net.onnx") << "abc";
  ASSERT_FALSE(opened());
  EXPECT_EQ(opened().error().code, ErrorCode::kInvalidInput);
}

TEST(SupplementaryDetector, TheMarginIsHalfOfTheShorterSide) {
  const cv::Mat frame(480, 640, CV_8UC3);
  EXPECT_EQ(SupplementaryDetector::all_of(frame), cv::Rect(0, 0, 640, 480));
  EXPECT_EQ(SupplementaryDetector::with_margin(frame), cv::Rect(-240, -240, 1120, 960));
}

}  // namespace
}  // namespace gate
