// Passes that a terminal signed itself, with what an authority has delegated to it.
#include "certificates/trust/enrolment_delegation.h"
#include "passes/bundle_import.h"
#include "passes/pass_bundle.h"
#include "passes/qr_pass_codec.h"
#include "venue.h"

namespace gate {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

struct DelegatedVenue : Venue {
  PrivateKey terminal = PrivateKey::create().value();
  WallTime from = kNow - days{1};
  WallTime until = kNow + days{1};
  seconds longest = days{40};

  /// The trust store with one delegation to the terminal's key.
  std::shared_ptr<const TrustStore> delegated() const {
    EnrolmentDelegation delegation = delegation_to(terminal.public_key());
    delegation.from = from;
    delegation.until = until;
    delegation.longest_pass = longest;
    return Venue::delegated(delegation);
  }
  void revoke(const PublicKey& key) const {
    write(folder.path() / "trust/revocation/enrolment-authorities.txt", to_hex(key.key_id()) + "\n");
  }
  /// As a file and as a QR code: both must say the same.
  PassVerification verify(const Pass& pass) const {
    const PassVerifier with(delegated());
    PassVerification file = with.verify(issue_pass(pass, terminal).value(), kNow);
    const PassVerification code = with.verify(bytes_of(issue_qr_pass(pass, terminal).value()), kNow);
    EXPECT_EQ(file.refusal, code.refusal);
    return file;
  }
};

bool ran(const PassVerification& verification, std::string_view check) {
  return std::ranges::any_of(verification.checks, [&](const PassCheck& each) { return each.name == check; });
}

TEST(DelegatedPass, IsBelievedWithinItsDelegation) {
  DelegatedVenue venue;
  const Pass pass = venue.pass();
  EXPECT_EQ(venue.verifier.verify(issue_pass(pass, venue.terminal).value(), Venue::kNow).refusal,
            PassRefusal::kAuthorityUnknown)
      << "without the delegation";
  const PassVerification verification = venue.verify(pass);
  ASSERT_TRUE(verification.verified) << verification.detail;
  EXPECT_EQ(verification.verified->pass().authority_key_id, to_hex(venue.terminal.public_key().key_id()));
  EXPECT_TRUE(ran(verification, "delegation"));
}

TEST(DelegatedPass, TheStepIsForDelegatesOnly) {
  DelegatedVenue venue;
  venue.longest = hours{1};
  const auto verification =
      PassVerifier(venue.delegated()).verify(venue.issue(venue.pass()), Venue::kNow);  // for 30 days
  EXPECT_TRUE(verification.verified);
  EXPECT_FALSE(ran(verification, "delegation"));
}

TEST(DelegatedPass, IsRefusedWhenIssuedOutsideItsTime) {
  DelegatedVenue venue;
  Pass pass = venue.pass();
  pass.issued_at = venue.from;
  EXPECT_EQ(venue.verify(pass).refusal, std::nullopt);
  pass.issued_at = venue.from - seconds{1};
  EXPECT_EQ(venue.verify(pass).refusal, PassRefusal::kNotDelegated);
  venue.until = pass.issued_at = Venue::kNow - hours{1};
  EXPECT_EQ(venue.verify(pass).refusal, PassRefusal::kNotDelegated) << "issued as it ended";
  pass.issued_at -= seconds{1};
  EXPECT_EQ(venue.verify(pass).refusal, std::nullopt) << "issued before, it outlives it";
}

TEST(DelegatedPass, IsRefusedWhenItHoldsForTooLong) {
  DelegatedVenue venue;
  Pass pass = venue.pass();
  venue.longest = days{30};
  pass.expires_at = pass.issued_at + days{30};
  EXPECT_EQ(venue.verify(pass).refusal, std::nullopt);
  pass.expires_at += seconds{1};
  const PassVerification verification = venue.verify(pass);
  EXPECT_EQ(verification.refusal, PassRefusal::kNotDelegated);
  EXPECT_EQ(to_string(*verification.refusal), "not_delegated");
  EXPECT_EQ(verification.checks.back().name, "delegation");
}

TEST(DelegatedPass, IsTakenBackWithItsAuthorityOrAlone) {
  DelegatedVenue venue;
  const Pass pass = venue.pass();
  venue.revoke(venue.authority.public_key());
  EXPECT_EQ(venue.verify(pass).refusal, PassRefusal::kAuthorityRevoked);
  venue.revoke(venue.terminal.public_key());
  EXPECT_EQ(venue.verify(pass).refusal, PassRefusal::kAuthorityRevoked);
  EXPECT_TRUE(PassVerifier(venue.delegated()).verify(venue.issue(pass), Venue::kNow).verified) << "the authority's own";
}

TEST(DelegatedPass, ADelegateSignsNoBundles) {
  DelegatedVenue venue;
  const BundleManifest manifest{1, Venue::kNow - hours{1}, {}, {PassId{}}};
  const Bytes bytes = sign_bundle_manifest(manifest, venue.terminal).value();
  const auto file = venue.folder.path() / "list.passes";
  Venue::write(file, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  const auto key = DeviceKey::create(venue.folder.path() / "device.key").value();
  const auto store = PassStore::open(venue.folder.path() / "passes.db", key).value();
  const BundleOutcome outcome = import_bundle(file, *store, venue.delegated(), Venue::kNow);
  EXPECT_EQ(outcome.refusal, BundleRefusal::kAuthorityUnknown);
  EXPECT_NE(outcome.detail.find("delegate"), std::string::npos) << outcome.detail;
  EXPECT_FALSE(store->is_revoked(PassId{}).value());
}

}  // namespace
}  // namespace gate
