#include "vision/photo.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>

namespace gate {
namespace {

namespace fs = std::filesystem;

class PhotoTest : public ::testing::Test {
 protected:
  fs::path file(const std::string& name) const { return fs::path(::testing::TempDir()) / ("photo-" + name); }
};

TEST_F(PhotoTest, GreyTransparentAndSixteenBitPicturesBecomeBgr) {
  const std::pair<const char*, int> kinds[] = {{"grey.png", CV_8UC1}, {"alpha.png", CV_8UC4}, {"deep.png", CV_16UC3}};
  for (const auto& [name, type] : kinds) {
    cv::imwrite(file(name).string(), cv::Mat(20, 30, type, cv::Scalar::all(128)));
    const auto photo = read_photo(file(name));
    ASSERT_TRUE(photo) << photo.error().message;
    EXPECT_EQ(photo->type(), CV_8UC3) << name;
    EXPECT_EQ(photo->size(), cv::Size(30, 20)) << name;
  }
}

TEST_F(PhotoTest, WhatIsTransparentShowsTheGround) {
  for (const int type : {CV_8UC4, CV_16UC4}) {
    const double full = type == CV_8UC4 ? 255 : 65535;
    cv::Mat picture(20, 30, type, cv::Scalar(0, 0, 0, 0));
    picture(cv::Rect(0, 0, 15, 20)) = cv::Scalar(full, 0, 0, full);
    cv::imwrite(file("clear.png").string(), picture);
    const auto white = read_photo(file("clear.png"));
    const auto black = read_photo(file("clear.png"), PhotoGround::kBlack);
    ASSERT_TRUE(white && black);
    EXPECT_EQ(white->at<cv::Vec3b>(5, 5), cv::Vec3b(255, 0, 0));
    EXPECT_EQ(white->at<cv::Vec3b>(5, 25), cv::Vec3b(255, 255, 255));
    EXPECT_EQ(black->at<cv::Vec3b>(5, 5), cv::Vec3b(255, 0, 0));
    EXPECT_EQ(black->at<cv::Vec3b>(5, 25), cv::Vec3b(0, 0, 0));
  }
}

TEST_F(PhotoTest, IsTurnedUprightByItsExifOrientation) {
  std::vector<unsigned char> jpeg;
  cv::imencode(".jpg", cv::Mat(20, 30, CV_8UC3, cv::Scalar::all(9)), jpeg);
  // An APP1 segment whose only entry is Orientation (0x0112) = 6: turn by 90 degrees. Exif 2.3, section 4.6.4.
  const std::string exif(
      "\xFF\xE1\x00\x22"
      "Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0",
      36);
  std::string bytes(jpeg.begin(), jpeg.end());
  bytes.insert(2, exif);
  std::ofstream(file("exif.jpg"), std::ios::binary) << bytes;
  const auto photo = read_photo(file("exif.jpg"));
  ASSERT_TRUE(photo) << photo.error().message;
  EXPECT_EQ(photo->size(), cv::Size(20, 30));
}

TEST_F(PhotoTest, WhatIsNotAPictureIsRefusedByName) {
  std::ofstream(file("text.jpg")) << "no picture";
  std::ofstream(file("empty.jpg"));
  for (const char* name : {"text.jpg", "empty.jpg"}) {
    const auto photo = read_photo(file(name));
    ASSERT_FALSE(photo);
    EXPECT_EQ(photo.error().code, ErrorCode::kInvalidInput);
    EXPECT_THAT(photo.error().message, ::testing::HasSubstr(name));
  }
  EXPECT_EQ(read_photo(file("missing.jpg")).error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(read_photo(fs::path(::testing::TempDir())));
}

// 20000 x 20000 grey px pack into less than a megabyte; decoding them would take 1.2 GB.
TEST_F(PhotoTest, AFileThatClaimsMoreThanTheCapIsNotDecoded) {
  std::vector<unsigned char> png;
  cv::imencode(".png", cv::Mat(20, 30, CV_8UC1, cv::Scalar::all(9)), png);
  png[18] = png[22] = 0x4E;
  png[19] = png[23] = 0x20;
  std::ofstream(file("bomb.png"), std::ios::binary) << std::string(png.begin(), png.end());
  const auto photo = read_photo(file("bomb.png"));
  ASSERT_FALSE(photo);
  EXPECT_THAT(photo.error().message, ::testing::HasSubstr("claims to have more than 100 megapixels"));
}

// What the library beneath reads beyond the formats named is not reached.
TEST_F(PhotoTest, OnlyTheNamedFormatsAreRead) {
  cv::imwrite(file("sun.ras").string(), cv::Mat(20, 30, CV_8UC3, cv::Scalar::all(128)));
  ASSERT_FALSE(cv::imread(file("sun.ras").string()).empty());
  EXPECT_FALSE(read_photo(file("sun.ras")));
}

}  // namespace
}  // namespace gate
