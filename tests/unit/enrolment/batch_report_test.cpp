#include "enrolment/batch_report.h"

#include <gmock/gmock.h>

#include "encoding/csv.h"

namespace gate {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

std::vector<RowOutcome> outcomes() {
  RowOutcome good{2, "T-1", RowOutcome::Result::kIssued, {}, PassId{{1}}, {}, {}};
  RowOutcome same{3, "T-2", RowOutcome::Result::kSkipped, {}, PassId{{2}}, {"a.jpg: left out: blurred"}, {}};
  same.warning = {RowOutcome::Warning::Kind::kSameFace, "the same face as row 2 (reference T-1)"};
  RowOutcome bad{4, "=HYPERLINK(\"x\")", RowOutcome::Result::kRefused, {}, {}, {}, {}};
  bad.refusal = {IssueReason::kFileUnreadable, "b.jpg: no such file"};
  return {good, same, bad};
}

TEST(BatchReportTest, SaysOfEveryRowWhatBecameOfItAndWhatToDo) {
  const auto records = parse_csv(batch_report_csv(outcomes()));
  ASSERT_TRUE(records);
  ASSERT_EQ(records->size(), 4U);
  EXPECT_THAT((*records)[0].fields,
              ElementsAre("row", "reference", "result", "code", "what is wrong", "what to do", "pass file"));
  EXPECT_THAT((*records)[1].fields, ElementsAre("2", "T-1", "issued", "", "", "", BatchFolder::name_of(PassId{{1}})));
  EXPECT_THAT((*records)[2].fields, ElementsAre("3", "T-2", "skipped", "same_face",
                                                "the same face as row 2 (reference T-1); a.jpg: left out: blurred",
                                                std::string(advice_for(RowOutcome::Warning::Kind::kSameFace)),
                                                BatchFolder::name_of(PassId{{2}})));
  EXPECT_THAT((*records)[3].fields,
              ElementsAre("4", "'=HYPERLINK(\"x\")", "refused", "file_unreadable", "b.jpg: no such file",
                          std::string(advice_for(IssueReason::kFileUnreadable)), ""));
}

TEST(BatchReportTest, CountsByReason) {
  const BatchSummary summary = summary_of(outcomes());
  EXPECT_EQ(summary.issued, 1U);
  EXPECT_EQ(summary.skipped, 1U);
  EXPECT_EQ(summary.refused, 1U);
  EXPECT_THAT(summary.refusals, ElementsAre(Pair("file_unreadable", 1)));
  EXPECT_THAT(summary.warnings, ElementsAre(Pair("same_face", 1)));
}

}  // namespace
}  // namespace gate
