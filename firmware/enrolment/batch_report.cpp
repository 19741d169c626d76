#include "enrolment/batch_report.h"

#include <array>

#include "encoding/csv.h"
#include "encoding/plain_text.h"

namespace gate {
namespace {

using Line = std::array<std::string, 7>;

std::string joined(const std::vector<std::string>& notes) {
  std::string text;
  for (const std::string& note : notes) text += (text.empty() ? "" : "; ") + note;
  return text;
}

Line line_of(const RowOutcome& outcome) {
  Line line{std::to_string(outcome.row), outcome.reference, std::string(to_string(outcome.result)), "", "", "", ""};
  auto& [row, reference, result, code, what, advice, file] = line;
  if (outcome.refusal) {
    code = to_string(outcome.refusal->reason);
    what = outcome.refusal->what;
    advice = advice_for(outcome.refusal->reason);
  } else if (outcome.warning) {
    code = to_string(outcome.warning->kind);
    what = outcome.warning->what;
    advice = advice_for(outcome.warning->kind);
  }
  if (const std::string notes = joined(outcome.notes); !notes.empty() && what.find(notes) == std::string::npos)
    what += (what.empty() ? "" : "; ") + notes;
  if (outcome.pass) file = BatchFolder::name_of(*outcome.pass);
  return line;
}

}  // namespace

BatchSummary summary_of(std::span<const RowOutcome> outcomes) {
  BatchSummary summary;
  for (const RowOutcome& outcome : outcomes) {
    switch (outcome.result) {
      case RowOutcome::Result::kIssued: ++summary.issued; break;
      case RowOutcome::Result::kSkipped: ++summary.skipped; break;
      case RowOutcome::Result::kRefused: ++summary.refused; break;
    }
    if (outcome.refusal) ++summary.refusals[std::string(to_string(outcome.refusal->reason))];
    if (outcome.warning && !outcome.refusal) ++summary.warnings[std::string(to_string(outcome.warning->kind))];
  }
  return summary;
}

std::string batch_report_csv(std::span<const RowOutcome> outcomes) {
  std::string text(kByteOrderMark);
  text += csv_record(Line{"row", "reference", "result", "code", "what is wrong", "what to do", "pass file"});
  for (const RowOutcome& outcome : outcomes) text += csv_record(line_of(outcome));
  return text;
}

}  // namespace gate
