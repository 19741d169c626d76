#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "common/result.h"
#include "evaluation/error_rates.h"

namespace gate {

/// One line of a detection error trade-off plot.
struct DetLine {
  std::string name;
  Trials trials;  ///< sorted
};

/// FNMR against FMR (ISO/IEC 19795-1, 7.5), both axes logarithmic, as the bytes of a PNG file.
Result<std::vector<unsigned char>> det_plot(std::span<const DetLine> lines, const std::string& title);

}  // namespace gate
