#include "camera/jpeg_frame.h"

#include <turbojpeg.h>

#include <memory>

namespace gate {
namespace {

// ITU-T T.81, B.1.1.3: SOF0 to SOF15 are 0xC0 to 0xCF but for DHT (C4), JPG (C8) and DAC (CC); B.2.2: height, width.
std::optional<cv::Size> jpeg_size(std::span<const std::uint8_t> bytes) {
  const auto word = [&](std::size_t at) { return bytes[at] << 8 | bytes[at + 1]; };
  for (std::size_t at = 2; at + 9 <= bytes.size() && bytes[at] == 0xFF;) {
    const int marker = bytes[at + 1];
    if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
      return cv::Size(word(at + 7), word(at + 5));
    }
    at += marker == 0xFF ? 1 : 2 + static_cast<std::size_t>(word(at + 2));
  }
  return std::nullopt;
}

// A frame cut off by a lost USB packet decodes to a half grey picture without complaint, so the end marker is required.
// Cameras may pad with zeros after it.
bool is_whole_jpeg(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty() && bytes.back() == 0) bytes = bytes.first(bytes.size() - 1);
  return bytes.size() > 4 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[bytes.size() - 2] == 0xFF &&
         bytes.back() == 0xD9;
}

struct Decoder {
  using Handle = std::unique_ptr<void, int (*)(tjhandle)>;
  Handle handle{tjInitDecompress(), tjDestroy};

  // The library reads the header by itself, and what it would write is what it found there, not what jpeg_size() found.
  bool fits(std::span<const std::uint8_t> bytes, cv::Size size) const {
    cv::Size px;
    int subsampling = 0, colours = 0;
    const auto length = static_cast<unsigned long>(bytes.size());
    return tjDecompressHeader3(handle.get(), bytes.data(), length, &px.width, &px.height, &subsampling, &colours) ==
               0 &&
           px == size;
  }

  bool decode(std::span<const std::uint8_t> bytes, cv::Mat& bgr) const {
    // A progressive JPEG of a few kilobytes can have thousands of scans, each as costly as a frame.
    constexpr int kFlags = TJFLAG_LIMITSCANS;
    const auto length = static_cast<unsigned long>(bytes.size());
    return tjDecompress2(handle.get(), bytes.data(), length, bgr.data, bgr.cols, static_cast<int>(bgr.step[0]),
                         bgr.rows, TJPF_BGR, kFlags) == 0 ||
           tjGetErrorCode(handle.get()) == TJERR_WARNING;
  }
};

}  // namespace

std::optional<cv::Mat> decode_jpeg_frame(std::span<const std::uint8_t> bytes, cv::Size size) {
  if (!is_whole_jpeg(bytes) || jpeg_size(bytes) != size) return std::nullopt;
  const Decoder decoder;
  if (!decoder.handle || !decoder.fits(bytes, size)) return std::nullopt;
  // Grey where the decoder gave up, which it may do behind a warning and then says no more than that: never a piece of
  // somebody else's picture from memory used before.
  cv::Mat bgr(size, CV_8UC3, cv::Scalar::all(128));
  return decoder.decode(bytes, bgr) ? std::optional(bgr) : std::nullopt;
}

}  // namespace gate
