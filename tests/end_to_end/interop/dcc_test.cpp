// Every EU DCC case of the official suite that is about raw JSON files, each check on its own and the whole way.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include "certificates/eu_dcc/eu_dcc_schema.h"
#include "common/iso_time.h"
#include "encoding/bounded_file.h"
#include "end_to_end/interop/cbor_json.h"
#include "end_to_end/interop/csv.h"
#include "end_to_end/interop/dcc_case.h"
#include "end_to_end/interop/suite.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

struct Expectation {
  std::string file;
  std::string check;
  bool holds;
  WallTime clock;
};

// Pictures are the code scanner's business.
std::vector<Expectation> expectations(const std::string& format) {
  std::set<std::pair<std::string, std::string>> excluded;
  for (const CsvRow& row : read_csv(suite() / "excluded.csv")) excluded.emplace(row.at("file"), row.at("check"));
  std::vector<Expectation> expected;
  for (const CsvRow& row : read_csv(suite() / "cases.csv")) {
    const std::string& file = row.at("file");
    const std::string& check = row.at("check");
    if (row.at("format") != format || check == "PICTUREDECODE" || excluded.contains({file, check})) continue;
    if (!file.ends_with(".json")) continue;
    const WallTime clock = parse_iso_time(row.at("validation_clock")).value_or(WallTime());
    expected.push_back({file, check, row.at("expected") == "true", clock});
  }
  return expected;
}

class EuDccSuite : public ::testing::Test {
 protected:
  void SetUp() override {
    REQUIRE_SUITE();
    folder_ = fs::path(::testing::TempDir()) / ("eu-dcc-suite-" + std::to_string(::getpid()));
  }
  void TearDown() override { fs::remove_all(folder_); }

  // A file is read once, however many checks it is for.
  const DccCase& open(const std::string& file, WallTime clock) {
    return cases_.try_emplace(file, suite() / file, folder_, clock).first->second;
  }

  fs::path folder_;
  std::map<std::string, DccCase> cases_;
};

struct Count {
  int held = 0;
  int refused = 0;
  int unexpected = 0;
};

void print(const std::map<std::string, Count>& counts) {
  for (const auto& [check, count] : counts) {
    std::cout << check << ": " << count.held << " hold and " << count.refused << " fail as expected, "
              << count.unexpected << " unexpected\n";
  }
}

TEST_F(EuDccSuite, EveryCheckComesOutAsExpected) {
  std::map<std::string, Count> counts;
  for (const Expectation& expected : expectations("DCC")) {
    const bool holds = open(expected.file, expected.clock).holds(expected.check);
    Count& count = counts[expected.check];
    ++(holds != expected.holds ? count.unexpected : holds ? count.held : count.refused);
    EXPECT_EQ(holds, expected.holds) << expected.file << ' ' << expected.check;
  }
  print(counts);
  EXPECT_EQ(counts.size(), 9u);
}

// The check of ours that stands for one of the suite's.
bool concerns(const std::string& check, std::string_view failed) {
  static const std::map<std::string, std::set<std::string_view>> kOurs{
      {"UNPREFIX", {"prefix"}},
      {"B45DECODE", {"base45"}},
      {"COMPRESSION", {"compression"}},
      {"DECODE", {"cbor", "cose", "payload"}},
      {"VERIFY", {"algorithm", "signer", "signature"}},
      {"EXPIRATIONCHECK", {"not_yet_valid", "expired"}},
      {"KEYUSAGE", {"key_usage"}},
      {"SCHEMAVALIDATION", {"schema"}}};
  const auto ours = kOurs.find(check);
  return ours != kOurs.end() && ours->second.contains(failed);
}

TEST_F(EuDccSuite, TheWholeVerificationAgreesWithEveryCheck) {
  std::map<std::string, Count> counts;
  for (const Expectation& expected : expectations("DCC")) {
    const auto result = open(expected.file, expected.clock).verify();
    if (!result) continue;
    const std::string_view failed = result->refusal ? result->failed_check : "";
    // What must fail is refused, for whatever comes first; what must hold is not what it is refused for.
    const bool agrees = expected.holds ? !concerns(expected.check, failed) : !result->verified.has_value();
    Count& count = counts[result->refusal ? std::string(to_string(*result->refusal)) : "accepted"];
    ++(agrees ? expected.holds ? count.held : count.refused : count.unexpected);
    EXPECT_TRUE(agrees) << expected.file << ' ' << expected.check << ": " << result->detail;
  }
  print(counts);
}

TEST_F(EuDccSuite, ContentIsHeldAgainstTheSchemaAsThePublishedCasesSay) {
  const auto expected = expectations("DCC-JSON");
  EXPECT_FALSE(expected.empty());
  for (const Expectation& content : expected) {
    const auto json = nlohmann::json::parse(std::ifstream(suite() / content.file));
    const auto read = read_eu_dcc_content(to_cbor(json));
    EXPECT_EQ(read.has_value(), content.holds) << content.file << (read ? "" : ": " + read.error().message);
  }
}

TEST_F(EuDccSuite, OtherContentUnderTheSamePrefixIsRefusedAsSuch) {
  const auto text = read_bounded_file(suite() / "not-dcc/WHOQR1Contents.txt", 64 * 1024);
  ASSERT_TRUE(text) << text.error().message;
  fs::create_directories(folder_);
  const CertificateVerifier verifier(TrustStore::open(folder_).value());
  const auto result = verifier.verify(text->substr(0, text->find_last_not_of("\r\n") + 1), WallTime());
  EXPECT_EQ(result.refusal, CertificateRefusal::kContentUnsupported) << result.detail;
}

}  // namespace
}  // namespace gate
