#pragma once

#include <map>
#include <span>
#include <string>

#include "enrolment/pass_batch.h"

namespace gate {

/// A batch in numbers.
struct BatchSummary {
  std::size_t issued = 0;
  std::size_t skipped = 0;
  std::size_t refused = 0;
  std::map<std::string, std::size_t> refusals;  ///< by reason code
  std::map<std::string, std::size_t> warnings;  ///< by code
};

BatchSummary summary_of(std::span<const RowOutcome> outcomes);

/// report.csv, a line a row: row, reference, result, code, what is wrong, what to do, pass file. Spreadsheets take no
/// cell of it for a formula. Begins with a byte order mark, without which some take UTF-8 for something else.
std::string batch_report_csv(std::span<const RowOutcome> outcomes);

inline constexpr std::string_view kBatchReportFile = "report.csv";

}  // namespace gate
