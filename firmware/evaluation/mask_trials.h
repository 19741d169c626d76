#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "evaluation/error_rates.h"
#include "evaluation/face_collection.h"
#include "evaluation/mask_collection.h"

namespace gate {

/// What is compared with a masked probe.
enum class EnrolledAs { kBare, kMasked };

/// Distances of one model, probes against other photographs; non-mated ones only inside `group` (the part of an
/// identity's name before '_'; empty: everybody). A mated probe in which no face was found counts as infinitely far.
Trials masked_trials(const MaskCollection& collection, EnrolledAs enrolled, const ModelId& model,
                     const std::string& group);

/// {"models", "mask_detector", "probes": [{"people", "score", "enrolled", "mated", "non_mated", "tar_at_far"}]}
nlohmann::ordered_json mask_trials(const MaskCollection& collection);
void print_mask_trials(const nlohmann::ordered_json& report);

/// The pictures in which a face was found under the mask, as a collection under the models' masked ids: enrolled with
/// painted masks, seen with others. Its contenders' curves are those of masked visitors.
FaceCollection masked_faces(const MaskCollection& collection);

}  // namespace gate
