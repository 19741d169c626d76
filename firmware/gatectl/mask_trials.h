#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "evaluation/error_rates.h"
#include "gatectl/mask_collection.h"

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

/// The masked model's curve in the format of config/curve.schema.json.
nlohmann::ordered_json mask_curve(const MaskCollection& collection, const ModelId& model);

}  // namespace gate
