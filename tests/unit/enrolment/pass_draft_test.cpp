#include "enrolment/pass_draft.h"

#include <gmock/gmock.h>

#include "unit/passes/venue.h"

namespace gate {
namespace {

using std::chrono::days;
using ::testing::HasSubstr;

class PassDraftTest : public ::testing::Test {
 protected:
  PassDraft draft(const PassOrder& order) { return draft_pass(order, venue.trust_store, Venue::kNow).value(); }
  PassOrder order(int valid_days = 30) { return {venue.certificate, valid_days, "E.M.", {}}; }

  Venue venue;
};

TEST_F(PassDraftTest, APassHoldsNoLongerThanItsCertificate) {
  EXPECT_EQ(draft(order(30)).pass.expires_at, Venue::kNow + days{30});
  EXPECT_EQ(draft(order(365)).pass.expires_at, Venue::kNow + days{300});
  EXPECT_FALSE(draft(order()).refusal);
  EXPECT_TRUE(draft(order()).identity);
  EXPECT_NE(draft(order()).pass.id, draft(order()).pass.id);
  EXPECT_EQ(draft(order()).pass.initials, "E.M.");
}

TEST_F(PassDraftTest, SaysThatACertificateIsAnotherPersons) {
  PassOrder other = order();
  other.holder.family_name = "Smith";
  const PassDraft drafted = draft(other);
  ASSERT_TRUE(drafted.refusal);
  EXPECT_EQ(drafted.refusal->reason, IssueReason::kHolderDiffers);
  EXPECT_THAT(drafted.refusal->what, HasSubstr("family name differs"));
  EXPECT_THAT(drafted.refusal->what, ::testing::Not(HasSubstr("Muster"))) << "a field, never its value";
  other.holder.family_name = "Musterfrau";
  EXPECT_FALSE(draft(other).refusal);
}

TEST_F(PassDraftTest, SaysThatACertificateDoesNotVerify) {
  PassOrder expired = order();
  expired.certificate = venue.issue_certificate(Venue::kNow - days{30}, Venue::kNow - days{1});
  const PassDraft drafted = draft(expired);
  EXPECT_EQ(drafted.refusal->reason, IssueReason::kCertificateRefused);
  EXPECT_THAT(drafted.refusal->what, HasSubstr("expired"));
  EXPECT_FALSE(drafted.identity);
  EXPECT_EQ(draft({"no certificate", 30, "", {}}).refusal->reason, IssueReason::kCertificateRefused);
}

TEST_F(PassDraftTest, WithoutTrustNothingIsComparedAndNoHolderCanBe) {
  EXPECT_FALSE(draft_pass({"anything", 30, "", {}}, nullptr, Venue::kNow)->refusal);
  PassOrder stated = order();
  stated.holder.birth_date = "1964";
  EXPECT_EQ(draft_pass(stated, nullptr, Venue::kNow).error().code, ErrorCode::kInvalidInput);
}

}  // namespace
}  // namespace gate
