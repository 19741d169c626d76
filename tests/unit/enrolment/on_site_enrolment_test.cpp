#include "enrolment/on_site_enrolment.h"

#include <gtest/gtest.h>

#include "fakes/fake_clock.h"

namespace gate {
namespace {

using Step = EnrolmentStep;
using Outcome = OnSiteEnrolment::Outcome;
using namespace std::chrono_literals;

FaceTemplate face(float at) {
  const std::array<float, 2> values{at, 1};
  return FaceTemplate::create({FaceVector::create("model", values).value()}).value();
}

class OnSiteEnrolmentTest : public ::testing::Test {
 protected:
  OnSiteEnrolment::Desk desk() {
    return {.may_begin = [this] { return objection; },
            .check = [this](const std::string& code) -> OnSiteEnrolment::Check {
              if (code == "poster") return std::monostate{};
              if (code == "expired") return to_string(Reason::kCertificateExpired);
              OnSiteEnrolment::Checked checked{.pass = {}, .initial = "E", .birth_year = "1964"};
              checked.pass.certificate = code;
              return checked;
            },
            .issue =
                [this](Pass pass) {
                  issued = std::move(pass);
                  outcome = {};
                  return outcome.get_future();
                }};
  }
  Step step() { return enrolment.state().step; }
  void reach_compare() {
    enrolment.on({EnrolmentCommand::kBegin});
    enrolment.on_code("good");
  }
  void confirm() { enrolment.on({EnrolmentCommand::kConfirm, enrolment.state().comparison}); }
  void look(std::size_t frames = OnSiteEnrolment::kFrames) {
    for (std::size_t i = 0; i < frames; ++i) enrolment.add_sample(face(0.01F * static_cast<float>(i)));
  }
  void reach_issuing() {
    reach_compare();
    confirm();
    look();
  }
  void pass_by(std::chrono::milliseconds time) {
    clock.advance(time);
    enrolment.tick();
  }

