// What the loader publishes when trust and time change under it: each within one look, which it takes every kPoll.
#include "terminal/enrolled_loader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "certificates/revocation/revocation_table.h"
#include "fakes/fake_clock.h"
#include "passes/qr_pass_codec.h"
#include "signatures/sha256.h"
#include "terminal/reasons.h"
#include "unit/passes/venue.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;

class EnrolledLoaderTest : public testing::Test {
 protected:
  EnrolledLoaderTest() {
    date_lists(days{0});
    EXPECT_TRUE(store->import({&visitor, 1}));
    events = EventStream::open((venue.folder.path() / "events").string(), nullptr, clock).value();
    loader = std::make_unique<EnrolledLoader>(
        EnrolledLoader::Parts{*store, *floor, published, *events, clock},
        EnrolledLoader::Settings{trust, TrustAgeLimits{}, Identification::kFace, {{curve()}}, 0.001});
    EXPECT_TRUE(loader->load());
    enrolled = take();
  }

  static MatchCurve curve() {
    MatchCurve curve;
    curve.comparison = FaceComparison::of(Venue::kModel);
    curve.impostor_trials = 3'000'000;
    curve.genuine_trials = 3000;
    curve.points = {{0.30F, 0, 1e-6, 0.2}, {0.40F, 1e-5, 2e-5, 0.05}};
    return curve;
  }

  /// The lists as if they had been written so long before the clock's day.
  void date_lists(days before) const {
    const auto written = std::chrono::time_point_cast<std::chrono::seconds>(Venue::kNow - before);
    fs::last_write_time(trust / "eu-dcc/signer.pem", std::chrono::file_clock::from_sys(written));
  }

  std::shared_ptr<const Enrolled> take() {
    auto newest = published.take(std::chrono::milliseconds{0});
    return newest ? *newest : nullptr;
  }
  void look() {
    loader->look();
    if (auto newest = take()) enrolled = newest;
  }
  /// The store as another process has it open: that is whose changes the loader looks out for.
  std::unique_ptr<PassStore> elsewhere() const {
    return PassStore::open(venue.folder.path() / "passes.db", key).value();
  }
  /// What the gate would say of the visitor now; nothing when the documents hold.
  std::optional<Reason> refusal() const {
    return reason_of(enrolled->verifier->verify(*store->load(visitor.pass().id), clock.wall_now()));
  }
  std::vector<nlohmann::json> told(const std::string& type) {
    events.reset();  // written to its end
    std::vector<nlohmann::json> lines;
    std::ifstream file(venue.folder.path() / "events");
    for (std::string line; std::getline(file, line);) {
      auto event = nlohmann::json::parse(line);
      if (event["type"] == type) lines.push_back(std::move(event));
    }
    return lines;
  }

  Venue venue;
  FakeClock clock{Venue::kNow - std::chrono::hours{1}};  // which it is an hour ahead of
  fs::path trust = venue.folder.path() / "trust";
  DeviceKey key = DeviceKey::create(venue.folder.path() / "device.key").value();
  std::unique_ptr<PassStore> store = PassStore::open(venue.folder.path() / "passes.db", key).value();
  std::unique_ptr<ClockFloor> floor = ClockFloor::open(venue.folder.path() / "clock-floor").value();
  VerifiedPass visitor = venue.verified(venue.pass(Venue::kNow + days{200}));
  Mailbox<std::shared_ptr<const Enrolled>> published;
  std::unique_ptr<EventStream> events;
  std::unique_ptr<EnrolledLoader> loader;
  std::shared_ptr<const Enrolled> enrolled;
};

TEST_F(EnrolledLoaderTest, NothingChangedIsNothingDone) {
  ASSERT_TRUE(enrolled);
  EXPECT_EQ(enrolled->galleries.front().gallery->size(), 1u);
  EXPECT_EQ(refusal(), std::nullopt);
  loader->look();
  EXPECT_EQ(take(), nullptr);
}

TEST_F(EnrolledLoaderTest, ARevokedCertificateIsOutAtTheNextLook) {
  const auto text = enrolled->verifier->verify(*store->load(visitor.pass().id), clock.wall_now())
                        .verified->certificate()
                        .certificate()
                        .identifier;
  const Sha256 digest = sha256(bytes_of(text));
  ShortHash revoked;
  std::copy_n(digest.begin(), revoked.size(), revoked.begin());
  const Bytes table = make_revocation_table({revoked}, Venue::kNow).value();
  Venue::write(trust / "revocation/eu-dcc/a.revocations", {reinterpret_cast<const char*>(table.data()), table.size()});
  look();
  EXPECT_EQ(enrolled->galleries.front().gallery->size(), 0u);
  EXPECT_EQ(refusal(), Reason::kCertificateRevoked);
  fs::remove_all(trust / "revocation");
  look();
  EXPECT_EQ(refusal(), std::nullopt);
}

TEST_F(EnrolledLoaderTest, ARevokedAuthorityIsOutAtTheNextLook) {
  Venue::write(trust / "revocation/enrolment-authorities.txt", to_hex(venue.authority.public_key().key_id()) + "\n");
  look();
  EXPECT_EQ(enrolled->galleries.front().gallery->size(), 0u);
  EXPECT_EQ(refusal(), Reason::kPassRevoked);
}

