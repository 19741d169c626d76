#pragma once

#include <filesystem>
#include <opencv2/core/mat.hpp>

#include "common/result.h"

namespace gate {

/// What lies beneath a picture's transparent places.
enum class PhotoGround { kWhite, kBlack };

/// Reads a picture file as CV_8UC3 BGR: JPEG, PNG, PGM, BMP, WebP, TIFF; grey, 16 bit, transparent; turned upright by
/// its Exif orientation (not where it is transparent). At most 64 MiB and 100 megapixels, by what the file's header
/// claims. kNotFound when it cannot be opened, kInvalidInput when it is not a picture. Reentrant; blocks for disk and
/// decoding (12 megapixels: 0.2 s).
Result<cv::Mat> read_photo(const std::filesystem::path& file, PhotoGround ground = PhotoGround::kWhite);

}  // namespace gate
