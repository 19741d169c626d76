// A terminal's own passes in its store: counted as they are stored, and no more than it may.
#include <sqlite3.h>

#include "certificates/trust/enrolment_delegation.h"
#include "venue.h"

namespace gate {
namespace {

using std::chrono::days;

class EnrolledPassTest : public testing::Test {
 protected:
  std::unique_ptr<PassStore> open() { return PassStore::open(file, key).value(); }
  VerifiedPass verified(const Pass& pass) {
    const PassVerifier verifier(venue.delegated(venue.delegation_to(terminal.public_key())));
    return *verifier.verify(issue_pass(pass, terminal).value(), Venue::kNow).verified;
  }
  VerifiedPass own(WallTime expires = Venue::kNow + days{30}) { return verified(venue.pass(expires)); }
  /// Runs SQL behind the store's back; the number it gives.
  int look(const char* sql) {
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    int number = -1;
    const auto keep = [](void* into, int, char** values, char**) {
      return *static_cast<int*>(into) = std::atoi(values[0]), 0;
    };
    EXPECT_EQ(sqlite3_exec(database, sql, keep, &number, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    sqlite3_close(database);
    return number;
  }

  Venue venue;
  PrivateKey terminal = PrivateKey::create().value();
  KeyId id = terminal.public_key().key_id();
  std::filesystem::path file = venue.folder.path() / "passes.db";
  DeviceKey key = DeviceKey::create(venue.folder.path() / "device.key").value();
};

TEST_F(EnrolledPassTest, AreStoredAndCountedUntilThereAreAsManyAsMayBe) {
  const auto store = open();
  EXPECT_EQ(store->enrolled(id).value(), 0u);
  for (std::size_t count = 1; count <= 3; ++count) {
    ASSERT_TRUE(store->enrol(own(), id, 3));
    EXPECT_EQ(store->enrolled(id).value(), count);
  }
  const VerifiedPass fourth = own();
  EXPECT_EQ(store->enrol(fourth, id, 3).error().code, ErrorCode::kUntrusted);
  EXPECT_EQ(store->load(fourth.pass().id).error().code, ErrorCode::kNotFound) << "nothing is stored";
  EXPECT_EQ(store->list()->size(), 3u);
  EXPECT_EQ(open()->enrolled(id).value(), 3u) << "on disk";
  EXPECT_TRUE(open()->enrol(fourth, id, 4)) << "a renewal with a higher number";
}

TEST_F(EnrolledPassTest, TheCountNeverGoesDown) {
  const auto store = open();
  const VerifiedPass removed = own();
  const VerifiedPass revoked = own();
  const VerifiedPass replaced = own();
  for (const VerifiedPass* pass : {&removed, &revoked, &replaced, &replaced}) ASSERT_TRUE(store->enrol(*pass, id, 100));
  EXPECT_EQ(store->list()->size(), 3u);
  ASSERT_TRUE(store->remove(removed.pass().id));
  ASSERT_TRUE(store->revoke(revoked.pass().id, Venue::kNow));
  EXPECT_EQ(store->erase_expired(Venue::kNow + days{60}).value(), 1u);
  EXPECT_TRUE(store->list()->empty());
  EXPECT_EQ(store->enrolled(id).value(), 4u);
}

TEST_F(EnrolledPassTest, ARevokedPassIsNeitherTakenNorCounted) {
  const auto store = open();
  const VerifiedPass pass = own();
  ASSERT_TRUE(store->revoke(pass.pass().id, Venue::kNow));
  EXPECT_EQ(store->enrol(pass, id, 10).error().code, ErrorCode::kUntrusted);
  EXPECT_EQ(store->enrolled(id).value(), 0u);
}

TEST_F(EnrolledPassTest, EachKeyHasItsOwnCount) {
  const auto store = open();
  const VerifiedPass authoritys = venue.verified(venue.pass());
  EXPECT_EQ(store->enrol(authoritys, id, 10).error().code, ErrorCode::kInvalidInput) << "signed with another key";
  ASSERT_TRUE(store->enrol(own(), id, 10));
  EXPECT_EQ(store->enrolled(venue.authority.public_key().key_id()).value(), 0u);
  ASSERT_TRUE(store->import({&authoritys, 1}));
  EXPECT_EQ(store->enrolled(id).value(), 1u) << "an import counts for nobody";
}

TEST_F(EnrolledPassTest, TwoProcessesCannotTakeTheLastOneTwice) {
  const auto one = open();
  const auto other = open();
  ASSERT_TRUE(one->enrol(own(), id, 2));
  ASSERT_TRUE(other->enrol(own(), id, 2));
  EXPECT_EQ(one->enrol(own(), id, 2).error().code, ErrorCode::kUntrusted);
  EXPECT_EQ(other->enrol(own(), id, 2).error().code, ErrorCode::kUntrusted);
}

TEST_F(EnrolledPassTest, AStoreFromBeforeThereWereAnyGoesOnAndBackwards) {
  const VerifiedPass before = venue.verified(venue.pass());
  ASSERT_TRUE(open()->import({&before, 1}));
  constexpr char kTables[] = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'enrolled'";
  ASSERT_EQ(look(kTables), 0) << "as an older program made it";
  EXPECT_EQ(open()->enrolled(id).value(), 0u);
  EXPECT_EQ(look(kTables), 0) << "asking changes nothing";
  ASSERT_TRUE(open()->enrol(own(), id, 10));
  EXPECT_EQ(look(kTables), 1);
  EXPECT_EQ(look("PRAGMA user_version"), 1) << "the version that an older program opens";
  EXPECT_EQ(open()->list()->size(), 2u);
  EXPECT_TRUE(open()->load(before.pass().id));
}

}  // namespace
}  // namespace gate
