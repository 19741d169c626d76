#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "evaluation/error_rates.h"
#include "evaluation/face_collection.h"
#include "evaluation/mask_collection.h"
#include "evaluation/report_tables.h"
#include "templates/face_comparison.h"

namespace gate {

/// What is compared with a masked probe.
enum class EnrolledAs { kBare, kMasked };

/// Scores by a comparison of masked models, probes against other photographs; all of them inside `group` (source_of(),
/// empty: everybody). A mated probe in which no face was found counts as infinitely far.
Trials masked_trials(const MaskCollection& collection, EnrolledAs enrolled, const FaceComparison& comparison,
                     const std::string& group);

/// {"models", "mask_detector", "probes": [{"people", "net", "enrolled", "mated", "non_mated", "tar_at_far"}]}; the nets
/// are contenders(), as the terminal compares.
nlohmann::ordered_json mask_trials(const MaskCollection& collection);
std::vector<ReportTable> mask_tables(const nlohmann::ordered_json& report);

/// The pictures in which a face was found under the mask, as a collection under the models' masked ids: enrolled with
/// painted masks, seen with others. Its contenders' curves are those of masked visitors.
FaceCollection masked_faces(const MaskCollection& collection);

}  // namespace gate
