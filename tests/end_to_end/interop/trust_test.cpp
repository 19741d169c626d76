// The official suites' trust lists and revocation figures, read by the product.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>

#include "certificates/certificate_verifier.h"
#include "certificates/trust/trust_import.h"
#include "common/iso_time.h"
#include "encoding/bounded_file.h"
#include "end_to_end/interop/csv.h"
#include "end_to_end/interop/suite.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

/// The rows of a format that are not excluded.
std::vector<CsvRow> cases(const std::string& format) {
  std::set<std::pair<std::string, std::string>> excluded;
  for (const CsvRow& row : read_csv(suite() / "excluded.csv")) excluded.emplace(row.at("file"), row.at("check"));
  std::vector<CsvRow> rows;
  for (const CsvRow& row : read_csv(suite() / "cases.csv"))
    if (row.at("format") == format && !excluded.contains({row.at("file"), row.at("check")})) rows.push_back(row);
  return rows;
}

class TrustSuite : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_SUITE(); }
};

/// Whether an import with this anchor, into an empty trust directory, puts the list in force.
bool in_force(const fs::path& list, const fs::path& anchor, WallTime now) {
  const TemporaryFolder folder;
  TrustImport import;
  import.files = {list};
  import.kind = TrustFileKind::kEuDccSignedList;
  import.anchor = anchor;
  const auto imported = import_trust(folder / "trust", import, now);
  return imported && TrustStore::open(folder / "trust").value()->eu_dcc_signer_count() > 0;
}

TEST_F(TrustSuite, SignedListsAreInForceAsExpected) {
  int held = 0;
  int refused = 0;
  for (const CsvRow& row : cases("DSC-TL")) {
    ASSERT_EQ(row.at("check"), "LISTSIGNATURE");
    const bool expected = row.at("expected") == "true";
    const WallTime now = parse_iso_time(row.at("validation_clock")).value_or(SystemClock().wall_now());
    EXPECT_EQ(in_force(suite() / row.at("file"), suite() / row.at("key_source"), now), expected) << row.at("file");
    ++(expected ? held : refused);
  }
  std::cout << "DSC-TL LISTSIGNATURE: " << held << " in force, " << refused << " refused\n";
  EXPECT_GT(held + refused, 0);
}

// The same list with one bit changed anywhere is out of force: what stands for lists the suite does not have.
TEST_F(TrustSuite, AChangedSignedListIsNotInForce) {
  for (const CsvRow& row : cases("DSC-TL")) {
    if (row.at("expected") != "true") continue;
    const TemporaryFolder folder;
    std::string list = read_bounded_file(suite() / row.at("file"), kMaxSignerListBytes).value();
    for (const std::size_t at : {std::size_t{3}, list.size() / 2, list.size() - 2}) {
      list[at] = static_cast<char>(list[at] ^ 1);
      std::ofstream(folder / "list.json", std::ios::binary) << list;
      EXPECT_FALSE(in_force(folder / "list.json", suite() / row.at("key_source"), SystemClock().wall_now())) << at;
      list[at] = static_cast<char>(list[at] ^ 1);
    }
  }
}

/// The member of a sample file whose "what" names it.
std::string barcode(const CsvRow& row) {
  const auto samples = nlohmann::json::parse(std::ifstream(suite() / row.at("file")));
  for (const auto& sample : samples)
    if (row.at("what").ends_with(sample.at("description").get<std::string>())) return sample.at("barcodeData");
  return {};
}

TEST_F(TrustSuite, RevocationHashesAreThePublishedOnes) {
  const TemporaryFolder empty;
  const CertificateVerifier verifier(TrustStore::open(empty.path()).value());
  int equal = 0;
  const auto rows = cases("DCC-revocation");
  for (const CsvRow& row : rows) {
    const auto hashes = verifier.verify(barcode(row), SystemClock().wall_now()).revocation_hashes;
    ASSERT_TRUE(hashes) << row.at("what");
    const std::string& check = row.at("check");
    const auto& hash = check == "UCI"              ? hashes->uci
                       : check == "COUNTRYCODEUCI" ? hashes->country_uci
                                                   : hashes->signature;
    EXPECT_EQ(to_hex(hash), row.at("expected")) << row.at("what") << ' ' << check;
    equal += to_hex(hash) == row.at("expected") ? 1 : 0;
  }
  std::cout << "DCC-revocation: " << equal << " of " << rows.size() << " hashes as published\n";
  EXPECT_GT(rows.size(), 0u);
}

TEST_F(TrustSuite, TheGatewaysListIsInForceAsAWhole) {
  const auto file = suite() / "trust/acc-dsc-list.json";
  if (!fs::exists(file)) GTEST_SKIP() << file << " is not there";
  const auto listed = nlohmann::json::parse(std::ifstream(file)).at("certificates").size();
  const auto store = TrustStore::open(file);
  ASSERT_TRUE(store) << store.error().message;
  const TrustList& list = (*store)->lists().at(0);
  std::cout << "acc-dsc-list.json: " << listed << " listed, " << list.entries
            << " in force; left out: " << (list.problem.empty() ? "none" : list.problem)
            << "; note: " << (list.note.empty() ? "none" : list.note) << '\n';
  EXPECT_EQ(list.entries, listed) << list.problem;
}

}  // namespace
}  // namespace gate