  FakeClock clock;
  std::optional<EnrolmentRefusal> objection;
  std::optional<Pass> issued;
  std::promise<Outcome> outcome;
  OnSiteEnrolment enrolment{desk(), clock, 20s};
};

TEST_F(OnSiteEnrolmentTest, FromACertificateToAPassToTakeAway) {
  EXPECT_FALSE(enrolment.active());
  enrolment.on({EnrolmentCommand::kBegin});
  EXPECT_EQ(step(), Step::kShowCertificate);
  EXPECT_TRUE(enrolment.wants_code());
  enrolment.on_code("poster");
  EXPECT_EQ(step(), Step::kShowCertificate) << "what hangs on the wall is nobody's certificate";
  enrolment.on_code("good");
  EXPECT_EQ(step(), Step::kCompare);
  EXPECT_EQ(enrolment.state().initial, "E");
  EXPECT_EQ(enrolment.state().birth_year, "1964");
  confirm();
  EXPECT_EQ(step(), Step::kLook);
  EXPECT_EQ(enrolment.state().initial, "") << "staff have seen it";
  enrolment.guide(Reason::kTooFar);
  EXPECT_EQ(enrolment.guidance(), Reason::kTooFar);
  look();
  EXPECT_EQ(step(), Step::kIssuing);
  ASSERT_TRUE(issued);
  EXPECT_EQ(issued->certificate, "good");
  EXPECT_EQ(issued->samples.size(), 5U);
  enrolment.tick();
  EXPECT_EQ(step(), Step::kIssuing) << "until it is done";
  outcome.set_value(IssuedPass{PassId{{7}}, std::make_shared<const std::string>("GATE1:X")});
  enrolment.tick();
  EXPECT_EQ(step(), Step::kDone);
  EXPECT_EQ(enrolment.state().pass, PassId{{7}});
  EXPECT_EQ(*enrolment.code(), "GATE1:X");
  pass_by(19s);
  EXPECT_EQ(step(), Step::kDone);
  pass_by(1s);
  EXPECT_FALSE(enrolment.active());
  EXPECT_EQ(enrolment.code(), nullptr);
}

TEST_F(OnSiteEnrolmentTest, NobodyIsEnrolledWithoutAnIdentityDocumentLookedAt) {
  reach_compare();
  look();
  EXPECT_EQ(step(), Step::kCompare);
  enrolment.on_code("another");
  EXPECT_EQ(step(), Step::kCompare) << "the certificate compared is the one that is bound";
  confirm();
  look();
  EXPECT_EQ(issued->certificate, "good");
}

TEST_F(OnSiteEnrolmentTest, StaffConfirmTheHolderTheyCompared) {
  reach_compare();
  const auto first = enrolment.state().comparison;
  EXPECT_NE(first, 0U);
  enrolment.on({EnrolmentCommand::kCancel});
  EXPECT_EQ(enrolment.state().comparison, 0U);
  reach_compare();
  EXPECT_NE(enrolment.state().comparison, first);
  for (const std::uint32_t other : {first, 0U}) {
    enrolment.on({EnrolmentCommand::kConfirm, other});
    EXPECT_EQ(step(), Step::kCompare) << "a page that is late confirms nobody else";
  }
  confirm();
  EXPECT_EQ(step(), Step::kLook);
}

TEST_F(OnSiteEnrolmentTest, WhatIsWrongIsSaidAndNothingIsIssued) {
  enrolment.on({EnrolmentCommand::kBegin});
  enrolment.on_code("expired");
  EXPECT_EQ(step(), Step::kRefused);
  EXPECT_EQ(enrolment.state().refusal, "certificate_expired");
  pass_by(OnSiteEnrolment::kRefusalShown);
  EXPECT_FALSE(enrolment.active());

  objection = EnrolmentRefusal::kDelegationUsedUp;
  enrolment.on({EnrolmentCommand::kBegin});
  EXPECT_EQ(enrolment.state().refusal, "delegation_used_up");
  objection.reset();
  enrolment.on({EnrolmentCommand::kBegin});
  EXPECT_EQ(step(), Step::kShowCertificate) << "what was refused need not be waited for";
  EXPECT_FALSE(issued);
}

TEST_F(OnSiteEnrolmentTest, EveryStepEndsByItself) {
  enrolment.on({EnrolmentCommand::kBegin});
  pass_by(OnSiteEnrolment::kShowWithin);
  EXPECT_EQ(enrolment.state().refusal, "timed_out");
  reach_compare();
  pass_by(OnSiteEnrolment::kConfirmWithin);
  EXPECT_EQ(enrolment.state().refusal, "timed_out");
  EXPECT_EQ(enrolment.state().initial, "");
  reach_compare();
  confirm();
  enrolment.see_mask();
  EXPECT_EQ(step(), Step::kTakeMaskOff);
  pass_by(OnSiteEnrolment::kLookWithin);
  EXPECT_EQ(enrolment.state().refusal, "pictures_unusable");
}

TEST_F(OnSiteEnrolmentTest, StaffCancelUntilItIsSigned) {
  for (const auto& reach :
       std::vector<std::function<void()>>{[&] { enrolment.on({EnrolmentCommand::kBegin}); }, [&] { reach_compare(); },
                                          [&] {
                                            reach_compare();
                                            confirm();
                                          }}) {
    reach();
    enrolment.on({EnrolmentCommand::kCancel});
    EXPECT_EQ(enrolment.state().refusal, "cancelled");
    enrolment.on({EnrolmentCommand::kCancel});
    EXPECT_FALSE(enrolment.active()) << "and once more puts it away";
  }
  reach_issuing();
  enrolment.on({EnrolmentCommand::kCancel});
  EXPECT_EQ(step(), Step::kIssuing);
  outcome.set_value(EnrolmentRefusal::kFailed);
  enrolment.tick();
  EXPECT_EQ(enrolment.state().refusal, "failed");
}

TEST_F(OnSiteEnrolmentTest, SamplesAreOfOnePersonWithoutAMask) {
  reach_compare();
  confirm();
  look(OnSiteEnrolment::kFrames - 1);
  enrolment.start_samples_over();
  enrolment.see_mask();
  look(OnSiteEnrolment::kFrames - 1);
  EXPECT_EQ(step(), Step::kLook) << "the others were somebody else's";
  look(1);
  EXPECT_EQ(step(), Step::kIssuing);

  outcome.set_value(EnrolmentRefusal::kFailed);
  enrolment.tick();
  reach_compare();
  confirm();
  for (const float at : {0.F, 0.9F, 0.01F, 0.91F, 0.02F, 0.92F, 0.F, 0.9F}) enrolment.add_sample(face(at));
  EXPECT_EQ(enrolment.state().refusal, "pictures_of_two_people");
}

TEST_F(OnSiteEnrolmentTest, AMaskIsAskedForUntilAGoodFrameShowsTheFace) {
  reach_compare();
  confirm();
  enrolment.see_mask();
  enrolment.guide(Reason::kTooFar);
  EXPECT_EQ(step(), Step::kTakeMaskOff) << "stepping back takes no mask off";
  look(1);
  EXPECT_EQ(step(), Step::kLook);
  EXPECT_EQ(enrolment.guidance(), std::nullopt);
}

TEST_F(OnSiteEnrolmentTest, WhereNoCodeIsToBeSeenItIsDoneSoonerAllTheSame) {
  OnSiteEnrolment hidden(desk(), clock, 0s);
  hidden.on({EnrolmentCommand::kBegin});
  hidden.on_code("good");
  hidden.on({EnrolmentCommand::kConfirm, hidden.state().comparison});
  for (std::size_t i = 0; i < OnSiteEnrolment::kFrames; ++i) hidden.add_sample(face(0));
  outcome.set_value(IssuedPass{PassId{{7}}, std::make_shared<const std::string>("GATE1:X")});
  hidden.tick();
  EXPECT_EQ(hidden.code(), nullptr);
  EXPECT_EQ(hidden.state().step, Step::kDone);
  clock.advance(OnSiteEnrolment::kDoneShown - 1ms);
  hidden.tick();
  EXPECT_EQ(hidden.state().step, Step::kDone) << "the visitor is to read that it is done";
  clock.advance(1ms);
  hidden.tick();
  EXPECT_FALSE(hidden.active());
}

TEST_F(OnSiteEnrolmentTest, APassWithoutACodeIsDoneSooner) {
  reach_issuing();
  outcome.set_value(IssuedPass{PassId{{7}}, nullptr});
  enrolment.tick();
  EXPECT_EQ(step(), Step::kDone);
  pass_by(OnSiteEnrolment::kDoneShown);
  EXPECT_FALSE(enrolment.active());
}

}  // namespace
}  // namespace gate
