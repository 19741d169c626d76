#include "enrolment/on_site_authority.h"

#include "unit/passes/venue.h"

namespace gate {
namespace {

using std::chrono::days;

class OnSiteAuthorityTest : public ::testing::Test {
 protected:
  std::filesystem::path key_file() const { return venue.folder.path() / "device/enrolment.key.pem"; }

  /// The trust store with a delegation for so many passes of a week at most.
  std::shared_ptr<const TrustStore> delegated(std::size_t passes, WallTime until = Venue::kNow + days{1}) {
    EnrolmentDelegation delegation = venue.delegation_to(PrivateKey::load_pem(key_file()).value().public_key(), passes);
    delegation.until = until;
    delegation.longest_pass = days{7};
    return venue.delegated(delegation);
  }
  Result<IssuedPass> issue(const std::shared_ptr<const TrustStore>& trust) {
    return authority.issue(venue.pass(), PassVerifier(trust), *store, Venue::kNow);
  }

  Venue venue;
  OnSiteAuthority authority = OnSiteAuthority::open(key_file()).value();
  DeviceKey device_key = DeviceKey::create(venue.folder.path() / "device.key").value();
  std::unique_ptr<PassStore> store = PassStore::open(venue.folder.path() / "passes.db", device_key).value();
};

TEST_F(OnSiteAuthorityTest, ItsKeyIsMadeOnceAndForItsOwnerAlone) {
  const auto made = PrivateKey::load_pem(key_file()).value().public_key().key_id();
  ASSERT_TRUE(OnSiteAuthority::open(key_file()));
  EXPECT_EQ(PrivateKey::load_pem(key_file()).value().public_key().key_id(), made);
  EXPECT_EQ(std::filesystem::status(key_file()).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  Venue::write(key_file(), "no key");
  EXPECT_EQ(OnSiteAuthority::open(key_file()).error().code, ErrorCode::kInvalidInput) << "and is never replaced";
}

TEST_F(OnSiteAuthorityTest, IssuesWhatAnyTerminalBelievesAndKeepsIt) {
  const auto trust = delegated(2);
  EXPECT_EQ(authority.refusal(*trust, *store, Venue::kNow), std::nullopt);
  const auto issued = issue(trust);
  ASSERT_TRUE(issued) << issued.error().message;
  const PassVerifier verifier(trust);
  const auto kept = verifier.verify(store->load(issued->id).value(), Venue::kNow);
  ASSERT_TRUE(kept.verified) << kept.detail;
  EXPECT_EQ(kept.verified->pass().expires_at - kept.verified->pass().issued_at, days{7}) << "as long as it may be";
  ASSERT_TRUE(issued->code);
  const auto carried = verifier.verify(bytes_of(*issued->code), Venue::kNow);
  ASSERT_TRUE(carried.verified) << carried.detail;
  EXPECT_EQ(carried.verified->pass().id, issued->id);
}

TEST_F(OnSiteAuthorityTest, WithoutADelegationThatHoldsNothingIsIssued) {
  EXPECT_EQ(authority.refusal(*venue.trust_store, *store, Venue::kNow), EnrolmentRefusal::kNotDelegated);
  EXPECT_EQ(issue(venue.trust_store).error().code, ErrorCode::kUntrusted);
  const auto over = delegated(2, Venue::kNow);
  EXPECT_EQ(authority.refusal(*over, *store, Venue::kNow), EnrolmentRefusal::kNotDelegated);
  EXPECT_EQ(issue(over).error().code, ErrorCode::kUntrusted);
  EXPECT_TRUE(store->list().value().empty());
}

TEST_F(OnSiteAuthorityTest, NoMorePassesThanWereDelegated) {
  const auto trust = delegated(2);
  ASSERT_TRUE(issue(trust));
  ASSERT_TRUE(issue(trust));
  EXPECT_EQ(authority.refusal(*trust, *store, Venue::kNow), EnrolmentRefusal::kDelegationUsedUp);
  EXPECT_EQ(issue(trust).error().code, ErrorCode::kUntrusted);
  EXPECT_EQ(store->list().value().size(), 2U);
  EXPECT_EQ(authority.refusal(*delegated(3), *store, Venue::kNow), std::nullopt) << "a new delegation allows one more";
}

TEST_F(OnSiteAuthorityTest, WhereTheGateAsksForACodeAPassThatFitsIntoNoneIsNotIssued) {
  Pass large = venue.pass();
  large.samples = {venue.sample(1024)};
  const auto trust = delegated(2);
  const OnSiteAuthority strict = OnSiteAuthority::open(key_file(), OnSiteAuthority::Code::kNeeded).value();
  ASSERT_FALSE(strict.issue(large, PassVerifier(trust), *store, Venue::kNow));
  EXPECT_TRUE(store->list().value().empty());
  EXPECT_EQ(store->enrolled(PrivateKey::load_pem(key_file()).value().public_key().key_id()).value(), 0U);
  const auto kept = authority.issue(large, PassVerifier(trust), *store, Venue::kNow);
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_EQ(kept->code, nullptr) << "elsewhere the face is enough";
}

TEST_F(OnSiteAuthorityTest, ARevokedAuthoritysDelegateIssuesNothing) {
  delegated(2);
  Venue::write(venue.folder.path() / "trust/revocation/enrolment-authorities.txt",
               to_hex(venue.authority.public_key().key_id()) + "\n");
  const auto trust = TrustStore::open(venue.folder.path() / "trust").value();
  EXPECT_EQ(authority.refusal(*trust, *store, Venue::kNow), EnrolmentRefusal::kNotDelegated);
  EXPECT_FALSE(issue(trust));
}

}  // namespace
}  // namespace gate
