#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/result.h"
#include "templates/face_template.h"

namespace gate {

/// One photograph of a person: as enrolled bare, as enrolled with synthetic masks, and as a probe that wears another
/// mask (probe_masks(), one after another), found and embedded as a frame would be.
struct MaskedPicture {
  std::string identity;
  FaceTemplate bare;
  FaceTemplate masked;
  std::optional<FaceTemplate> probe;  ///< nothing: no face was found under the mask
};

/// How many faces the mask detector saw, and called masked.
struct MaskCalls {
  int faces = 0;
  int masked = 0;
};

/// Everything that is measured about masks over `data`/persons and `data`/distractors/mask.
struct MaskCollection {
  std::vector<ModelId> models;  ///< bare ids, dlib's first
  std::vector<MaskedPicture> pictures;
  std::map<std::string, MaskCalls> calls;  ///< "bare", "synthetic", "real"
};

/// Looks at no more than six photographs of a person, spread evenly: about 0.5 s each. kNotFound without persons.
Result<MaskCollection> mask_collection(const std::filesystem::path& data, const std::filesystem::path& models,
                                       const std::function<void(std::size_t, std::size_t)>& progress);

}  // namespace gate
