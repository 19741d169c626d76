#pragma once

#include "access/match_limits.h"
#include "access/policy.h"
#include "config/config.h"
#include "config/config_text.h"

namespace gate {

/// Each reads and checks one file. Errors are one line naming file, field (JSON pointer), value and what is allowed:
/// kNotFound, kInvalidInput, kIo. Reentrant; blocks for reading small files. `read`: where the text comes from.

/// config/terminal.json, or any file that extends it, such as a board's.
Result<Config> load_config(const std::filesystem::path& file, const ReadText& read = read_text_file);

/// config/policies/*.json.
Result<Policy> load_policy(const std::filesystem::path& file, const ReadText& read = read_text_file);

/// config/curves/*.json; also what check_curve() asks.
Result<MatchCurve> load_curve(const std::filesystem::path& file, const ReadText& read = read_text_file);

/// Curves of which a pass is compared by the first whose models it has.
using CurveSet = std::vector<MatchCurve>;

/// Two sets: recognition.fused_curve, if there is one, and recognition.curve for bare faces; and
/// recognition.masked_curve, if there is one, for masked ones.
Result<std::vector<CurveSet>> load_curves(const RecognitionConfig& recognition);

/// The sets' comparisons, and their curves one after another: the order of the galleries that are loaded for them.
std::vector<std::vector<FaceComparison>> alternatives_of(const std::vector<CurveSet>& sets);
std::vector<MatchCurve> in_one_row(const std::vector<CurveSet>& sets);

}  // namespace gate
