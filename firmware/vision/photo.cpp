#include "vision/photo.h"

#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <vector>

namespace gate {
namespace {

constexpr std::uintmax_t kMaxBytes = 64U << 20U;
constexpr std::size_t kMaxPixels = 100'000'000;

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

}  // namespace

Result<cv::Mat> read_photo(const std::filesystem::path& file) {
  auto bytes = bytes_of(file);
  if (!bytes) return fail(std::move(bytes.error()), file.string());
  cv::Mat bgr;
  try {
    if (!bytes->empty()) bgr = cv::imdecode(*bytes, cv::IMREAD_COLOR);
  } catch (const std::exception&) {
    bgr.release();  // a damaged or absurdly large picture; reported like any other that cannot be decoded
  }
  if (bgr.empty() || bgr.total() > kMaxPixels)
    return fail(
        ErrorCode::kInvalidInput,
        file.string() + ": not a picture this program reads (JPEG, PNG, PGM, BMP, WebP or TIFF, up to 100 megapixels)");
  return bgr;
}

}  // namespace gate
