#include "camera/frame_decoder.h"

#include <gtest/gtest.h>
#include <linux/videodev2.h>

#include <algorithm>
#include <array>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <random>

namespace gate {
namespace {

using Bytes = std::vector<std::uint8_t>;

V4l2Format mjpeg(cv::Size size) { return {V4L2_PIX_FMT_MJPEG, size, 0, 30}; }

/// Edges, slopes and colours, so that subsampling and rounding show.
cv::Mat scene(cv::Size size) {
  cv::Mat bgr(size, CV_8UC3);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      bgr.at<cv::Vec3b>(y, x) = {cv::saturate_cast<uchar>(x * 3), cv::saturate_cast<uchar>(255 - y * 4),
                                 cv::saturate_cast<uchar>((x / 8 + y / 8) % 2 * 200)};
  cv::circle(bgr, {size.width / 2, size.height / 2}, size.height / 3, {20, 40, 250}, 3);
  return bgr;
}

Bytes jpeg(const cv::Mat& bgr, const std::vector<int>& how = {}) {
  Bytes bytes;
  cv::imencode(".jpg", bgr, bytes, how);
  return bytes;
}

/// Without its marker segments of one kind.
Bytes without(const Bytes& jpeg, std::uint8_t marker) {
  Bytes left(jpeg.begin(), jpeg.begin() + 2);
  std::size_t at = 2;
  while (jpeg.at(at + 1) != 0xDA) {
    const std::size_t end = at + 2 + (jpeg.at(at + 2) << 8 | jpeg.at(at + 3));
    if (jpeg.at(at + 1) != marker) left.insert(left.end(), jpeg.begin() + at, jpeg.begin() + end);
    at = end;
  }
  left.insert(left.end(), jpeg.begin() + at, jpeg.end());
  return left;
}

double largest_difference(const cv::Mat& a, const cv::Mat& b) { return cv::norm(a, b, cv::NORM_INF); }

// ITU-T T.83 lets decoders differ by one step of the inverse transform; colour conversion may double it.
constexpr double kTolerance = 2;

TEST(FrameDecoder, JpegIsWhatOpencvMakesOfIt) {
  for (const cv::Size size : {cv::Size(64, 48), cv::Size(640, 480), cv::Size(61, 47), cv::Size(16, 16)})
    for (const auto& how : std::vector<std::vector<int>>{
             {cv::IMWRITE_JPEG_QUALITY, 100},
             {cv::IMWRITE_JPEG_QUALITY, 75},
             {cv::IMWRITE_JPEG_QUALITY, 30, cv::IMWRITE_JPEG_RST_INTERVAL, 4},
             {cv::IMWRITE_JPEG_QUALITY, 90, cv::IMWRITE_JPEG_PROGRESSIVE, 1},
         }) {
      const Bytes bytes = jpeg(scene(size), how);
      const auto decoded = decode_frame(bytes, mjpeg(size));
      ASSERT_TRUE(decoded) << size;
      ASSERT_EQ(decoded->type(), CV_8UC3);
      EXPECT_LE(largest_difference(*decoded, cv::imdecode(bytes, cv::IMREAD_COLOR)), kTolerance) << size;
    }
}

TEST(FrameDecoder, GreyJpegIsBgrToo) {
  cv::Mat grey;
  cv::cvtColor(scene({64, 48}), grey, cv::COLOR_BGR2GRAY);
  const Bytes bytes = jpeg(grey);
  const auto decoded = decode_frame(bytes, mjpeg({64, 48}));
  ASSERT_TRUE(decoded);
  EXPECT_LE(largest_difference(*decoded, cv::imdecode(bytes, cv::IMREAD_COLOR)), kTolerance);
}

TEST(FrameDecoder, MotionJpegMayLackItsHuffmanTables) {
  const Bytes whole = jpeg(scene({64, 48}));
  const Bytes bare = without(whole, 0xC4);
  ASSERT_LT(bare.size(), whole.size());
  const auto decoded = decode_frame(bare, mjpeg({64, 48}));
  ASSERT_TRUE(decoded);
  EXPECT_LE(largest_difference(*decoded, *decode_frame(whole, mjpeg({64, 48}))), 0);
}

TEST(FrameDecoder, AJpegOfAnotherSizeIsNotDecoded) {
  const Bytes bytes = jpeg(scene({64, 48}));
  EXPECT_FALSE(decode_frame(bytes, mjpeg({48, 64})));
  EXPECT_FALSE(decode_frame(bytes, mjpeg({63, 48})));
}

// What our own look at the header finds and what the decoder would obey may differ: both must agree with the format.
TEST(FrameDecoder, ASecondHeaderCannotClaimMemory) {
  const Bytes whole = jpeg(scene({64, 48}));
  const auto is_frame_header = [](std::uint8_t a, std::uint8_t b) { return a == 0xFF && b == 0xC0; };
  const auto at = std::adjacent_find(whole.begin(), whole.end(), is_frame_header) - whole.begin();
  Bytes header(whole.begin() + at, whole.begin() + at + 19);
  Bytes twice = whole;
  header[5] = header[6] = header[7] = header[8] = 0xFF;  // 65535 x 65535
  twice.insert(twice.begin() + at + 19, header.begin(), header.end());
  EXPECT_FALSE(decode_frame(twice, mjpeg({64, 48})));
  Bytes huge = whole;
  std::copy(header.begin(), header.end(), huge.begin() + at);
  EXPECT_FALSE(decode_frame(huge, mjpeg({64, 48})));
}

TEST(FrameDecoder, WhateverIsCutOffIsNoFrame) {
  const Bytes whole = jpeg(scene({64, 48}));
  for (std::size_t length = 0; length < whole.size(); ++length)
    ASSERT_FALSE(decode_frame(std::span(whole).first(length), mjpeg({64, 48}))) << length;
}

// A header cut off and closed with an end marker is a frame exactly where it was one for OpenCV; image data cut off is
// the picture down to the cut, and grey below it.
TEST(FrameDecoder, CutOffAndClosedIsAFrameWhereItWasOne) {
  const Bytes whole = jpeg(scene({64, 48}));
  const std::array<std::uint8_t, 2> scan{0xFF, 0xDA};
  const auto data = std::search(whole.begin(), whole.end(), scan.begin(), scan.end()) - whole.begin() + 14;
  for (std::size_t length = 4; length < whole.size(); ++length) {
    Bytes cut(whole.begin(), whole.begin() + length);
    cut.insert(cut.end(), {0xFF, 0xD9});
    const auto decoded = decode_frame(cut, mjpeg({64, 48}));
    const cv::Mat expected = cv::imdecode(cut, cv::IMREAD_COLOR);
    ASSERT_EQ(decoded.has_value(), !expected.empty()) << length;
    if (length < static_cast<std::size_t>(data)) continue;  // without its table of components the data is noise
    ASSERT_LE(largest_difference(*decoded, expected), kTolerance) << length;
  }
}

TEST(FrameDecoder, MutatedFramesAreFramesOfTheSizeOrNothing) {
  const Bytes whole = jpeg(scene({64, 48}));
  std::mt19937 random(20211203);
  for (int round = 0; round < 5'000; ++round) {
    Bytes mutated = whole;
    for (unsigned i = 0; i <= random() % 8; ++i)
      mutated[2 + random() % (mutated.size() - 4)] = static_cast<std::uint8_t>(random());
    const auto decoded = decode_frame(mutated, mjpeg({64, 48}));
    if (decoded) {
      ASSERT_EQ(decoded->size(), cv::Size(64, 48));
    }
  }
}

}  // namespace
}  // namespace gate
