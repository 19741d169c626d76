#include "passes/pass_bundle.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cerrno>

#include "encoding/cbor_writer.h"
#include "passes/bundle_import.h"
#include "passes/bundle_writer.h"
#include "signatures/cose_sign1.h"
#include "venue.h"

/// In the place of the C library's: no test of this program has links, as on a stick's FAT.
extern "C" int link(const char* /*from*/, const char* /*to*/) noexcept {
  errno = EPERM;
  return -1;
}

namespace gate {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;
using Why = BundleRefusal;

class PassBundle : public ::testing::Test {
 protected:
  fs::path put(const std::string& name, const Pass& pass) {
    const Bytes bytes = venue.issue(pass);
    Venue::write(path(name), {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    return path(name);
  }
  fs::path path(const std::string& name) const { return venue.folder.path() / name; }

  fs::path bundle(std::int64_t sequence, std::vector<fs::path> passes, std::set<PassId> withdrawn = {},
                  WallTime now = Venue::kNow) {
    const fs::path out = path("bundle-" + std::to_string(++bundles) + ".passes");
    const auto written = write_bundle({sequence, now, std::move(passes), std::move(withdrawn)}, venue.authority, out);
    EXPECT_TRUE(written) << written.error().message;
    return out;
  }
  BundleOutcome import(const fs::path& file, WallTime now = Venue::kNow) {
    return import_bundle(file, *store, venue.trust_store, now);
  }
  std::size_t stored() const { return store->list()->size(); }

  static std::string content(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
  }
  /// A file of any manifest, signed by `key`, and of any bytes behind it.
  fs::path forge(const Bytes& payload, const std::string& passes, const PrivateKey& key,
                 std::string_view content_type = kPassBundleContentType) {
    const Bytes head = sign_cose_sign1(payload, key, bytes_of(content_type)).value();
    Venue::write(path("forged.passes"), std::string(head.begin(), head.end()) + passes);
    return path("forged.passes");
  }

  Venue venue;
  int bundles = 0;
  std::unique_ptr<PassStore> store =
      PassStore::open(venue.folder.path() / "passes.db", DeviceKey::create(venue.folder.path() / "device.key").value())
          .value();
};

TEST_F(PassBundle, BringsPassesAndWithdrawsOthersInOneGo) {
  const Pass gone = venue.pass();
  const Pass one = venue.pass();
  const Pass two = venue.pass();
  const VerifiedPass before = venue.verified(gone);
  store->import({&before, 1}).value();
  const BundleOutcome outcome = import(bundle(7, {put("1.pass", one), put("2.pass", two)}, {gone.id}));
  EXPECT_FALSE(outcome.refusal) << outcome.detail;
  EXPECT_EQ(outcome.sequence, 7);
  EXPECT_THAT(outcome.taken, UnorderedElementsAre(one.id, two.id));
  EXPECT_EQ(outcome.withdrawn, 1U);
  EXPECT_EQ(stored(), 2U);
  EXPECT_TRUE(store->is_revoked(gone.id).value());
  EXPECT_EQ(store->import({&before, 1}).value().front(), ImportOutcome::kRevoked) << "never again";
}

TEST_F(PassBundle, IsNeverTakenBackwards) {
  const fs::path pass = put("1.pass", venue.pass());
  const fs::path older = bundle(6, {pass});
  const fs::path newer = bundle(7, {pass});
  const fs::path other = bundle(7, {pass, put("2.pass", venue.pass())});
  ASSERT_FALSE(import(newer).refusal);
  EXPECT_EQ(import(older).refusal, Why::kOlder);
  EXPECT_EQ(import(other).refusal, Why::kSequenceReused);
  EXPECT_EQ(stored(), 1U);
  const BundleOutcome again = import(newer);
  EXPECT_FALSE(again.refusal) << "the same one may come again, on the next stick";
  EXPECT_TRUE(again.same_again);
  EXPECT_FALSE(import(bundle(8, {pass})).refusal);
}

TEST_F(PassBundle, AnotherAuthorityHasItsOwnNumbers) {
  ASSERT_FALSE(import(bundle(7, {put("1.pass", venue.pass())})).refusal);
  const PrivateKey desk = PrivateKey::create().value();
  Venue::write(path("trust/enrolment-authorities/desk.pem"), desk.public_key().to_pem());
  venue.trust_store = TrustStore::open(path("trust")).value();
  const Bytes signed_pass = issue_pass(venue.pass(), desk).value();
  Venue::write(path("desk.pass"), {reinterpret_cast<const char*>(signed_pass.data()), signed_pass.size()});
  ASSERT_TRUE(write_bundle({1, Venue::kNow, {path("desk.pass")}, {}}, desk, path("desk.passes")));
  EXPECT_FALSE(import(path("desk.passes")).refusal);
  EXPECT_EQ(stored(), 2U);
}

TEST_F(PassBundle, LeavesOutWhatTimeHasSpoiltAndTakesTheRest) {
  const fs::path soon = put("soon.pass", venue.pass(Venue::kNow + days{1}));
  const Pass revoked = venue.pass();
  const fs::path file = bundle(1, {soon, put("revoked.pass", revoked), put("good.pass", venue.pass())});
  ASSERT_TRUE(store->revoke(revoked.id, Venue::kNow));
  const BundleOutcome outcome = import(file, Venue::kNow + days{2});
  EXPECT_FALSE(outcome.refusal);
  EXPECT_EQ(outcome.taken.size(), 1U);
  ASSERT_EQ(outcome.left_out.size(), 2U);
  EXPECT_EQ(outcome.left_out[0].number, 1U);
  EXPECT_EQ(outcome.left_out[0].reason, PassRefusal::kExpired);
  EXPECT_EQ(outcome.left_out[1].reason, PassRefusal::kRevoked);
  EXPECT_EQ(stored(), 1U);
}

TEST_F(PassBundle, CutShortAnywhereNothingIsTaken) {
  const std::string whole = content(bundle(1, {put("1.pass", venue.pass()), put("2.pass", venue.pass())}));
  for (std::size_t size = 0; size < whole.size(); size += 1 + size / 50) {
    Venue::write(path("cut.passes"), whole.substr(0, size));
    const BundleOutcome outcome = import(path("cut.passes"));
    ASSERT_TRUE(outcome.refusal == Why::kNotABundle || outcome.refusal == Why::kContentDiffers) << size;
    ASSERT_TRUE(outcome.taken.empty());
  }
  EXPECT_EQ(stored(), 0U);
  EXPECT_FALSE(store->newest_bundle(venue.authority.public_key().key_id()).value()) << "its number is not used up";
  Venue::write(path("longer.passes"), whole + '\0');
  EXPECT_EQ(import(path("longer.passes")).refusal, Why::kContentDiffers);
  Venue::write(path("whole.passes"), whole);
  EXPECT_FALSE(import(path("whole.passes")).refusal);
}

TEST_F(PassBundle, NoChangedByteIsTaken) {
  const std::string whole = content(bundle(1, {put("1.pass", venue.pass())}, {venue.pass().id}));
  for (std::size_t at = 0; at < whole.size(); at += 1 + at / 40) {
    std::string changed = whole;
    changed[at] ^= 1;
    Venue::write(path("changed.passes"), changed);
    ASSERT_TRUE(import(path("changed.passes")).refusal) << at;
  }
  EXPECT_EQ(stored(), 0U);
  EXPECT_TRUE(store->revoked()->empty());
}

TEST_F(PassBundle, IsBelievedOfTheVenuesAuthorityOnly) {
  const Venue other;
  const fs::path foreign = path("foreign.passes");
  ASSERT_TRUE(write_bundle({1, Venue::kNow, {}, {venue.pass().id}}, other.authority, foreign));
  EXPECT_EQ(import(foreign).refusal, Why::kAuthorityUnknown);
  const Bytes payload = write_bundle_manifest({1, Venue::kNow, {}, {venue.pass().id}}).value();
  EXPECT_EQ(import(forge(payload, "", venue.authority, kPassContentType)).refusal, Why::kSignatureInvalid)
      << "signed by the right key, but as a pass";
  EXPECT_EQ(import(bundle(1, {}, {venue.pass().id}, Venue::kNow + days{1})).refusal, Why::kNotYetValid);
  Venue::write(path("trust/revocation/enrolment-authorities.txt"),
               to_hex(venue.authority.public_key().key_id()) + "\n");
  venue.trust_store = TrustStore::open(path("trust")).value();
  EXPECT_EQ(import(bundle(1, {}, {venue.pass().id})).refusal, Why::kAuthorityRevoked);
}

TEST_F(PassBundle, OneForgedPassRefusesTheWhole) {
  const Venue other;
  const Bytes good = venue.issue(venue.pass());
  const Bytes foreign = other.issue(venue.pass());
  const auto text = [](const Bytes& bytes) { return std::string(bytes.begin(), bytes.end()); };
  const Bytes payload =
      write_bundle_manifest({1, Venue::kNow, {{sha256(good), good.size()}, {sha256(foreign), foreign.size()}}, {}})
          .value();
  const BundleOutcome outcome = import(forge(payload, text(good) + text(foreign), venue.authority));
  EXPECT_EQ(outcome.refusal, Why::kPassInvalid);
  EXPECT_THAT(outcome.detail, HasSubstr("pass 2: authority_unknown"));
  EXPECT_EQ(stored(), 0U);
  EXPECT_EQ(import(forge(payload, text(foreign) + text(good), venue.authority)).refusal, Why::kContentDiffers);
}

TEST_F(PassBundle, AnIdMayBeThereOnce) {
  const Pass pass = venue.pass();
  const Bytes one = venue.issue(pass);
  const Bytes two = venue.issue(pass);  // the same claims, another signature
  const Bytes payload =
      write_bundle_manifest({1, Venue::kNow, {{sha256(one), one.size()}, {sha256(two), two.size()}}, {}}).value();
  std::string passes(one.begin(), one.end());
  passes.append(two.begin(), two.end());
  EXPECT_EQ(import(forge(payload, passes, venue.authority)).refusal, Why::kPassInvalid);
  const auto twice = write_bundle({1, Venue::kNow, {put("1.pass", pass), put("2.pass", pass)}, {}}, venue.authority,
                                  path("twice.passes"));
  ASSERT_FALSE(twice);
  EXPECT_THAT(twice.error().message, HasSubstr("2.pass: the same pass as"));
  EXPECT_FALSE(fs::exists(path("twice.passes")));
}

TEST_F(PassBundle, ItsWriterTakesOwnAndGoodPassesOnlyAndOverwritesNothing) {
  const Venue other;
  const Bytes foreign = other.issue(venue.pass());
  Venue::write(path("foreign.pass"), {reinterpret_cast<const char*>(foreign.data()), foreign.size()});
  const auto write = [&](const fs::path& pass, std::set<PassId> withdrawn = {}) {
    const auto written =
        write_bundle({1, Venue::kNow, {pass}, std::move(withdrawn)}, venue.authority, path("new.passes"));
    return written ? "" : written.error().message;
  };
  EXPECT_THAT(write(path("foreign.pass")), HasSubstr("was not signed by"));
  EXPECT_THAT(write(put("old.pass", venue.pass(Venue::kNow - std::chrono::minutes{1}))), HasSubstr("has expired"));
  const Pass pass = venue.pass();
  EXPECT_THAT(write(put("1.pass", pass), {pass.id}), HasSubstr("among the withdrawn"));
  EXPECT_THAT(write(path("missing.pass")), HasSubstr("no such file"));
  EXPECT_FALSE(fs::exists(path("new.passes")));
  EXPECT_EQ(write(path("1.pass")), "");
  EXPECT_EQ(fs::status(path("new.passes")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_THAT(write(path("1.pass")), HasSubstr("File exists"));
  EXPECT_FALSE(fs::exists(path("new.passes.new")));
}

TEST_F(PassBundle, ItsOwnAuthorityReadsItBack) {
  const Pass pass = venue.pass();
  const PassId gone = venue.pass().id;
  const fs::path file = bundle(4, {put("1.pass", pass)}, {gone});
  const auto own = read_own_bundle(file, venue.authority.public_key());
  ASSERT_TRUE(own) << own.error().message;
  EXPECT_EQ(own->manifest.sequence, 4);
  EXPECT_THAT(own->manifest.withdrawn, ElementsAre(gone));
  ASSERT_EQ(own->passes.size(), 1U);
  EXPECT_EQ(own->passes.front().id, pass.id);
  EXPECT_EQ(own->passes.front().expires_at, pass.expires_at);
  EXPECT_EQ(read_own_bundle(file, PrivateKey::create()->public_key()).error().code, ErrorCode::kUntrusted);
}

TEST_F(PassBundle, InALongerFormIsNoBundleToTerminalsNorToItsAuthority) {
  std::string longer = content(bundle(4, {put("1.pass", venue.pass())}));
  constexpr std::size_t kPayloadHead = 17;  // 58 nn, which 59 00 nn says too
  ASSERT_EQ(longer[kPayloadHead], '\x58');
  longer.replace(kPayloadHead, 1, {'\x59', '\0'});
  Venue::write(path("longer.passes"), longer);
  EXPECT_EQ(import(path("longer.passes")).refusal, Why::kNotABundle);
  const auto own = read_own_bundle(path("longer.passes"), venue.authority.public_key());
  ASSERT_FALSE(own);
  EXPECT_THAT(own.error().message, HasSubstr("deterministic"));
}

TEST_F(PassBundle, ManifestsHaveOneFormAndBounds) {
  const auto refused = [](const BundleManifest& manifest) {
    const auto written = write_bundle_manifest(manifest);
    return written ? "" : written.error().message;
  };
  const PassId a{{1}};
  const PassId b{{2}};
  EXPECT_EQ(refused({1, Venue::kNow, {}, {a, b}}), "");
  EXPECT_THAT(refused({1, Venue::kNow, {}, {b, a}}), HasSubstr("do not rise"));
  EXPECT_THAT(refused({0, Venue::kNow, {}, {}}), HasSubstr("sequence"));
  EXPECT_THAT(refused({1, Venue::kNow, {{{}, 5}, {{}, 5}}, {}}), HasSubstr("twice"));
  EXPECT_THAT(refused({1, Venue::kNow, {{{}, kMaxPassBytes + 1}}, {}}), HasSubstr("196608"));
  EXPECT_THAT(refused({1, Venue::kNow, std::vector<BundledPass>(kMaxBundlePasses + 1), {}}), HasSubstr("20000"));
  EXPECT_THAT(refused({1, Venue::kNow, {}, std::vector<PassId>(kMaxWithdrawnPasses + 1)}), HasSubstr("bundle"));
}

TEST_F(PassBundle, UnknownFieldsAndOtherVersionsAreRefused) {
  const auto read = [](int version, const CborMap& more) {
    CborMap fields{{6, 1}, {-65537, version}, {-65541, 1}, {-65542, CborArray{}}, {-65543, CborArray{}}};
    fields.insert(fields.end(), more.begin(), more.end());
    return read_bundle_manifest(write_cbor(fields));
  };
  EXPECT_TRUE(read(1, {}));
  EXPECT_THAT(read(1, {{-65550, 1}}).error().message, HasSubstr("unknown"));
  EXPECT_EQ(read(2, {}).error().code, ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace gate
