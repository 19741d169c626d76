// Which delegations a trust directory brings into force, and what revocations do to them.
#include "certificates/trust/enrolment_authorities.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "certificates/trust_store.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr WallTime kDay = std::chrono::sys_days{std::chrono::year{2021} / 12 / 1};

class DelegatedTrustTest : public ::testing::Test {
 protected:
  void SetUp() override { write("enrolment-authorities/venue.pem", authority_.public_key().to_pem()); }

  void write(const std::string& name, std::string_view content) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << content;
  }
  EnrolmentDelegation delegation(const PrivateKey& to) const {
    return {.authority = authority_.public_key().key_id(),
            .delegate = to.public_key(),
            .issued_at = kDay - hours{1},
            .from = kDay,
            .until = kDay + days{30},
            .most_passes = 500,
            .longest_pass = days{3}};
  }
  void delegate(const std::string& name, const EnrolmentDelegation& delegation, const PrivateKey& by) const {
    const Bytes bytes = sign_delegation(delegation, by).value();
    write("enrolment-authorities/" + name, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
  std::shared_ptr<const TrustStore> store() const { return TrustStore::open(folder_.path()).value(); }
  TrustList list(const std::string& name) const {
    const auto opened = store();
    const auto found = std::ranges::find(opened->lists(), folder_ / "enrolment-authorities" / name, &TrustList::file);
    return found == opened->lists().end() ? TrustList{} : *found;
  }

  TemporaryFolder folder_;
  PrivateKey authority_ = PrivateKey::create().value();
  PrivateKey terminal_ = PrivateKey::create().value();
  KeyId id_ = terminal_.public_key().key_id();
};

TEST_F(DelegatedTrustTest, ALinkToNowhereHidesNobodyElse) {
  delegate("terminal.delegation", delegation(terminal_), authority_);
  for (const char* name : {"0.delegation", "a.delegation", "z.delegation"})
    fs::create_symlink("nowhere", folder_ / "enrolment-authorities" / name);
  EXPECT_EQ(store()->enrolment_authorities(id_).size(), 1u);
  EXPECT_NE(list("a.delegation").problem, "");
}

TEST_F(DelegatedTrustTest, ADelegatesKeyIsFoundWithWhatItMay) {
  delegate("terminal.delegation", delegation(terminal_), authority_);
  const auto trust = store();
  ASSERT_EQ(trust->enrolment_authorities(id_).size(), 1u);
  EXPECT_EQ(trust->enrolment_authorities(id_)[0].to_der(), terminal_.public_key().to_der());
  EXPECT_EQ(trust->enrolment_authority_count(), 1u);
  EXPECT_TRUE(trust->is_enrolment_delegate(id_));
  ASSERT_TRUE(trust->enrolment_delegation(id_, kDay));
  EXPECT_EQ(trust->enrolment_delegation(id_, kDay)->most_passes, 500u);
  EXPECT_FALSE(trust->is_enrolment_delegate(authority_.public_key().key_id())) << "an authority's own";
  EXPECT_FALSE(trust->is_enrolment_delegate(KeyId{}));
  const TrustList entry = list("terminal.delegation");
  EXPECT_EQ(entry.kind, "enrolment_delegations");
  EXPECT_EQ(entry.entries, 1u);
  EXPECT_EQ(entry.dated, kDay - hours{1});
  EXPECT_NE(entry.note.find(to_hex(id_) +
                            " signs from 2021-12-01T00:00:00.000Z until 2021-12-31T00:00:00.000Z, 500 "
                            "passes of at most 3 days, for " +
                            to_hex(authority_.public_key().key_id())),
            std::string::npos)
      << entry.note;
}

TEST_F(DelegatedTrustTest, ABadOneIsNamedAndTheRestIsInForce) {
  const PrivateKey stranger = PrivateKey::create().value();
  const PrivateKey further = PrivateKey::create().value();
  delegate("good.delegation", delegation(terminal_), authority_);
  delegate("a-stranger.delegation", delegation(stranger), stranger);
  delegate("further.delegation", delegation(further), terminal_);
  delegate("not-needed.delegation", delegation(authority_), authority_);
  write("enrolment-authorities/words.delegation", "words");
  write("enrolment-authorities/large.delegation", std::string(kMaxDelegationBytes + 1, 'x'));
  for (const char* name : {"a-stranger.delegation", "further.delegation", "not-needed.delegation", "words.delegation",
                           "large.delegation"}) {
    EXPECT_FALSE(list(name).problem.empty()) << name;
    EXPECT_EQ(list(name).entries, 0u) << name;
  }
  EXPECT_TRUE(list("good.delegation").problem.empty());
  const auto trust = store();
  EXPECT_TRUE(trust->is_enrolment_delegate(id_));
  EXPECT_TRUE(trust->enrolment_authorities(stranger.public_key().key_id()).empty());
  EXPECT_TRUE(trust->enrolment_authorities(further.public_key().key_id()).empty())
      << "a delegate cannot delegate further";
  EXPECT_FALSE(trust->is_enrolment_delegate(authority_.public_key().key_id()));
}

TEST_F(DelegatedTrustTest, WithoutItsAuthorityADelegationIsWorthNothing) {
  delegate("terminal.delegation", delegation(terminal_), authority_);
  fs::remove(folder_ / "enrolment-authorities/venue.pem");
  EXPECT_TRUE(store()->enrolment_authorities(id_).empty());
}

TEST_F(DelegatedTrustTest, APassHoldsWhenAnyRenewalCoversIt) {
  EnrolmentDelegation renewal = delegation(terminal_);
  renewal.from = kDay + days{60};
  renewal.until = kDay + days{90};
  renewal.most_passes = 900;
  delegate("1.delegation", delegation(terminal_), authority_);
  delegate("2.delegation", renewal, authority_);
  const auto trust = store();
  const auto delegated = [&](WallTime issued, seconds length) {
    return trust->enrolment_delegated(id_, issued, issued + length);
  };
  EXPECT_EQ(trust->enrolment_authorities(id_).size(), 1u) << "one key, though it is named twice";
  EXPECT_EQ(trust->enrolment_delegations(id_).size(), 2u);
  EXPECT_TRUE(delegated(kDay, days{3}));
  EXPECT_FALSE(delegated(kDay, days{4}));
  EXPECT_FALSE(delegated(kDay + days{30}, days{1})) << "between the two";
  EXPECT_TRUE(delegated(kDay + days{60}, days{1}));
  EXPECT_EQ(trust->enrolment_delegation(id_, kDay)->most_passes, 500u);
  EXPECT_EQ(trust->enrolment_delegation(id_, kDay + days{60})->most_passes, 900u);
  EXPECT_FALSE(trust->enrolment_delegation(id_, kDay + days{45}));
}

TEST_F(DelegatedTrustTest, OfOverlappingOnesTheHighestNumberCounts) {
  EnrolmentDelegation more = delegation(terminal_);
  more.most_passes = 900;
  more.until = kDay + days{10};
  delegate("1.delegation", delegation(terminal_), authority_);
  delegate("2.delegation", more, authority_);
  EXPECT_EQ(store()->enrolment_delegation(id_, kDay)->most_passes, 900u);
  EXPECT_EQ(store()->enrolment_delegation(id_, kDay + days{10})->most_passes, 500u);
}

TEST_F(DelegatedTrustTest, ADelegateGoesWithItsAuthority) {
  delegate("terminal.delegation", delegation(terminal_), authority_);
  write("revocation/enrolment-authorities.txt", to_hex(authority_.public_key().key_id()) + " 2021-12-10\n");
  const auto trust = store();
  EXPECT_FALSE(trust->authority_revoked(id_, kDay + days{9} - milliseconds{1})) << "issued before the key was lost";
  EXPECT_TRUE(trust->enrolment_delegated(id_, kDay + days{9} - milliseconds{1}, kDay + days{10}));
  EXPECT_TRUE(trust->authority_revoked(id_, kDay + days{9}));
  EXPECT_FALSE(trust->enrolment_delegated(id_, kDay + days{9}, kDay + days{10}));
  EXPECT_FALSE(trust->enrolment_delegation(id_, kDay + days{9}));
}

TEST_F(DelegatedTrustTest, WhatARevokedAuthorityDelegatedSinceIsTakenBackWhole) {
  EnrolmentDelegation late = delegation(terminal_);
  late.issued_at = kDay + days{10};
  delegate("terminal.delegation", late, authority_);
  write("revocation/enrolment-authorities.txt", to_hex(authority_.public_key().key_id()) + " 2021-12-10\n");
  EXPECT_TRUE(store()->authority_revoked(id_, kDay)) << "though the pass is dated before it";
}

TEST_F(DelegatedTrustTest, AnotherAuthoritysDelegationStands) {
  const PrivateKey second = PrivateKey::create().value();
  write("enrolment-authorities/second.pem", second.public_key().to_pem());
  delegate("1.delegation", delegation(terminal_), authority_);
  delegate("2.delegation", delegation(terminal_), second);
  write("revocation/enrolment-authorities.txt", to_hex(authority_.public_key().key_id()) + "\n");
  EXPECT_FALSE(store()->authority_revoked(id_, kDay));
  EXPECT_TRUE(store()->enrolment_delegated(id_, kDay, kDay + days{1}));
  EXPECT_EQ(store()->enrolment_delegation(id_, kDay)->authority, second.public_key().key_id());
}

TEST_F(DelegatedTrustTest, ADelegatesKeyCanBeRevokedByItself) {
  delegate("terminal.delegation", delegation(terminal_), authority_);
  write("revocation/enrolment-authorities.txt", to_hex(id_) + "\n");
  EXPECT_TRUE(store()->authority_revoked(id_, kDay));
  EXPECT_FALSE(store()->authority_revoked(authority_.public_key().key_id(), kDay));
  EXPECT_FALSE(store()->enrolment_delegation(id_, kDay));
}

}  // namespace
}  // namespace gate
