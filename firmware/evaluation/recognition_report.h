#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "evaluation/contenders.h"
#include "evaluation/det_plot.h"

namespace gate {

/// How many pictures, how many with a face, how many whose face is good, and why the others' is not.
nlohmann::ordered_json acquisition(const std::vector<EvaluatedPicture>& pictures);

/// Everything that pictures of people tell, in the terms of ISO/IEC 19795-1: acquisition, verification, open-set
/// identification, groups, for each contender; and what templates in QR passes change. `curves`: the terminal's, at
/// whose limits the open-set searches are judged; empty: those measured on this collection.
nlohmann::ordered_json recognition_report(const FaceCollection& collection, const std::vector<Contender>& contenders,
                                          const std::vector<MatchCurve>& curves);

/// The lines of the report's DET plot: every contender, one picture a side, and one against three fused frames.
std::vector<DetLine> det_lines(const FaceCollection& collection, const std::vector<Contender>& contenders);

}  // namespace gate
