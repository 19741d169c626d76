#include "vision/picture_header.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <limits>
#include <string_view>

namespace gate {
namespace {

using Bytes = std::span<const std::uint8_t>;
using Extent = std::optional<std::uint64_t>;

enum class Order { kBig, kLittle };

/// `count` bytes at `at` as a number; nothing past the end.
Extent number(Bytes file, std::uint64_t at, std::size_t count, Order order) {
  if (at > file.size() || file.size() - at < count) return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8U | file[at + (order == Order::kBig ? i : count - 1 - i)];
  return value;
}

bool has(Bytes file, std::size_t at, std::string_view text) {
  return file.size() >= at + text.size() &&
         std::equal(text.begin(), text.end(), file.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

std::optional<cv::Size> size_of(Extent width, Extent height) {
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<int>::max());
  if (!width || !height || *width == 0 || *height == 0 || *width > kMost || *height > kMost) return std::nullopt;
  return cv::Size(static_cast<int>(*width), static_cast<int>(*height));
}

/// The first start of frame (SOF0 to SOF15, ITU-T T.81 table B.1) among the segments.
std::optional<cv::Size> jpeg_size(Bytes file) {
  for (std::uint64_t at = 2; at + 4 <= file.size();) {
    if (file[at] != 0xFF) return std::nullopt;
    const std::uint8_t marker = file[at + 1];
    if (marker == 0xFF) {  // a fill byte
      ++at;
      continue;
    }
    const bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame) return size_of(number(file, at + 7, 2, Order::kBig), number(file, at + 5, 2, Order::kBig));
    at += 2 + *number(file, at + 2, 2, Order::kBig);
  }
  return std::nullopt;
}

/// Text: a letter, a digit, then width and height between blanks and comments.
std::optional<cv::Size> pnm_size(Bytes file) {
  Extent numbers[2];
  std::size_t at = 2;
  for (Extent& value : numbers) {
    for (; at < file.size() && (std::isspace(file[at]) != 0 || file[at] == '#'); ++at)
      if (file[at] == '#')
        at = static_cast<std::size_t>(std::find(file.begin() + static_cast<std::ptrdiff_t>(at), file.end(), '\n') -
                                      file.begin());
    for (; at < file.size() && std::isdigit(file[at]) != 0 && value.value_or(0) < 1U << 31U; ++at)
      value = value.value_or(0) * 10 + (file[at] - '0');
  }
  return size_of(numbers[0], numbers[1]);
}

std::optional<cv::Size> bmp_size(Bytes file) {
  if (number(file, 14, 4, Order::kLittle) == 12U)  // the OS/2 header
    return size_of(number(file, 18, 2, Order::kLittle), number(file, 20, 2, Order::kLittle));
  auto height = number(file, 22, 4, Order::kLittle);
  if (height)
    height = static_cast<std::uint64_t>(std::llabs(static_cast<std::int32_t>(*height)));  // < 0: top row first
  return size_of(number(file, 18, 4, Order::kLittle), height);
}

/// The three kinds of first chunk (RFC 9649): lossy, lossless, extended.
std::optional<cv::Size> webp_size(Bytes file) {
  const auto part = [&](std::uint64_t at, std::size_t count, unsigned shift, std::uint64_t mask, unsigned add) {
    const Extent bits = number(file, at, count, Order::kLittle);
    return bits ? Extent((*bits >> shift & mask) + add) : bits;
  };
  if (has(file, 12, "VP8 ")) return size_of(part(26, 2, 0, 0x3FFF, 0), part(28, 2, 0, 0x3FFF, 0));
  if (has(file, 12, "VP8L")) return size_of(part(21, 4, 0, 0x3FFF, 1), part(21, 4, 14, 0x3FFF, 1));
  if (has(file, 12, "VP8X")) return size_of(part(24, 3, 0, 0xFFFFFF, 1), part(27, 3, 0, 0xFFFFFF, 1));
  return std::nullopt;
}

/// Tags 256 and 257 of the first directory (TIFF 6.0): 16 or 32 bits. Given twice, the larger counts.
std::optional<cv::Size> tiff_size(Bytes file, Order order) {
  const Extent directory = number(file, 4, 4, order);
  const Extent count = directory ? number(file, *directory, 2, order) : std::nullopt;
  Extent width, height;
  for (std::uint64_t i = 0; i < count.value_or(0); ++i) {
    const std::uint64_t at = *directory + 2 + 12 * i;
    const Extent tag = number(file, at, 2, order);
    const std::size_t bytes = number(file, at + 2, 2, order) == 3U ? 2 : 4;
    if (tag == 256U) width = std::max(width, number(file, at + 8, bytes, order));
    if (tag == 257U) height = std::max(height, number(file, at + 8, bytes, order));
  }
  return size_of(width, height);
}

}  // namespace

std::optional<cv::Size> claimed_size(Bytes file) {
  using namespace std::string_view_literals;
  if (has(file, 0, "\xFF\xD8"sv)) return jpeg_size(file);
  if (has(file, 0, "\x89PNG\r\n\x1A\n"sv) && has(file, 12, "IHDR"))
    return size_of(number(file, 16, 4, Order::kBig), number(file, 20, 4, Order::kBig));
  if (file.size() > 2 && file[0] == 'P' && file[1] >= '1' && file[1] <= '6') return pnm_size(file);
  if (has(file, 0, "BM")) return bmp_size(file);
  if (has(file, 0, "RIFF") && has(file, 8, "WEBP")) return webp_size(file);
  if (has(file, 0, "II*\0"sv)) return tiff_size(file, Order::kLittle);
  if (has(file, 0, "MM\0*"sv)) return tiff_size(file, Order::kBig);
  return std::nullopt;
}

}  // namespace gate
