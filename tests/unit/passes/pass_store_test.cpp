#include "passes/pass_store.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <sstream>

#include "passes/gallery_loader.h"
#include "venue.h"

namespace gate {
namespace {

using std::chrono::days;

class PassStoreTest : public testing::Test {
 protected:
  std::unique_ptr<PassStore> open() { return PassStore::open(file, key).value(); }
  PassId import_one(PassStore& store, WallTime expires = Venue::kNow + days{30}) {
    const VerifiedPass pass = venue.verified(venue.pass(expires));
    EXPECT_EQ(store.import({&pass, 1}).value().front(), ImportOutcome::kAdded);
    return pass.pass().id;
  }
  /// Runs SQL behind the store's back, as a thief or a bug would.
  void meddle(const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    sqlite3_close(database);
  }
  std::string content() const {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
  }

  Venue venue;
  std::filesystem::path file = venue.folder.path() / "passes.db";
  DeviceKey key = DeviceKey::create(venue.folder.path() / "device.key").value();
};

TEST_F(PassStoreTest, GivesBackWhatWasImportedAfterReopening) {
  const VerifiedPass pass = venue.verified(venue.pass());
  open()->import({&pass, 1}).value();
  const auto store = open();
  const WipedBytes bytes = store->load(pass.pass().id).value();
  EXPECT_TRUE(std::equal(bytes.begin(), bytes.end(), pass.encoded().begin(), pass.encoded().end()));
  EXPECT_EQ(store->list().value().size(), 1u);
  EXPECT_EQ(store->load(PassId{}).error().code, ErrorCode::kNotFound);
}

TEST_F(PassStoreTest, ReplacesAPassOfTheSameIdAndRemovesOne) {
  const auto store = open();
  const VerifiedPass pass = venue.verified(venue.pass());
  store->import({&pass, 1}).value();
  EXPECT_EQ(store->import({&pass, 1}).value().front(), ImportOutcome::kReplaced);
  EXPECT_TRUE(store->remove(pass.pass().id));
  EXPECT_EQ(store->remove(pass.pass().id).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(store->list().value().empty());
}

TEST_F(PassStoreTest, NeverTakesARevokedPassAgain) {
  const auto store = open();
  const VerifiedPass pass = venue.verified(venue.pass());
  store->import({&pass, 1}).value();
  ASSERT_TRUE(store->revoke(pass.pass().id, Venue::kNow));
  EXPECT_TRUE(store->is_revoked(pass.pass().id).value());
  EXPECT_EQ(store->load(pass.pass().id).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(store->import({&pass, 1}).value().front(), ImportOutcome::kRevoked);
  EXPECT_EQ(open()->revoked().value(), std::vector{pass.pass().id});
}

TEST_F(PassStoreTest, ErasesWholeDaysOnceTheyAreOver) {
  const auto store = open();
  import_one(*store, Venue::kNow + days{1});
  import_one(*store, Venue::kNow + days{1} + std::chrono::hours{23});
  const PassId later = import_one(*store, Venue::kNow + days{2});
  EXPECT_EQ(store->erase_expired(Venue::kNow + days{2} - std::chrono::milliseconds{1}), 0u);
  EXPECT_EQ(store->erase_expired(Venue::kNow + days{2}), 2u);
  ASSERT_EQ(store->list().value().size(), 1u);
  EXPECT_TRUE(store->load(later));
}

TEST_F(PassStoreTest, ADayWithoutItsKeyCannotBeRead) {
  const auto store = open();
  const PassId id = import_one(*store);
  meddle("DELETE FROM day_keys");
  EXPECT_EQ(store->load(id).error().code, ErrorCode::kUntrusted);
}

TEST_F(PassStoreTest, HoldsNothingReadable) {
  const VerifiedPass pass = venue.verified(venue.pass());
  open()->import({&pass, 1}).value();
  EXPECT_EQ(content().find("HC1:"), std::string::npos);
  EXPECT_EQ(content().find("E.M."), std::string::npos);
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(PassStoreTest, ARecordThatWasTamperedWithOrMovedIsNotBelieved) {
  const auto store = open();
  const PassId first = import_one(*store);
  const PassId second = import_one(*store);
  meddle("UPDATE passes SET sealed = (SELECT sealed FROM passes WHERE rowid = 1) WHERE rowid = 2");
  EXPECT_TRUE(store->load(first));
  EXPECT_EQ(store->load(second).error().code, ErrorCode::kUntrusted);
  meddle("UPDATE passes SET sealed = zeroblob(length(sealed))");
  EXPECT_EQ(store->load(first).error().code, ErrorCode::kUntrusted);
  meddle("UPDATE passes SET sealed = x'00'");
  EXPECT_EQ(store->load(first).error().code, ErrorCode::kUntrusted);
}

TEST_F(PassStoreTest, CannotBeOpenedWithAnotherDeviceKey) {
  import_one(*open());
  const DeviceKey other = DeviceKey::create(venue.folder.path() / "other.key").value();
  EXPECT_EQ(PassStore::open(file, other).error().code, ErrorCode::kUntrusted);
  EXPECT_EQ(open()->list().value().size(), 1u);
}

TEST_F(PassStoreTest, ANewDeviceMakesItsKeyOnceAndNeverBesidePassesOfAnother) {
  const auto place = venue.folder.path() / "new/device.key";
  ASSERT_TRUE(DeviceKey::load_or_create(place, venue.folder.path() / "new/passes.db"));
  const auto first = DeviceKey::load(place).value().derive("x").value();
  const auto again =
      DeviceKey::load_or_create(place, venue.folder.path() / "new/passes.db").value().derive("x").value();
  EXPECT_TRUE(std::ranges::equal(first.bytes(), again.bytes()));
  import_one(*open());
  EXPECT_EQ(DeviceKey::load_or_create(venue.folder.path() / "lost.key", file).error().code, ErrorCode::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(venue.folder.path() / "lost.key"));
}

TEST_F(PassStoreTest, LeavesAFileThatIsNoPassStoreAsItIs) {
  Venue::write(file, std::string(5000, 'x'));
  EXPECT_EQ(PassStore::open(file, key).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(content(), std::string(5000, 'x'));
  std::filesystem::remove(file);
  meddle("CREATE TABLE other (x); INSERT INTO other VALUES (1)");
  const std::string before = content();
  EXPECT_EQ(PassStore::open(file, key).error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(content(), before);
}

TEST_F(PassStoreTest, OneWhoseMakingWasCutOffIsMadeAnew) {
  meddle("PRAGMA journal_mode = WAL");  // what power lost at a first start leaves behind: a page with nothing in it
  ASSERT_GT(std::filesystem::file_size(file), 0u);
  const auto store = PassStore::open(file, key);
  ASSERT_TRUE(store) << store.error().message;
  import_one(**store);
}

TEST_F(PassStoreTest, LeavesATornFileAsItIs) {
  import_one(*open());
  const std::string whole = content();
  Venue::write(file, whole.substr(0, 4096));
  const auto opened = PassStore::open(file, key);
  EXPECT_EQ(content(), whole.substr(0, 4096));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kInvalidInput) << opened.error().message;
}

TEST_F(PassStoreTest, CanBeUsedByTwoAtOnce) {
  const auto terminal = open();
  const auto tool = open();
  const PassId id = import_one(*tool);
  EXPECT_TRUE(terminal->load(id));
  import_one(*terminal);
  EXPECT_EQ(tool->list().value().size(), 2u);
}

TEST_F(PassStoreTest, OneDamagedRecordAmongThousandsIsLeftOutByName) {
  const auto store = open();
  std::vector<VerifiedPass> passes;
  for (int i = 0; i < 2000; ++i) passes.push_back(venue.verified(venue.pass()));
  store->import(passes).value();
  meddle(
      "UPDATE passes SET sealed = substr(sealed, 1, 100) || x'ffffffffffffffff' || substr(sealed, 109) WHERE rowid = "
      "1234");
  std::size_t last_done = 0;
  const auto loaded = load_gallery(*store, venue.verifier, Venue::kComparisons, Venue::kNow,
                                   [&](std::size_t done, std::size_t) { last_done = done; });
  EXPECT_EQ(loaded->passes, 1999u);
  ASSERT_EQ(loaded->left_out.size(), 1u);
  EXPECT_EQ(loaded->left_out[0].id, passes[1233].pass().id);
  EXPECT_EQ(loaded->left_out[0].reason, "record_damaged");
  EXPECT_EQ(last_done, 2000u);
}

TEST_F(PassStoreTest, LoadingSaysWhyAPassIsLeftOut) {
  const auto store = open();
  const PassId good = import_one(*store);
  const PassId expired = import_one(*store, Venue::kNow + std::chrono::hours{1});
  const auto loaded = load_gallery(*store, venue.verifier, Venue::kComparisons, Venue::kNow + std::chrono::hours{2});
  EXPECT_EQ(loaded->passes, 1u);
  ASSERT_EQ(loaded->left_out.size(), 1u);
  EXPECT_EQ(loaded->left_out[0].id, expired);
  EXPECT_EQ(loaded->left_out[0].reason, "expired");
  const auto other =
      load_gallery(*store, venue.verifier, std::vector<Alternatives>{{FaceComparison::of("another")}}, Venue::kNow);
  EXPECT_EQ(other->passes, 0u);
  EXPECT_EQ(other->left_out.size(), 2u);
  EXPECT_EQ(other->left_out[0].reason, "model_missing");
  EXPECT_TRUE(store->load(good));
}

TEST(DeviceKey, IsThirtyTwoBytesForItsOwnerAlone) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "device.key";
  EXPECT_EQ(DeviceKey::load(file).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(DeviceKey::create(file));
  EXPECT_TRUE(DeviceKey::load(file));
  EXPECT_EQ(DeviceKey::create(file).error().code, ErrorCode::kIo) << "never overwritten";
  ::chmod(file.c_str(), 0640);
  EXPECT_EQ(DeviceKey::load(file).error().code, ErrorCode::kUntrusted);
  ::chmod(file.c_str(), 0600);
  std::filesystem::resize_file(file, 31);
  EXPECT_EQ(DeviceKey::load(file).error().code, ErrorCode::kInvalidInput);
}

TEST(DeviceKey, GivesEveryPurposeItsOwnKey) {
  const TemporaryFolder folder;
  const DeviceKey key = DeviceKey::create(folder.path() / "device.key").value();
  const Key store = key.derive(kPassStorePurpose).value();
  const Key again = key.derive(kPassStorePurpose).value();
  const Key log = key.derive(kEventLogPurpose).value();
  EXPECT_TRUE(std::equal(store.bytes().begin(), store.bytes().end(), again.bytes().begin()));
  EXPECT_FALSE(std::equal(store.bytes().begin(), store.bytes().end(), log.bytes().begin()));
}

TEST(Seal, HoldsForTheSameKeyContextAndBytesOnly) {
  Key key;
  Bytes sealed = seal(key.bytes(), bytes_of("context"), bytes_of("text")).value();
  EXPECT_EQ(unseal(key.bytes(), bytes_of("context"), sealed)->size(), 4u);
  EXPECT_FALSE(unseal(key.bytes(), bytes_of("other"), sealed));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    sealed[i] ^= 1;
    EXPECT_FALSE(unseal(key.bytes(), bytes_of("context"), sealed)) << i;
    sealed[i] ^= 1;
  }
  EXPECT_FALSE(unseal(key.bytes(), bytes_of("context"), ByteView(sealed).first(27)));
  key.bytes()[0] = 1;
  EXPECT_FALSE(unseal(key.bytes(), bytes_of("context"), sealed));
}

}  // namespace
}  // namespace gate
