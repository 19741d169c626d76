#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "vision/face_embedder.h"
#include "vision/model_store.h"

namespace gate {

using Embedders = std::vector<std::unique_ptr<FaceEmbedder>>;

/// dlib's net of the name `first`, and the supplementary one of the name `second` after it. Errors as the nets'.
Result<Embedders> open_embedders(const ModelStore& models, const std::string& first,
                                 const std::optional<std::string>& second);

/// A MaskedEmbedder for each of them, which must outlive it.
Embedders masked_embedders(const Embedders& bare);

/// What is there: dlib's, and the supplementary one if models/fetch --supplement was run.
Result<Embedders> open_embedders(const ModelStore& models);

}  // namespace gate
