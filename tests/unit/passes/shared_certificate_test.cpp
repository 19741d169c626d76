// One certificate bound to two faces at one authority is noticed when the gallery is loaded.
#include <gtest/gtest.h>

#include "passes/certificate_identity.h"
#include "passes/gallery_loader.h"
#include "venue.h"

namespace gate {
namespace {

class SharedCertificateTest : public testing::Test {
 protected:
  PassId keep(const Pass& pass) {
    EXPECT_TRUE(store->import(std::vector{venue.verified(pass)}));
    return pass.id;
  }
  std::vector<SharedCertificate> shared() const {
    return load_gallery(*store, venue.verifier, Venue::kComparisons, Venue::kNow)->shared;
  }

  Venue venue;
  DeviceKey key = DeviceKey::create(venue.folder.path() / "device.key").value();
  std::unique_ptr<PassStore> store = PassStore::open(venue.folder.path() / "passes.db", key).value();
};

TEST_F(SharedCertificateTest, TwoPassesOfOneCertificateAreAPairWithTheirFacesDistance) {
  const Pass first = venue.pass();
  const Pass second = venue.pass();
  Pass elsewhere = venue.pass();
  // The pretend authority makes its identifiers of name, day and dose.
  const Immunisation third{"EU/1/20/1528", "1119349007", "840539006", 3, 2, std::chrono::year{2021} / 11 / 20, "JP"};
  elsewhere.certificate = venue.health_authority
                              .issue({"Musterfrau", "Erika", "MUSTERFRAU", "ERIKA", "1964-08-12"}, third,
                                     Venue::kNow - std::chrono::days{1}, Venue::kNow + std::chrono::days{9})
                              .value();
  keep(first);
  keep(second);
  ASSERT_NE(certificate_identity(venue.verified(first).certificate().certificate()).value(),
            certificate_identity(venue.verified(elsewhere).certificate().certificate()).value())
      << "every certificate has an identifier of its own";
  keep(elsewhere);
  const auto pairs = shared();
  ASSERT_EQ(pairs.size(), 1U);
  EXPECT_EQ(pairs[0].pass, std::min(first.id, second.id));
  EXPECT_EQ(pairs[0].other, std::max(first.id, second.id));
  const auto apart = distance(fuse(first.samples)->vectors()[0], fuse(second.samples)->vectors()[0]);
  EXPECT_NEAR(pairs[0].apart->value, apart->value, 1e-5);
}

TEST_F(SharedCertificateTest, APassIssuedAnewOfTheSameFaceIsNear) {
  Pass first = venue.pass();
  Pass again = first;
  again.id.bytes[0] ^= 1;
  keep(first);
  keep(again);
  ASSERT_EQ(shared().size(), 1U);
  EXPECT_EQ(shared()[0].apart->value, 0.0F);
}

TEST_F(SharedCertificateTest, OfThreePassesTheFirstIsHeldAgainstTheOthers) {
  std::vector<PassId> ids;
  for (int i = 0; i < 3; ++i) ids.push_back(keep(venue.pass()));
  std::ranges::sort(ids);
  const auto pairs = shared();
  ASSERT_EQ(pairs.size(), 2U);
  EXPECT_EQ(pairs[0].pass, ids[0]);
  EXPECT_EQ(pairs[0].other, ids[1]);
  EXPECT_EQ(pairs[1].other, ids[2]);
}

Certificate card(std::string given_name) {
  Certificate certificate;
  certificate.format = CertificateFormat::kSmartHealthCard;
  certificate.issuer = "https://example.org";
  certificate.holder = {"Musterfrau", std::move(given_name), "", "", "1964-08-12"};
  certificate.immunisations = {{"EU/1/20/1528", "", "840539006", 2, 2, std::chrono::year{2021} / 11 / 1, "US"}};
  return certificate;
}

TEST(CertificateIdentity, OfACardWithoutIdentifierIsWhatItSays) {
  const auto identity = certificate_identity(card("Erika")).value();
  Certificate fetched_again = card("Erika");
  fetched_again.issued_at = Venue::kNow;
  fetched_again.key_id = "another key";
  EXPECT_EQ(certificate_identity(fetched_again).value(), identity);
  EXPECT_NE(certificate_identity(card("Eva")).value(), identity);
  Certificate third_dose = card("Erika");
  third_dose.immunisations.push_back(third_dose.immunisations[0]);
  EXPECT_NE(certificate_identity(third_dose).value(), identity);
  Certificate elsewhere = card("Erika");
  elsewhere.issuer = "https://example.com";
  EXPECT_NE(certificate_identity(elsewhere).value(), identity);
}

TEST(CertificateIdentity, OfACertificateWithIdentifierIsThat) {
  Certificate certificate = card("Erika");
  certificate.identifier = "URN:UVCI:01:XX:1";
  const auto identity = certificate_identity(certificate).value();
  certificate.holder.given_name = "E.";
  EXPECT_EQ(certificate_identity(certificate).value(), identity);
  certificate.identifier = "URN:UVCI:01:XX:2";
  EXPECT_NE(certificate_identity(certificate).value(), identity);
}

}  // namespace
}  // namespace gate
