#include "vision/photo.h"

#include <fstream>
#include <opencv2/imgcodecs.hpp>
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

cv::Mat decode(const std::vector<unsigned char>& bytes) {
  try {
    return cv::imdecode(bytes, cv::IMREAD_COLOR);
  } catch (const std::exception&) {
    return {};  // a damaged picture; reported like any other that cannot be decoded
  }
}

}  // namespace

Result<cv::Mat> read_photo(const std::filesystem::path& file) {
  auto bytes = bytes_of(file);
  if (!bytes) return fail(std::move(bytes.error()), file.string());
  // Asked before decoding: a small file can claim gigapixels. It also keeps to the formats named: the library beneath
  // knows dozens more.
  const auto claimed = claimed_size(*bytes);
  if (claimed && pixels(*claimed) > kMaxPixels)
    return fail(ErrorCode::kInvalidInput, file.string() + ": claims to have more than 100 megapixels");
  const cv::Mat bgr = claimed ? decode(*bytes) : cv::Mat();
  if (bgr.empty())
    return fail(ErrorCode::kInvalidInput,
                file.string() + ": not a picture this program reads (JPEG, PNG, PGM, BMP, WebP or TIFF)");
  return bgr;
}

}  // namespace gate
