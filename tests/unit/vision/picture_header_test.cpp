#include "vision/picture_header.h"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <string>
#include <vector>

namespace gate {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes encoded(const char* extension, const std::vector<int>& options = {}) {
  cv::Mat picture(37, 301, CV_8UC3);
  cv::RNG(1).fill(picture, cv::RNG::UNIFORM, 0, 256);
  Bytes bytes;
  cv::imencode(extension, picture, bytes, options);
  return bytes;
}

TEST(PictureHeader, EveryFormatSaysItsSize) {
  for (const char* extension : {".jpg", ".png", ".ppm", ".bmp", ".webp", ".tiff"})
    EXPECT_EQ(claimed_size(encoded(extension)), cv::Size(301, 37)) << extension;
  EXPECT_EQ(claimed_size(encoded(".jpg", {cv::IMWRITE_JPEG_PROGRESSIVE, 1})), cv::Size(301, 37));
  EXPECT_EQ(claimed_size(encoded(".webp", {cv::IMWRITE_WEBP_QUALITY, 101})), cv::Size(301, 37));  // lossless
}

TEST(PictureHeader, BelievesNothingCutOff) {
  for (const char* extension : {".jpg", ".png", ".ppm", ".bmp", ".webp", ".tiff"}) {
    const Bytes whole = encoded(extension);
    for (std::size_t size = 0; size < std::min<std::size_t>(whole.size(), 700); ++size) {
      const auto claimed = claimed_size(std::span(whole).first(size));
      if (claimed && std::string(extension) != ".ppm") {
        EXPECT_EQ(*claimed, cv::Size(301, 37)) << extension << ' ' << size;
      }
    }
  }
}

TEST(PictureHeader, SaysHowLargeABombClaimsToBe) {
  Bytes png = encoded(".png");
  png[16] = 0x7F;  // the width's first byte
  EXPECT_EQ(claimed_size(png)->width, 0x7F00012D);
  png[16] = 0x80;  // more than an int holds
  EXPECT_FALSE(claimed_size(png));
}

TEST(PictureHeader, KnowsComments) {
  const std::string pgm = "P5 # made by hand\n# twice\n 12\t34 255 ";
  EXPECT_EQ(claimed_size({reinterpret_cast<const std::uint8_t*>(pgm.data()), pgm.size()}), cv::Size(12, 34));
}

TEST(PictureHeader, OtherContentIsNoPicture) {
  for (const std::string text :
       {"", "P", "P5", "P9 1 1", "BM", "GIF89a\x01\x01\x01\x01", "HC1:ABC", "II+\x08", "\xFF\xD8\xFF\xFF\xFF"})
    EXPECT_FALSE(claimed_size({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()})) << text;
}

}  // namespace
}  // namespace gate
