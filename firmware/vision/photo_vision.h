#pragma once

#include <filesystem>

#include "vision/embedders.h"
#include "vision/photo_face_finder.h"

namespace gate {

/// What looking at photographs takes, loaded once for all of a command's. Templates get the supplementary net's vector
/// too where models/fetch --supplement was run: such passes serve terminals with and without it.
struct PhotoVision {
  PhotoFaceFinder finder;
  Embedders embedders;  ///< dlib's first
};

/// From the folder models/fetch filled; about half a second. Errors as ModelStore's and the nets'.
Result<PhotoVision> open_photo_vision(const std::filesystem::path& models);

}  // namespace gate
