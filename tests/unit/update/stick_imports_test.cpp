#include "update/stick_imports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "encoding/base64.h"
#include "passes/bundle_writer.h"
#include "unit/passes/venue.h"
#include "unit/signatures/test_signer.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Kind = StickReport::Line::Kind;
using Why = StickReason;

class StickImports : public ::testing::Test {
 protected:
  StickImports() {
    config_.store = {device() / "passes.db", device() / "device.key", device() / "trust"};
    fs::copy(venue_.folder.path() / "trust", device() / "trust", fs::copy_options::recursive);
    for (const char* folder : {"passes", "trust", "work"}) fs::create_directories(stick() / folder);
  }
  fs::path device() const {
    fs::create_directories(folder_ / "device");
    return folder_ / "device";
  }
  fs::path stick() const { return folder_ / "stick"; }

  void put_pass(const std::string& name, const Pass& pass) const {
    const Bytes bytes = venue_.issue(pass);
    Venue::write(stick() / "passes" / name, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
  void put_bundle(const std::string& name, std::int64_t number, const std::vector<Pass>& passes,
                  std::set<PassId> withdrawn) const {
    std::vector<fs::path> files;
    for (const Pass& pass : passes) {
      const Bytes bytes = venue_.issue(pass);
      files.push_back(folder_ / (to_string(pass.id) + ".pass"));
      Venue::write(files.back(), {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
    ASSERT_TRUE(
        write_bundle({number, Venue::kNow, files, std::move(withdrawn)}, venue_.authority, stick() / "passes" / name));
  }
  const StickReport& import_passes() {
    import_stick_passes(stick() / "passes", config_, Venue::kNow, report_);
    return report_;
  }
  const StickReport& import_trust() {
    import_stick_trust(stick() / "trust", config_, stick() / "work", Venue::kNow, report_);
    return report_;
  }
  std::size_t stored() const {
    return PassStore::open(config_.store.database, DeviceKey::load(config_.store.device_key).value())
        .value()
        ->list()
        ->size();
  }

  TemporaryFolder folder_;
  Venue venue_;
  Config config_;
  StickReport report_;
};

TEST_F(StickImports, GoodPassesAreTakenAndTheOthersAreNamedWithTheirReason) {
  put_pass("a.pass", venue_.pass());
  put_pass("b.pass", venue_.pass());
  put_pass("expired.pass", venue_.pass(Venue::kNow - std::chrono::minutes{1}));
  Venue::write(stick() / "passes/forged.pass", "no pass");
  Venue::write(stick() / "passes/notes.txt", "not looked at");
  const auto& lines = import_passes().lines();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].text, "Passes taken: 2.");
  EXPECT_EQ(lines[1].refusal->reason, Why::kPassesRefused);
  EXPECT_EQ(lines[1].refusal->detail, "2 of 4: cose_invalid 1, expired 1");
  EXPECT_THAT(lines[1].files, ::testing::UnorderedElementsAre("expired.pass: expired", "forged.pass: cose_invalid"));
  EXPECT_EQ(stored(), 2U);
}

TEST_F(StickImports, AnotherVenuesPassesAreNotBelieved) {
  const Venue other;
  const Bytes bytes = other.issue(venue_.pass());
  Venue::write(stick() / "passes/other.pass", {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  EXPECT_EQ(import_passes().lines().at(0).refusal->detail, "1 of 1: authority_unknown 1");
}

TEST_F(StickImports, ALostDeviceKeyIsNotMadeAnew) {
  put_pass("a.pass", venue_.pass());
  import_passes();
  fs::remove(config_.store.device_key);
  EXPECT_EQ(import_passes().lines().back().refusal->reason, Why::kPassesImpossible);
  EXPECT_FALSE(fs::exists(config_.store.device_key)) << "it would shut out every pass that is there";
}

TEST_F(StickImports, ABundleIsTakenWholeAndWhatItWithdrawsIsNotTakenAsAFileEither) {
  const Pass gone = venue_.pass();
  put_pass("gone.pass", gone);
  put_bundle("venue-7.passes", 7, {venue_.pass(), venue_.pass()}, {gone.id});
  const auto& lines = import_passes().lines();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].text, "Bundle of passes, number 7: taken: 2 passes, 1 withdrawn.");
  EXPECT_EQ(lines[1].refusal->detail, "1 of 1: revoked 1");
  EXPECT_EQ(stored(), 2U);
}

TEST_F(StickImports, AnOlderOrDamagedBundleIsNamedWithItsReason) {
  put_bundle("b.passes", 7, {venue_.pass()}, {});
  import_passes();
  fs::remove(stick() / "passes/b.passes");
  put_bundle("a.passes", 6, {venue_.pass()}, {});
  EXPECT_EQ(import_passes().lines().back().refusal->reason, Why::kPassBundleOlder);
  Venue::write(stick() / "passes/a.passes", "no bundle of passes at all");
  EXPECT_EQ(import_passes().lines().back().refusal->reason, Why::kPassBundleRefused);
  EXPECT_THAT(report_.lines().back().refusal->detail, HasSubstr("not_a_bundle"));
  EXPECT_EQ(stored(), 1U);
}

TEST_F(StickImports, NoPassesIsNothingToReport) { EXPECT_TRUE(import_passes().empty()); }

TEST_F(StickImports, ADelegationCarriesItsSignatureAndIsTaken) {
  const PrivateKey terminal = PrivateKey::create().value();
  const auto put = [&](const std::string& name, const PrivateKey& by) {
    const Bytes bytes = sign_delegation({.authority = by.public_key().key_id(),
                                         .delegate = terminal.public_key(),
                                         .issued_at = Venue::kNow,
                                         .from = Venue::kNow,
                                         .until = Venue::kNow + std::chrono::days{30},
                                         .most_passes = 500,
                                         .longest_pass = std::chrono::days{1}},
                                        by)
                            .value();
    Venue::write(stick() / "trust" / name, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  };
  put("1-gate.delegation", venue_.authority);
  put("2-own.delegation", terminal);
  const auto& lines = import_trust().lines();
  ASSERT_EQ(lines.size(), 2U);
  const std::string id = to_hex(terminal.public_key().key_id());
  EXPECT_THAT(lines[0].text, ::testing::StartsWith("Delegation taken: key " + id + " signs from 2021-12-03"));
  EXPECT_THAT(lines[0].text, HasSubstr("500 passes"));
  EXPECT_EQ(lines[1].refusal->reason, Why::kTrustRefused);
  EXPECT_EQ(TrustStore::open(device() / "trust").value()->enrolment_delegations(terminal.public_key().key_id()).size(),
            1U);
}

TEST_F(StickImports, NoListIsTakenUnsigned) {
  const TestSigner signer;
  const nlohmann::json list{
      {"certificates", {{{"certificateType", "DSC"}, {"rawData", encode_base64(signer.certificate_der())}}}}};
  Venue::write(stick() / "trust/1-signer.pem", signer.certificate_pem());
  Venue::write(stick() / "trust/2-list.json", list.dump());
  Venue::write(stick() / "trust/3-jwks.json", R"({"keys":[]})");
  Venue::write(stick() / "trust/4-revoked.json", R"([{"hashType":"UCI","entries":[]}])");
  Venue::write(stick() / "trust/5-authority.pem", PrivateKey::create()->public_key().to_pem());
  const auto before = TrustStore::open(device() / "trust").value()->lists().size();
  std::vector<Why> reasons;
  for (const auto& line : import_trust().lines()) reasons.push_back(line.refusal->reason);
  EXPECT_THAT(reasons, ElementsAre(Why::kTrustUnsigned, Why::kTrustUnsigned, Why::kTrustUnsigned, Why::kTrustUnsigned,
                                   Why::kTrustRefused));
  EXPECT_EQ(TrustStore::open(device() / "trust").value()->lists().size(), before);
}

TEST_F(StickImports, ASignedListIsTakenWhenItsAnchorIsInForceAndOnlyThen) {
  const TestSigner anchor;
  const TestSigner signer;
  const std::string list =
      nlohmann::json{
          {"certificates", {{{"certificateType", "DSC"}, {"rawData", encode_base64(signer.certificate_der())}}}}}
          .dump();
  Venue::write(stick() / "trust/national.txt", encode_base64(anchor.sign(bytes_of(list))) + "\n" + list);
  EXPECT_EQ(import_trust().lines().back().refusal->reason, Why::kTrustRefused);
  Venue::write(device() / "trust/eu-dcc/anchors/national.pem", anchor.certificate_pem());
  const auto& line = import_trust().lines().back();
  EXPECT_EQ(line.kind, Kind::kDone) << (line.refusal ? line.refusal->detail : "");
  EXPECT_EQ(line.text, "List taken: eu-dcc-signed-list, 1 entries.");
  EXPECT_EQ(TrustStore::open(device() / "trust").value()->eu_dcc_signers(signer.key_id()).size(), 1U);
  Venue::write(stick() / "trust/national.txt", encode_base64(anchor.sign(bytes_of(list))) + "\n" + list + " ");
  EXPECT_EQ(import_trust().lines().back().refusal->reason, Why::kTrustRefused);
  EXPECT_EQ(TrustStore::open(device() / "trust").value()->eu_dcc_signers(signer.key_id()).size(), 1U);
}

TEST_F(StickImports, ARevocationListIsTakenFromTheStateThatSignedIt) {
  const TestSigner state(
      {.country = "UT",
       .name = "CSCA",
       .extensions = {{"basicConstraints", "critical,CA:TRUE"}, {"keyUsage", "critical,keyCertSign,cRLSign"}}});
  const TestSigner stranger(
      {.country = "UT",
       .name = "CSCA",
       .extensions = {{"basicConstraints", "critical,CA:TRUE"}, {"keyUsage", "critical,keyCertSign,cRLSign"}}});
  Venue::write(device() / "trust/vds-nc/csca/ut.pem", state.certificate_pem());
  const auto put = [&](const Bytes& list) {
    Venue::write(stick() / "trust/ut.crl", {reinterpret_cast<const char*>(list.data()), list.size()});
  };
  put(stranger.revocation_list({7}));
  EXPECT_EQ(import_trust().lines().back().refusal->reason, Why::kTrustRefused);
  put(state.revocation_list({7, 8}));
  const auto& line = import_trust().lines().back();
  EXPECT_EQ(line.text, "List taken: vds-nc-revocations, 2 entries.") << (line.refusal ? line.refusal->detail : "");
}

TEST_F(StickImports, LinksAndFoldersAreNotLists) {
  fs::create_directories(stick() / "trust/folder");
  fs::create_symlink("/etc/hostname", stick() / "trust/link");
  EXPECT_TRUE(import_trust().empty());
}

}  // namespace
}  // namespace gate
