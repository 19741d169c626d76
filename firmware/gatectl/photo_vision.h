#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "vision/face_embedder.h"
#include "vision/photo_face_finder.h"

namespace gate {

/// What looking at photographs takes, loaded once for all of a command's.
struct PhotoVision {
  PhotoFaceFinder finder;
  std::vector<std::unique_ptr<FaceEmbedder>> embedders;
};

/// From the folder models/fetch filled; about half a second.
Result<PhotoVision> open_photo_vision(const std::filesystem::path& models);

}  // namespace gate
