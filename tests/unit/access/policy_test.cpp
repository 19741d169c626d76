#include "access/policy.h"

#include <gtest/gtest.h>

#include "unit/access/certificates.h"

namespace gate {
namespace {

using namespace gate::testing;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

const WallTime kNow = day(2021, 12, 3) + hours{12};

std::optional<Reason> check(const Certificate& certificate, const Policy& policy, WallTime now = kNow) {
  return check_policy(certificate, policy, now);
}

TEST(Policy, AnEmptyPolicyAcceptsNothing) {
  EXPECT_EQ(check(with(dose(2, 2, day(2021, 6, 1))), Policy{}), Reason::kCertificateKindNotAccepted);
}

TEST(Policy, ACertificateWithoutEntriesIsNotAccepted) {
  EXPECT_EQ(check(Certificate{}, two_doses_14_days()), Reason::kCertificateKindNotAccepted);
}

TEST(Policy, TwoDosesAndFourteenDaysInclusive) {
  const Policy policy = two_doses_14_days();
  EXPECT_EQ(check(with(dose(2, 2, day(2021, 11, 19))), policy), std::nullopt);
  EXPECT_EQ(check(with(dose(2, 2, day(2021, 11, 20))), policy), Reason::kLastDoseTooRecent);
  EXPECT_EQ(check(with(dose(1, 2, day(2021, 6, 1))), policy), Reason::kTooFewDoses);
  EXPECT_EQ(check(with(dose(3, 3, day(2021, 6, 1))), policy), std::nullopt);
}

TEST(Policy, TheDayOfTheDoseCountsAsDayNoughtAndTheFutureAsTooRecent) {
  Policy policy = two_doses_14_days();
  policy.vaccination[0].age.min = days{0};
  EXPECT_EQ(check(with(dose(2, 2, day(2021, 12, 3))), policy), std::nullopt);
  EXPECT_EQ(check(with(dose(2, 2, day(2021, 12, 4))), policy), Reason::kLastDoseTooRecent);
}

TEST(Policy, TodayBeginsAtMidnightOfTheNamedOffset) {
  Policy policy = two_doses_14_days();
  const Certificate certificate = with(dose(2, 2, day(2021, 11, 20)));
  const WallTime evening = day(2021, 12, 3) + hours{15};
  EXPECT_EQ(check(certificate, policy, evening), Reason::kLastDoseTooRecent);
  policy.utc_offset = minutes{9 * 60};  // in Japan it is the 4th
  EXPECT_EQ(check(certificate, policy, evening), std::nullopt);
  EXPECT_EQ(check(certificate, policy, evening - std::chrono::milliseconds{1}), Reason::kLastDoseTooRecent);
}

TEST(Policy, TheOldestDayStillCounts) {
  Policy policy = two_doses_14_days();
  policy.vaccination[0].age.max = days{270};
  EXPECT_EQ(check(with(dose(2, 2, day(2021, 12, 3) - days{270})), policy), std::nullopt);
  EXPECT_EQ(check(with(dose(2, 2, day(2021, 12, 3) - days{271})), policy), Reason::kLastDoseTooOld);
}

TEST(Policy, OnlyNamedProductsCount) {
  Policy policy = two_doses_14_days();
  policy.vaccination[0].products = {kComirnaty};
  EXPECT_EQ(check(with(dose(2, 2, day(2021, 6, 1), kJcovden)), policy), Reason::kProductNotAccepted);
  EXPECT_EQ(check(with(dose(2, 2, day(2021, 6, 1))), policy), std::nullopt);
}

TEST(Policy, AnotherDiseaseIsAnotherKind) {
  Certificate certificate = with(dose(2, 2, day(2021, 6, 1)));
  certificate.immunisations[0].disease = "14189004";  // measles
  EXPECT_EQ(check(certificate, two_doses_14_days()), Reason::kCertificateKindNotAccepted);
}

TEST(Policy, SeriesMayBeAskedForInsteadOfANumber) {
  const auto outcome = [](int number, int of, Series series) {
    Policy policy;
    policy.vaccination = {{.products = {}, .minimum_doses = 1, .series = series, .age = {}}};
    return check(with(dose(number, of, day(2021, 6, 1), kJcovden)), policy);
  };
  EXPECT_EQ(outcome(1, 1, Series::kComplete), std::nullopt);
  EXPECT_EQ(outcome(1, 2, Series::kComplete), Reason::kTooFewDoses);
  EXPECT_EQ(outcome(1, 0, Series::kComplete), Reason::kTooFewDoses) << "a series of unknown length is not complete";
  EXPECT_EQ(outcome(2, 2, Series::kBoosted), Reason::kTooFewDoses);
  EXPECT_EQ(outcome(2, 1, Series::kBoosted), std::nullopt);
  EXPECT_EQ(outcome(3, 3, Series::kBoosted), std::nullopt);
  EXPECT_EQ(outcome(1, 2, Series::kAny), std::nullopt);
}

TEST(Policy, DosesThatAreListedButNotNumberedAreCountedByDay) {
  Certificate certificate = with(dose(0, 0, day(2021, 6, 1)));
  certificate.immunisations.push_back(dose(0, 0, day(2021, 6, 1)));  // the same dose, stated twice
  EXPECT_EQ(check(certificate, two_doses_14_days()), Reason::kTooFewDoses);
  certificate.immunisations.push_back(dose(0, 0, day(2021, 6, 29)));
  EXPECT_EQ(check(certificate, two_doses_14_days()), std::nullopt);
}

TEST(Policy, ADateThatIsNoneNeverCounts) {
  Certificate certificate = with(dose(2, 2, day(2021, 6, 1)));
  certificate.immunisations[0].date = {};
  EXPECT_NE(check(certificate, two_doses_14_days()), std::nullopt);
}

TEST(Policy, OneRuleMetIsEnoughAndTheNearestMissIsTheReason) {
  Policy policy;  // the EU's of 2022: a series within 270 days, a booster for ever
  policy.vaccination = {{.products = {}, .minimum_doses = 1, .series = Series::kComplete, .age = {days{14}, days{270}}},
                        {.products = {}, .minimum_doses = 1, .series = Series::kBoosted, .age = {}}};
  EXPECT_EQ(check(with(dose(3, 3, day(2021, 12, 2))), policy), std::nullopt);
  EXPECT_EQ(check(with(dose(2, 2, day(2021, 1, 2))), policy), Reason::kLastDoseTooOld);
  EXPECT_EQ(check(with(dose(1, 2, day(2021, 11, 2))), policy), Reason::kTooFewDoses);
  Certificate both = with(dose(1, 2, day(2021, 11, 2)));
  both.immunisations.push_back(dose(2, 2, day(2021, 12, 1)));
  EXPECT_EQ(check(both, policy), Reason::kLastDoseTooRecent) << "the second dose came nearer than the first";
}

TEST(Policy, TestsByKindResultAndExactAge) {
  Policy policy;
  policy.test = {{.kinds = {"LP6464-4"}, .maximum_age = hours{72}}};
  const auto outcome = [&](TestResult test) {
    Certificate certificate;
    certificate.tests.push_back(std::move(test));
    return check(certificate, policy);
  };
  EXPECT_EQ(outcome(negative_test(kNow - hours{72})), std::nullopt);
  EXPECT_EQ(outcome(negative_test(kNow - hours{72} - std::chrono::milliseconds{1})), Reason::kTestTooOld);
  EXPECT_EQ(outcome(negative_test(kNow - hours{1}, "LP217198-3")), Reason::kCertificateKindNotAccepted);
  EXPECT_NE(outcome(negative_test(kNow + hours{1})), std::nullopt) << "sampled in the future";
  TestResult positive = negative_test(kNow - hours{1});
  positive.result = "260373001";
  EXPECT_EQ(outcome(positive), Reason::kTestNotNegative);
}

TEST(Policy, RecoveriesByAgeAndByTheirOwnValidity) {
  Policy policy;
  policy.recovery = {{.age = {days{11}, days{180}}}};
  const auto outcome = [&](const Recovery& entry) {
    Certificate certificate;
    certificate.recoveries.push_back(entry);
    return check(certificate, policy);
  };
  const auto today = day(2021, 12, 3);
  EXPECT_EQ(outcome(recovery(today - days{11}, today, today)), std::nullopt);
  EXPECT_EQ(outcome(recovery(today - days{10}, today, today)), Reason::kRecoveryTooRecent);
  EXPECT_EQ(outcome(recovery(today - days{20}, today + days{1}, today + days{9})), Reason::kRecoveryTooRecent);
  EXPECT_EQ(outcome(recovery(today - days{181}, today - days{170}, today)), Reason::kRecoveryTooOld);
  EXPECT_EQ(outcome(recovery(today - days{99}, today - days{80}, today - days{1})), Reason::kRecoveryTooOld);
}

TEST(Policy, AttestationsCountOnlyWhereTheyAreNamed) {
  Certificate certificate;
  certificate.attestations = {{"PublicCovidPass"}};
  const auto outcome = [&](std::vector<AttestationRule> rules) {
    Policy policy = two_doses_14_days();
    policy.attestation = std::move(rules);
    return check(certificate, policy);
  };
  EXPECT_EQ(outcome({}), Reason::kCertificateKindNotAccepted);
  EXPECT_EQ(outcome({{.kinds = {"Other"}}}), Reason::kCertificateKindNotAccepted);
  EXPECT_EQ(outcome({{.kinds = {"Other"}}, {.kinds = {"PublicCovidPass"}}}), std::nullopt);
  EXPECT_EQ(outcome({{}}), std::nullopt);
  certificate.attestations.clear();
  EXPECT_EQ(outcome({{}}), Reason::kCertificateKindNotAccepted);
}

struct BirthCase {
  const char* birth_date;
  bool exempt;
};

class Exemption : public ::testing::TestWithParam<BirthCase> {};

TEST_P(Exemption, IsOnlyForWhoMustBeYoungEnough) {
  Policy policy = two_doses_14_days();
  policy.exempt_below_age = 12;
  Certificate child;
  child.holder.birth_date = GetParam().birth_date;
  EXPECT_EQ(!check(child, policy), GetParam().exempt) << GetParam().birth_date;
}

INSTANTIATE_TEST_SUITE_P(
    BirthDates, Exemption,
    ::testing::Values(BirthCase{"2009-12-04", true}, BirthCase{"2009-12-03", false}, BirthCase{"2010", true},
                      BirthCase{"2009", false}, BirthCase{"2010-01", true}, BirthCase{"2009-12", false},
                      BirthCase{"", false}, BirthCase{"2022", false}, BirthCase{"2015-13-01", false},
                      BirthCase{"2015-02-30", false}, BirthCase{"2015/01/01", false}, BirthCase{"-201", false},
                      BirthCase{"2015-1-1", false}, BirthCase{"2015-01-01T00:00", false}, BirthCase{"20x5", false}));

TEST(Policy, BornOnTheTwentyNinthOfFebruaryComesOfAgeOnTheTwentyEighth) {
  Policy policy = two_doses_14_days();
  policy.exempt_below_age = 13;
  Certificate child;
  child.holder.birth_date = "2008-02-29";
  EXPECT_EQ(check(child, policy, day(2021, 2, 27)), std::nullopt);
  EXPECT_NE(check(child, policy, day(2021, 2, 28)), std::nullopt);
}

}  // namespace
}  // namespace gate
