#include "vision/photo.h"

#include <algorithm>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string_view>
#include <vector>

#include "vision/picture_header.h"

namespace gate {
namespace {

constexpr std::uintmax_t kMaxBytes = 64U << 20U;
constexpr std::uint64_t kMaxPixels = 100'000'000;

Result<std::vector<unsigned char>> bytes_of(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return fail(ErrorCode::kNotFound, error.message());
  if (size > kMaxBytes) return fail(ErrorCode::kInvalidInput, "larger than 64 MiB");
  std::vector<unsigned char> bytes(size);
  std::ifstream in(file, std::ios::binary);
  if (!in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size)))
    return fail(ErrorCode::kIo, "cannot be read");
  return bytes;
}

std::uint64_t pixels(const cv::Size& size) {
  return static_cast<std::uint64_t>(size.width) * static_cast<std::uint64_t>(size.height);
}

/// PNG, WebP (RIFF) and TIFF know transparency; of the library's decoders only the first two tell.
bool may_be_transparent(const std::vector<unsigned char>& bytes) {
  const std::string_view begin(reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 4));
  return begin == "\x89PNG" || begin == "RIFF";
}

cv::Mat on_ground(const cv::Mat& bgra, PhotoGround ground) {
  cv::Mat pixels;
  bgra.convertTo(pixels, CV_8U, bgra.depth() == CV_16U ? 1.0 / 257 : 1.0);
  cv::Mat alpha, bgr;
  cv::extractChannel(pixels, alpha, 3);
  cv::cvtColor(pixels, bgr, cv::COLOR_BGRA2BGR);
  cv::cvtColor(alpha, alpha, cv::COLOR_GRAY2BGR);
  cv::multiply(bgr, alpha, bgr, 1.0 / 255);
  if (ground == PhotoGround::kWhite) cv::add(bgr, ~alpha, bgr);
  return bgr;
}

cv::Mat decode(const std::vector<unsigned char>& bytes, PhotoGround ground) {
  try {
    if (may_be_transparent(bytes)) {
      const cv::Mat picture = cv::imdecode(bytes, cv::IMREAD_UNCHANGED);
      if (picture.channels() == 4) return on_ground(picture, ground);
    }
    return cv::imdecode(bytes, cv::IMREAD_COLOR);
  } catch (const std::exception&) {
    return {};  // a damaged picture; reported like any other that cannot be decoded
  }
}

}  // namespace

Result<cv::Mat> read_photo(const std::filesystem::path& file, PhotoGround ground) {
  auto bytes = bytes_of(file);
  if (!bytes) return fail(std::move(bytes.error()), file.string());
  // Asked before decoding: a small file can claim gigapixels. It also keeps to the formats named: the library beneath
  // knows dozens more.
  const auto claimed = claimed_size(*bytes);
  if (claimed && pixels(*claimed) > kMaxPixels)
    return fail(ErrorCode::kInvalidInput, file.string() + ": claims to have more than 100 megapixels");
  const cv::Mat bgr = claimed ? decode(*bytes, ground) : cv::Mat();
  if (bgr.empty())
    return fail(ErrorCode::kInvalidInput,
                file.string() + ": not a picture this program reads (JPEG, PNG, PGM, BMP, WebP or TIFF)");
  return bgr;
}

}  // namespace gate
