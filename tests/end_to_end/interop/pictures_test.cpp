// Every picture of a code in the official suites: read, and as the suite says it reads.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <opencv2/imgcodecs.hpp>
#include <set>

#include "encoding/base64.h"
#include "end_to_end/interop/csv.h"
#include "end_to_end/interop/suite.h"
#include "vision/code_scanner.h"
#include "vision/photo.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

constexpr double kBar = 0.995;  // of a suite's pictures; the issue's

/// What a picture's code must hold.
struct Expected {
  bool decodes = true;
  std::string prefix;  // what the text begins with …
  std::string text;    // … and the whole of it, where the suite says
};

/// Scans a suite's pictures, names those that come out otherwise than expected, and keeps count.
class Count {
 public:
  void read(const std::string& file, const cv::Mat& picture, const Expected& expected) {
    const auto start = std::chrono::steady_clock::now();
    const auto codes = CodeScanner().scan(picture, CodeScanner::Effort::kPicture);
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
    if (!picture.empty()) ms_.push_back(time.count());
    const bool decodes = std::any_of(codes.begin(), codes.end(), [&](const ScannedCode& code) {
      return code.text.starts_with(expected.prefix) && (expected.text.empty() || code.text == expected.text);
    });
    ++all_;
    as_expected_ += decodes == expected.decodes ? 1 : 0;
    if (!decodes && expected.decodes) std::cout << file << " is not read\n";
    EXPECT_FALSE(decodes && !expected.decodes) << file << " is read, and should not be";
  }

  /// Prints the figures (the time is no test) and holds the share against the bar.
  void judge(const std::string& suite_name) {
    if (all_ == 0) GTEST_SKIP() << suite_name << " has no pictures here";
    std::sort(ms_.begin(), ms_.end());
    std::cout << suite_name << ": " << as_expected_ << " of " << all_ << " pictures as expected, median "
              << (ms_.empty() ? 0 : ms_[ms_.size() / 2]) << " ms\n";
    EXPECT_GE(static_cast<double>(as_expected_) / static_cast<double>(all_), kBar);
  }

 private:
  std::size_t all_ = 0;
  std::size_t as_expected_ = 0;
  std::vector<double> ms_;
};

class Pictures : public ::testing::Test {
 protected:
  void SetUp() override {
    REQUIRE_SUITE();
    for (const CsvRow& row : read_csv(suite() / "excluded.csv")) excluded_.emplace(row.at("file"), row.at("check"));
  }

  /// The suites' files named in a case, each once, that `wanted` takes.
  template <class Wanted>
  std::vector<CsvRow> rows(Wanted wanted) const {
    std::vector<CsvRow> found;
    std::set<std::string> files;
    for (const CsvRow& row : read_csv(suite() / "cases.csv")) {
      const bool excluded = excluded_.contains({row.at("file"), row.at("check")});
      if (!excluded && wanted(row) && files.insert(row.at("file")).second) found.push_back(row);
    }
    return found;
  }

 private:
  std::set<std::pair<std::string, std::string>> excluded_;
};

bool is_picture(const fs::path& file) {
  static const std::set<std::string> extensions{".png", ".jpg", ".jpeg", ".PNG", ".JPG"};
  return extensions.contains(file.extension().string());
}

/// A case of dgc-testdata: the picture is base64 inside the JSON, and so is what it must say.
std::pair<cv::Mat, std::string> raw_case(const fs::path& file) {
  const auto json = nlohmann::json::parse(std::ifstream(file));
  const auto bytes = decode_base64(json.value("2DCODE", ""));
  const cv::Mat picture = bytes && !bytes->empty() ? cv::imdecode(*bytes, cv::IMREAD_COLOR) : cv::Mat();
  return {picture, json.value("PREFIX", "")};
}

TEST_F(Pictures, OfTheEuDccSuiteHoldTheTextTheSuiteNames) {
  Count count;
  for (const CsvRow& row :
       rows([](const CsvRow& r) { return r.at("check") == "PICTUREDECODE" && r.at("file").ends_with(".json"); })) {
    const auto [picture, text] = raw_case(suite() / row.at("file"));
    count.read(row.at("file"), picture, {row.at("expected") == "true", "", text});
  }
  count.judge("dgc-testdata");
}

TEST_F(Pictures, OfQualityAssuranceHoldACertificate) {
  Count count;
  for (const CsvRow& row :
       rows([](const CsvRow& r) { return r.at("check") == "PICTUREDECODE" && is_picture(r.at("file")); })) {
    const auto picture = read_photo(suite() / row.at("file"));
    count.read(row.at("file"), picture.value_or(cv::Mat()), {row.at("expected") == "true", "HC1:", ""});
  }
  count.judge("dcc-quality-assurance");
}

// Whether the card in it is any good is not the picture's fault: it must be read either way.
TEST_F(Pictures, OfSmartHealthCardsHoldACard) {
  Count count;
  for (const CsvRow& row :
       rows([](const CsvRow& r) { return r.at("format") == "SHC-qr" && is_picture(r.at("file")); })) {
    const auto picture = read_photo(suite() / row.at("file"));
    count.read(row.at("file"), picture.value_or(cv::Mat()), {true, "shc:/", ""});
  }
  count.judge("health-cards-dev-tools");
}

// The specification has each example as a picture beside its text.
TEST_F(Pictures, OfNewZealandsPassHoldTheTextBesideThem) {
  Count count;
  for (const CsvRow& row :
       rows([](const CsvRow& r) { return r.at("format") == "NZCP" && r.at("file").ends_with(".txt"); })) {
    const fs::path file = suite() / row.at("file");
    const auto picture = read_photo(fs::path(file).replace_extension(".png"));
    if (!picture) continue;  // not every example has one
    std::string text;
    std::ifstream(file) >> text;
    count.read(row.at("file"), *picture, {true, "NZCP:/", text});
  }
  count.judge("nzcovidpass-spec");
}

}  // namespace
}  // namespace gate
