#include "certificates/trust/trust_ages.h"

#include <gtest/gtest.h>

namespace gate {
namespace {

using std::chrono::days;

constexpr WallTime kNow = std::chrono::sys_days{std::chrono::year{2021} / 12 / 3};

TrustList list(const std::string& kind, days age, std::size_t entries = 1) {
  return {.kind = kind, .file = "file", .entries = entries, .dated = kNow - age, .problem = entries == 0 ? "bad" : ""};
}

TEST(TrustAgesTest, TheNewestOfAKindCountsAndEveryKindOfAFormatMustBeFresh) {
  const TrustAges ages(
      {list("eu_dcc_signers", days{90}), list("eu_dcc_signers", days{30}), list("smart_health_card_issuers", days{31})},
      {});
  EXPECT_TRUE(ages.fresh(CertificateFormat::kEuDcc, kNow));
  EXPECT_FALSE(ages.fresh(CertificateFormat::kEuDcc, kNow + std::chrono::milliseconds{1}));
  EXPECT_FALSE(ages.fresh(CertificateFormat::kSmartHealthCard, kNow));
  EXPECT_FALSE(ages.fresh(std::nullopt, kNow)) << "one kind is too old, and nobody knows whether it was that";
  const TrustAges with_revocations({list("eu_dcc_signers", days{1}), list("eu_dcc_revocations", days{31})}, {});
  EXPECT_FALSE(with_revocations.fresh(CertificateFormat::kEuDcc, kNow));
}

TEST(TrustAgesTest, NothingIsFreshWithoutAListInForce) {
  EXPECT_FALSE(TrustAges().fresh(CertificateFormat::kEuDcc, kNow));
  EXPECT_FALSE(TrustAges().fresh(std::nullopt, kNow));
  EXPECT_FALSE(TrustAges({list("eu_dcc_signers", days{1}, 0)}, {}).fresh(CertificateFormat::kEuDcc, kNow));
  EXPECT_FALSE(TrustAges({list("nzcp_issuers", days{1})}, {}).fresh(CertificateFormat::kEuDcc, kNow));
}

TEST(TrustAgesTest, WhatTheVenueItselfPutsThereDoesNotAge) {
  const TrustAges ages({list("enrolment_authorities", days{900}), list("revoked_authorities", days{900}),
                        list("eu_dcc_anchors", days{900}), list("eu_dcc_signers", days{1})},
                       {});
  EXPECT_TRUE(ages.fresh(CertificateFormat::kEuDcc, kNow));
  EXPECT_TRUE(ages.stale(kNow).empty());
}

TEST(TrustAgesTest, StaffAreToldPastTheFirstLimit) {
  const TrustAges ages({list("eu_dcc_signers", days{7}), list("vds_nc_authorities", days{40})}, {});
  EXPECT_EQ(ages.stale(kNow), (std::vector<TrustAges::Age>{{"vds_nc_authorities", days{40}, true}}));
  const auto later = ages.stale(kNow + days{1});
  ASSERT_EQ(later.size(), 2u);
  EXPECT_EQ(later[0], (TrustAges::Age{"eu_dcc_signers", days{8}, false}));
}

TEST(TrustAgesTest, AListThatIsPublishedOnceAQuarterCountsFromThen) {
  const TrustAges ages({list("vds_nc_authorities", days{1}), list("vds_nc_revocations", days{97})}, {});
  EXPECT_TRUE(ages.stale(kNow).empty());
  EXPECT_EQ(ages.stale(kNow + days{2}).at(0), (TrustAges::Age{"vds_nc_revocations", days{9}, false}));
  EXPECT_FALSE(ages.fresh(CertificateFormat::kVdsNc, kNow + days{24}));
}

TEST(TrustAgesTest, AListOfTomorrowIsTodays) {
  const TrustAges ages({list("eu_dcc_signers", days{-1})}, {});
  EXPECT_TRUE(ages.fresh(CertificateFormat::kEuDcc, kNow));
  EXPECT_TRUE(ages.stale(kNow).empty());
}

}  // namespace
}  // namespace gate
