// Every case of the SMART Health Card suites: cards in all their forms, content without a signature, issuers' keys.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <set>

#include "certificates/smart_health_card/smart_health_card_issuers.h"
#include "certificates/smart_health_card/vci_signature.h"
#include "encoding/bounded_file.h"
#include "end_to_end/interop/csv.h"
#include "end_to_end/interop/shc_case.h"
#include "end_to_end/interop/suite.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

bool concerns_health_cards(const CsvRow& row) {
  return row.at("format").starts_with("SHC-") || row.at("format") == "JWKS";
}

std::vector<CsvRow> rows() {
  std::set<std::pair<std::string, std::string>> excluded;
  for (const CsvRow& row : read_csv(suite() / "excluded.csv")) excluded.emplace(row.at("file"), row.at("check"));
  std::vector<CsvRow> all = read_csv(suite() / "cases.csv");
  std::erase_if(all, [&](const CsvRow& row) {
    return !concerns_health_cards(row) || excluded.contains({row.at("file"), row.at("check")});
  });
  return all;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// Whether this check was run and failed; of several of the same name, whether one did.
bool failed(const CertificateVerification& result, std::string_view name) {
  return std::ranges::any_of(result.checks, [&](const auto& check) { return check.name == name && !check.passed; });
}

bool content_fails(const CertificateVerification& result) {
  return failed(result, "json") || failed(result, "payload") || failed(result, "schema");
}

// "suite error A+B warnings C": the check of ours that stands for A or B fails; warnings are not failures.
bool content_agrees(const CertificateVerification& result, const std::string& expected) {
  if (!has(expected, "suite error")) return !content_fails(result);
  const std::string errors = expected.substr(0, expected.find(" warnings"));
  if (has(errors, "NOT_YET_VALID")) return failed(result, "not_yet_valid");
  if (has(errors, "EXPIRATION_ERROR")) return failed(result, "expired");
  return content_fails(result) || has(errors, "TRAILING_CHARACTERS");
}

enum class Outcome { kHeld, kRefused, kEither, kUnexpected };

Outcome outcome(const CertificateVerification& result, const CsvRow& row) {
  const std::string& expected = row.at("expected");
  const bool accepted = result.verified.has_value();
  if (row.at("check") == "REVOCATION") {
    return failed(result, "revocation") == (expected == "revoked") ? Outcome::kHeld : Outcome::kUnexpected;
  }
  if (expected.starts_with("content-only")) {
    return !accepted && content_agrees(result, expected) ? Outcome::kHeld : Outcome::kUnexpected;
  }
  // The signature holds, the official validator reports the form: either answer is right.
  if (expected.starts_with("suite error")) return Outcome::kEither;
  if (accepted != (expected == "accept")) return Outcome::kUnexpected;
  return accepted ? Outcome::kHeld : Outcome::kRefused;
}

class ShcSuite : public ::testing::Test {
 protected:
  void SetUp() override {
    REQUIRE_SUITE();
    folder_ = fs::path(::testing::TempDir()) / ("shc-suite-" + std::to_string(::getpid()));
  }
  void TearDown() override { fs::remove_all(folder_); }

  Outcome run(const CsvRow& row) const {
    const ShcCase shc(row, suite(), folder_);
    if (row.at("format") == "JWKS") {
      const bool held = shc.keys_hold();
      if (held != (row.at("expected") == "accept")) return Outcome::kUnexpected;
      return held ? Outcome::kHeld : Outcome::kRefused;
    }
    const auto result = shc.verify();
    const Outcome out = outcome(result, row);
    EXPECT_NE(out, Outcome::kUnexpected) << row.at("id") << ' ' << row.at("file") << ": " << row.at("expected")
                                         << ", but " << (result.verified ? "accepted" : result.detail);
    return out;
  }

  fs::path folder_;
};

TEST_F(ShcSuite, EveryCaseComesOutAsExpected) {
  std::map<std::string, std::map<Outcome, int>> counts;
  int pictures = 0;
  for (const CsvRow& row : rows()) {
    if (row.at("format") == "SHC-qr") {
      ++pictures;
      continue;
    }
    const Outcome out = run(row);
    EXPECT_NE(out, Outcome::kUnexpected) << row.at("id") << ' ' << row.at("what");
    ++counts[row.at("format")][out];
  }
  for (auto& [format, count] : counts) {
    std::cout << format << ": " << count[Outcome::kHeld] << " hold and " << count[Outcome::kRefused]
              << " are refused as expected, " << count[Outcome::kEither] << " may do either, "
              << count[Outcome::kUnexpected] << " unexpected\n";
  }
  std::cout << pictures << " pictures are the code scanner's business\n";
  EXPECT_FALSE(counts.empty());
}

class VciDirectory : public ShcSuite {
 protected:
  void SetUp() override {
    ShcSuite::SetUp();
    if (IsSkipped()) return;
    snapshot_ = suite() / "vci-directory/logs/vci_snapshot.json";
    if (!fs::exists(snapshot_)) GTEST_SKIP() << snapshot_ << " is not there";
  }
  static std::string content(const fs::path& file) { return read_bounded_file(file, 16 << 20).value(); }

  fs::path snapshot_;
};

// Ten of its 961 keys are left out, as the official validator would: the certificates of eight name the specification's
// example issuer instead of their own, and two have coordinates of 31 bytes.
TEST_F(VciDirectory, TheSnapshotsKeysAndListsAreInForceAndBadKeysAreToldOf) {
  fs::create_directories(folder_);
  fs::copy_file(snapshot_, folder_ / "vci.json");
  std::vector<TrustList> lists;
  const SmartHealthCardIssuers issuers = SmartHealthCardIssuers::read(folder_, lists);
  ASSERT_EQ(lists.size(), 1u);
  EXPECT_EQ(lists[0].problem, "");
  EXPECT_TRUE(has(lists[0].note, "subject alternative name")) << lists[0].note;
  EXPECT_EQ(lists[0].entries, issuers.key_count());
  EXPECT_GT(issuers.key_count(), 900u);
  EXPECT_EQ(issuers.keys("https://vc.vrs.digital.go.jp/issuer", "f1vhQP9oOZkityrguynQqB4aVh8u9xcf3wm4AFF4aVw").size(),
            1u);
  EXPECT_TRUE(lists[0].dated);
  const auto quebec = issuers.revocations("https://covid19.quebec.ca/PreuveVaccinaleApi/issuer",
                                          "sZ5ca2a73SgPl7aC9v4PyA4cR5zk9A6BhHX8I2CVNwM");
  ASSERT_NE(quebec.list, nullptr);
  EXPECT_GT(quebec.list->size(), 700u);
  std::cout << issuers.key_count() << " keys\n";
}

TEST_F(VciDirectory, TheSnapshotsSignatureHoldsAndOnlyForIt) {
  const std::string certificate = content(suite() / "vci-directory/vci_snapshot.crt");
  const std::string signature = content(suite() / "vci-directory/logs/vci_snapshot.sig");
  std::string text = content(snapshot_);
  const Status holds = verify_vci_snapshot(text, bytes_of(signature), certificate);
  EXPECT_TRUE(holds) << holds.error().message;
  text[text.size() / 2] ^= 1;
  EXPECT_FALSE(verify_vci_snapshot(text, bytes_of(signature), certificate));
}

}  // namespace
}  // namespace gate