TEST_F(EnrolledLoaderTest, APassShownAsACodeIsOutWithItsCertificate) {
  const std::string shown = issue_qr_pass(visitor.pass(), venue.authority).value();
  const auto refusal_of_shown = [&] {
    return reason_of(enrolled->verifier->verify(bytes_of(shown), clock.wall_now()));
  };
  EXPECT_EQ(refusal_of_shown(), std::nullopt);
  const Sha256 digest = sha256(bytes_of(visitor.certificate().certificate().identifier));
  ShortHash revoked;
  std::copy_n(digest.begin(), revoked.size(), revoked.begin());
  const Bytes table = make_revocation_table({revoked}, Venue::kNow).value();
  Venue::write(trust / "revocation/eu-dcc/a.revocations", {reinterpret_cast<const char*>(table.data()), table.size()});
  look();
  EXPECT_EQ(refusal_of_shown(), Reason::kCertificateRevoked);
}

/// Bare faces are too many to tell apart, masked ones are not: the second gallery does not speak for the first.
TEST_F(EnrolledLoaderTest, OneGalleryThatIsTooLargeIsEnough) {
  EXPECT_FALSE(loader->gallery_too_large());
  MatchCurve blind = curve();
  for (CurvePoint& point : blind.points) point.fnmr = 0.2;
  EnrolledLoader two({*store, *floor, published, *events, clock},
                     {trust, TrustAgeLimits{}, Identification::kFace, {{blind}, {curve()}}, 0.001});
  ASSERT_TRUE(two.load());
  EXPECT_TRUE(two.gallery_too_large());
  ASSERT_TRUE(store->remove(visitor.pass().id));
  ASSERT_TRUE(two.load());
  EXPECT_FALSE(two.gallery_too_large()) << "nobody is searched for";
}

TEST_F(EnrolledLoaderTest, OneComparisonHasLimitsOfItsOwn) {
  std::vector<VerifiedPass> others;
  for (int i = 0; i < 200; ++i) others.push_back(venue.verified(venue.pass(Venue::kNow + days{200})));
  ASSERT_TRUE(elsewhere()->import(others));
  look();
  ASSERT_EQ(enrolled->galleries.front().gallery->size(), 201u);
  EXPECT_LT(enrolled->galleries.front().limits.threshold, enrolled->galleries.front().one_to_one.threshold);
  EXPECT_LT(enrolled->galleries.front().one_to_one.stranger_rate, enrolled->galleries.front().limits.stranger_rate);
}

TEST_F(EnrolledLoaderTest, ACertificateBoundToTwoFacesIsSaidOnce) {
  const VerifiedPass other = venue.verified(venue.pass(Venue::kNow + days{200}));  // the same certificate, another face
  Pass anew = visitor.pass();
  anew.id.bytes[0] ^= 1;
  ASSERT_TRUE(elsewhere()->import(std::vector{other, venue.verified(anew)}));
  look();
  ASSERT_TRUE(elsewhere()->remove(anew.id));  // loaded again
  look();
  const auto twice = told("certificate_bound_twice");
  ASSERT_FALSE(twice.empty());
  std::set<std::string> pairs;
  for (const auto& event : twice) {
    EXPECT_TRUE(pairs.insert(event["pass"].get<std::string>() + event["other_pass"].get<std::string>()).second);
    const std::string issued_anew =
        to_string(std::min(visitor.pass().id, anew.id)) + to_string(std::max(visitor.pass().id, anew.id));
    EXPECT_NE(event["pass"].get<std::string>() + event["other_pass"].get<std::string>(), issued_anew);
  }
}

TEST_F(EnrolledLoaderTest, ADamagedRevocationListRefusesAndIsSaid) {
  Venue::write(trust / "revocation/eu-dcc/a.revocations", "damaged");
  look();
  EXPECT_EQ(refusal(), Reason::kCertificateNotVerified);
  const auto errors = told("error");
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0]["device"], "trust_store");
}

TEST_F(EnrolledLoaderTest, AnImportUnderWayIsNotLookedAt) {
  Venue::write(trust / ".staging/eu-dcc/half.pem", "half");
  loader->look();
  EXPECT_EQ(take(), nullptr);
}

TEST_F(EnrolledLoaderTest, ListsGrowOldWhileTheTerminalRuns) {
  EXPECT_TRUE(enrolled->trust_ages.fresh(CertificateFormat::kEuDcc, clock.wall_now()));
  for (int day = 1; day <= 31; ++day) {
    clock.advance(days{1});
    look();
    look();
  }
  EXPECT_FALSE(enrolled->trust_ages.fresh(CertificateFormat::kEuDcc, clock.wall_now()));
  date_lists(-days{31});
  look();
  EXPECT_TRUE(enrolled->trust_ages.fresh(CertificateFormat::kEuDcc, clock.wall_now()));
  const auto stale = told("trust_stale");
  ASSERT_EQ(stale.size(), 24u) << "once a day, from the eighth to the thirty-first";
  EXPECT_EQ(stale.front()["age_days"], 8);
  EXPECT_EQ(stale.front()["kind"], "eu_dcc_signers");
  EXPECT_FALSE(stale.front()["refuses"].get<bool>());
  EXPECT_TRUE(stale.back()["refuses"].get<bool>());
}

}  // namespace
}  // namespace gate
