#include "enrolment/issue_reason.h"

#include <gtest/gtest.h>

#include <set>

namespace gate {
namespace {

TEST(IssueReasons, EachHasACodeOfItsOwnThatReadsBackAndAdvice) {
  std::set<std::string_view> codes;
  for (int i = 0; i <= static_cast<int>(IssueReason::kPassImpossible); ++i) {
    const auto reason = static_cast<IssueReason>(i);
    EXPECT_EQ(parse_issue_reason(to_string(reason)), reason) << i;
    EXPECT_TRUE(advice_for(reason).ends_with('.')) << i;
    EXPECT_TRUE(codes.insert(to_string(reason)).second) << i;
  }
  EXPECT_FALSE(parse_issue_reason("because"));
  EXPECT_FALSE(parse_issue_reason(""));
}

}  // namespace
}  // namespace gate
