// Every ICAO VDS-NC and New Zealand case of the official suites that is a text, the whole way, as the gate goes it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <set>

#include "certificates/certificate_verifier.h"
#include "common/iso_time.h"
#include "encoding/bounded_file.h"
#include "end_to_end/interop/csv.h"
#include "end_to_end/interop/suite.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

// Pictures are the code scanner's business.
std::vector<CsvRow> cases() {
  std::set<std::pair<std::string, std::string>> excluded;
  for (const CsvRow& row : read_csv(suite() / "excluded.csv")) excluded.emplace(row.at("file"), row.at("check"));
  std::vector<CsvRow> rows = read_csv(suite() / "cases.csv");
  std::erase_if(rows, [&](const CsvRow& row) {
    const bool ours = row.at("format") == "VDS-NC" || row.at("format") == "NZCP";
    return !ours || row.at("file").ends_with(".png") || excluded.contains({row.at("file"), row.at("check")});
  });
  return rows;
}

// A trust directory of what the case says its keys are: "vds-nc/csca/*.der" with the revocation lists beside them, or
// one DID document.
std::shared_ptr<const TrustStore> trust_for(const std::string& key_source) {
  const TemporaryFolder folder;
  const fs::path source = suite() / key_source;
  const bool document = source.extension() == ".json";
  const fs::path into = folder / (document ? "nzcp" : "vds-nc");
  fs::create_directories(into);
  if (document) {
    fs::copy(source, into / source.filename());
  } else {
    fs::copy(source.parent_path(), into / "csca");
    for (const auto& entry : fs::directory_iterator(source.parent_path().parent_path())) {
      if (entry.path().extension() == ".crl") fs::copy(entry.path(), into / entry.path().filename());
    }
  }
  return TrustStore::open(folder.path()).value();
}

std::string text_of(const fs::path& file) {
  std::string text = read_bounded_file(file, 64 * 1024).value();
  text.erase(text.find_last_not_of("\r\n") + 1);
  return text;
}

bool passed(const CertificateVerification& result, std::string_view name) {
  return std::ranges::any_of(result.checks, [&](const auto& check) { return check.name == name && check.passed; });
}

bool as_expected(const std::string& expected, const CertificateVerification& result) {
  if (expected == "accept") return result.verified.has_value();
  if (expected == "reject") return !result.verified.has_value();
  if (expected == "signature valid, issuer untrusted") {
    return !result.verified && passed(result, "signature") && result.failed_check == "chain";
  }
  throw std::invalid_argument("unknown expectation " + expected);
}

class VdsNcNzcpSuite : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_SUITE(); }
};

TEST_F(VdsNcNzcpSuite, EveryCaseComesOutAsExpected) {
  std::map<std::string, std::map<std::string, int>> counts;
  for (const CsvRow& row : cases()) {
    const CertificateVerifier verifier(trust_for(row.at("key_source")));
    const WallTime clock = parse_iso_time(row.at("validation_clock")).value();
    const auto result = verifier.verify(text_of(suite() / row.at("file")), clock);
    const std::string outcome = result.refusal ? std::string(to_string(*result.refusal)) : "accepted";
    const bool agrees = as_expected(row.at("expected"), result);
    EXPECT_TRUE(agrees) << row.at("file") << ": " << outcome << ", " << result.detail;
    ++counts[row.at("format")][agrees ? outcome : "UNEXPECTED " + outcome];
  }
  for (const auto& [format, outcomes] : counts) {
    for (const auto& [outcome, count] : outcomes) std::cout << format << ": " << outcome << ' ' << count << '\n';
  }
  EXPECT_EQ(counts.size(), 2u);
}

// All real authorities are taken, and the real list is one of theirs.
TEST_F(VdsNcNzcpSuite, RealAuthoritiesAndTheirRevocationListAreInForce) {
  const fs::path folder = suite() / "vds-nc";
  std::vector<TrustList> lists;
  const auto authorities = VdsNcAuthorities::read(folder, lists);
  EXPECT_FALSE(lists.empty());
  for (const TrustList& list : lists) {
    EXPECT_EQ(list.problem, "") << list.file;
    std::cout << list.file.filename().string() << ": " << list.kind << ", " << list.entries << " entries, "
              << iso_time(list.dated.value()) << '\n';
  }
  EXPECT_GT(authorities.count(), 0u);
}

}  // namespace
}  // namespace gate
