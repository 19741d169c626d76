// The EU DCC suites once more, as a stranger would run them: through `gatectl certificate verify --json` alone.
#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "end_to_end/interop/suite.h"
#include "fakes/program.h"
#include "fakes/temporary_folder.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// What came out of the cases of one kind.
struct Count {
  int held = 0;
  int refused = 0;
  int unexpected = 0;
};
using Counts = std::map<std::string, Count>;

void count(Count& count, bool holds, bool expected) {
  ++(holds != expected ? count.unexpected : holds ? count.held : count.refused);
}

void print(const char* title, const Counts& counts) {
  std::cout << title << '\n';
  for (const auto& [kind, count] : counts) {
    std::cout << "  " << kind << ": " << count.held << " hold and " << count.refused << " fail as expected, "
              << count.unexpected << " unexpected\n";
  }
}

/// Which of the program's checks stand for one of the suite's.
const std::map<std::string, std::vector<std::string>>& checks_of_the_suite() {
  static const std::map<std::string, std::vector<std::string>> kChecks{
      {"UNPREFIX", {"prefix"}},
      {"B45DECODE", {"base45"}},
      {"COMPRESSION", {"compression"}},
      {"DECODE", {"cbor", "cose"}},
      {"VERIFY", {"algorithm", "signer", "signature"}},
      {"EXPIRATIONCHECK", {"not_yet_valid", "expired"}},
      {"KEYUSAGE", {"key_usage"}},
      {"SCHEMAVALIDATION", {"schema"}},
      {"SINGLE_ENTRY", {"single_entry"}},
      {"PICTUREDECODE", {"prefix"}}};
  return kChecks;
}

/// "2021-08-24T10:00:00Z (derived: …)"
std::string clock_of(const CsvRow& row) {
  return row.at("validation_clock").substr(0, row.at("validation_clock").find(' '));
}

/// Nothing when it could not be checked.
std::optional<bool> outcome(const Json& answer, const std::string& check) {
  const auto& checks = answer.at("checks");
  const auto found = std::ranges::find_if(checks, [&](const Json& one) { return one.at("name") == check; });
  return found == checks.end() ? std::nullopt : std::optional(found->at("passed").get<bool>());
}

class CommandLine : public ::testing::Test {
 protected:
  void SetUp() override { REQUIRE_SUITE(); }

  Json verify(const fs::path& input, const fs::path& trust, const std::string& at) const {
    const Ended ended = run_command(std::string(GATE_BINARY_DIR) + "/bin/gatectl certificate verify '" +
                                    input.string() + "' --trust '" + trust.string() + "' --at " + at + " --json");
    const auto begin = ended.output.find('{');  // one line for a person comes before it when the input is unusable
    Json answer = begin == std::string::npos ? Json() : Json::parse(ended.output.substr(begin));
    EXPECT_TRUE(answer.is_object()) << input << ": " << ended.output;
    const std::string verdict = answer.value("verdict", "");
    EXPECT_EQ(ended.status, verdict == "accepted" ? 0 : verdict == "refused" ? 1 : 2) << input;
    return answer;
  }

  /// A check that must hold is run and holds. One that must fail gets the certificate refused, for whatever comes
  /// first.
  void judge(const Json& answer, const CsvRow& row) {
    const bool expected = row.at("expected") == "true";
    bool holds = true;
    for (const std::string& check : checks_of_the_suite().at(row.at("check")))
      holds = holds && outcome(answer, check).value_or(false);
    const bool comes_out = expected ? holds : answer.at("verdict") == "accepted";
    count(counts_[row.at("check")], comes_out, expected);
    EXPECT_EQ(comes_out, expected) << row.at("file") << ' ' << row.at("check") << ": " << answer.dump();
  }

  TemporaryFolder folder_;
  Counts counts_;
};

TEST_F(CommandLine, RawCases) {
  std::map<std::string, Json> answers;
  for (const CsvRow& row : suite_cases([](const CsvRow& row) {
         return row.at("format") == "DCC" && row.at("file").ends_with(".json") &&
                checks_of_the_suite().contains(row.at("check")) && row.at("check") != "PICTUREDECODE";
       })) {
    const std::string& file = row.at("file");
    if (!answers.contains(file)) {
      const Json raw = Json::parse(std::ifstream(suite() / file));
      fs::create_directories(folder_ / "trust/eu-dcc");
      std::ofstream(folder_ / "trust/eu-dcc/signer.pem")
          << "-----BEGIN CERTIFICATE-----\n"
          << raw.at("TESTCTX").at("CERTIFICATE").get<std::string>() << "\n-----END CERTIFICATE-----\n";
      std::ofstream(folder_ / "certificate.txt") << raw.at("PREFIX").get<std::string>();
      answers[file] = verify(folder_ / "certificate.txt", folder_ / "trust", clock_of(row));
    }
    judge(answers.at(file), row);
  }
  print("EU DCC, raw cases, through gatectl:", counts_);
}

TEST_F(CommandLine, Pictures) {
  fs::create_directories(folder_ / "trust/eu-dcc");
  const Json list = Json::parse(std::ifstream(suite() / "trust/acc-dsc-list.json"));
  std::ofstream pem(folder_ / "trust/eu-dcc/list.pem");
  for (const Json& signer : list.at("certificates"))
    pem << "-----BEGIN CERTIFICATE-----\n"
        << signer.at("rawData").get<std::string>() << "\n-----END CERTIFICATE-----\n";
  pem.close();
  std::map<std::string, Json> answers;
  for (const CsvRow& row :
       suite_cases([](const CsvRow& row) { return row.at("format") == "DCC" && !row.at("file").ends_with(".json"); })) {
    const std::string& file = row.at("file");
    if (!answers.contains(file)) answers[file] = verify(suite() / file, folder_ / "trust", clock_of(row));
    judge(answers.at(file), row);
  }
  print("EU DCC, quality assurance pictures, through gatectl:", counts_);
}

}  // namespace
}  // namespace gate
