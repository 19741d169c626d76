// gatectl bench --codes: how codes are read that visitors show in every way a sweep can render, beside plain ZXing.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>
#include <random>

#include "encoding/bounded_file.h"
#include "gatectl/bench_steps.h"
#include "gatectl/code_conditions.h"
#include "vision/code_locator.h"
#include "vision/code_reader.h"
#include "vision/code_renderer.h"
#include "vision/code_scanner.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kTypicalCharacters = 550;  // the median of the official suite's certificates
constexpr std::size_t kMaxCaseBytes = 1U << 20U;

/// What a certificate's code holds: a typical and the longest text.
struct Texts {
  std::string typical;
  std::string longest;
};

std::string made_up_text(std::size_t characters) {
  static constexpr std::string_view kBase45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  std::mt19937 random(1);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same every run
  std::uniform_int_distribution<std::size_t> any(0, kBase45.size() - 1);
  std::string text = "HC1:";
  while (text.size() < characters) text += kBase45[any(random)];
  return text;
}

/// The certificates of the official EU DCC suite under `folder`, the shortest first.
std::vector<std::string> suite_texts(const fs::path& folder) {
  std::vector<std::string> texts;
  std::error_code error;
  for (fs::recursive_directory_iterator file(folder, error), end; !error && file != end; file.increment(error)) {
    if (file->path().extension() != ".json" || file->path().parent_path().filename() != "raw") continue;
    const auto content = read_bounded_file(file->path(), kMaxCaseBytes);
    const auto json = content ? nlohmann::json::parse(*content, nullptr, false) : nlohmann::json();
    if (!json.is_object() || !json.contains("PREFIX") || !json["PREFIX"].is_string()) continue;
    texts.push_back(json["PREFIX"].get<std::string>());
  }
  std::sort(texts.begin(), texts.end(),
            [](const auto& a, const auto& b) { return a.size() < b.size() || (a.size() == b.size() && a < b); });
  return texts;
}

Texts texts_from(const fs::path& data) {
  const auto real = data.empty() ? std::vector<std::string>() : suite_texts(data / "certificates/dgc-testdata");
  if (real.empty()) return {made_up_text(kTypicalCharacters), made_up_text(2 * kTypicalCharacters)};
  return {real[real.size() / 2], real.back()};
}

/// Shares of frames and of seconds of video in which the code was read.
struct Read {
  double frame = 0;
  double second = 0;
};

struct ConditionResult {
  Read ours;
  Read plain;
};

bool reads(const std::vector<ScannedCode>& codes, const std::string& text) {
  return std::any_of(codes.begin(), codes.end(), [&](const ScannedCode& code) { return code.text == text; });
}

/// `seconds` of video, each of as many frames as the reader looks at, and each with a scanner new to it.
ConditionResult measure(const CodeCondition& condition, const std::string& text, const cv::Mat& modules,
                        std::size_t seconds, std::uint32_t seed) {
  const auto frames = static_cast<std::size_t>(std::chrono::seconds(1) / CodeReaderSettings().every);
  const double all = static_cast<double>(seconds * frames);
  std::mt19937 random(seed);
  ConditionResult result;
  for (std::size_t second = 0; second < seconds; ++second) {
    const cv::Mat hall = empty_hall(seed * 1000 + static_cast<std::uint32_t>(second));
    CodeScanner scanner;
    std::size_t ours = 0;
    std::size_t plain = 0;
    for (std::size_t i = 0; i < frames; ++i) {
      const cv::Mat frame = show_code(modules, hall, held_in_a_hand(condition.view, random), random);
      cv::Mat luma;
      cv::cvtColor(frame, luma, cv::COLOR_BGR2GRAY);
      ours += reads(scanner.scan(frame, CodeScanner::Effort::kFrame), text) ? 1 : 0;
      plain += reads(try_codes(luma, CodeTry::kWhole), text) ? 1 : 0;
    }
    result.ours.frame += static_cast<double>(ours) / all;
    result.plain.frame += static_cast<double>(plain) / all;
    result.ours.second += (ours > 0 ? 1 : 0) / static_cast<double>(seconds);
    result.plain.second += (plain > 0 ? 1 : 0) / static_cast<double>(seconds);
  }
  return result;
}

BenchReport to_report(const ConditionResult& result) {
  return {{"frame", result.ours.frame},
          {"second", result.ours.second},
          {"plain_frame", result.plain.frame},
          {"plain_second", result.plain.second}};
}

/// Milliseconds of a frame's scan, of its steps, and of plain ZXing on the same frames.
BenchReport time_scans(const std::vector<cv::Mat>& frames) {
  Timings scan, plain, locate;
  std::map<CodeTry, Timings> tries;
  CodeScanner scanner;
  for (const cv::Mat& frame : frames) {
    cv::Mat luma;
    cv::cvtColor(frame, luma, cv::COLOR_BGR2GRAY);
    plain.time([&] { return try_codes(luma, CodeTry::kWhole); });
    scan.time([&] { return scanner.scan(frame, CodeScanner::Effort::kFrame); });
    locate.time([&] { return locate_codes(luma); });
    for (const CodeTry which : kCodeTries) tries[which].time([&] { return try_codes(luma, which); });
  }
  BenchReport report{{"scan", scan.json()}, {"plain_zxing", plain.json()}, {"locate", locate.json()}};
  report["times_plain"] = scan.quantile(0.5) / plain.quantile(0.5);
  for (const CodeTry which : kCodeTries) report["try_" + std::string(to_string(which))] = tries[which].json();
  return report;
}

BenchReport bench_times(const cv::Mat& modules) {
  constexpr std::uint32_t kFrames = 60;
  std::vector<cv::Mat> empty;
  std::vector<cv::Mat> shown;
  std::mt19937 random(1);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same every run
  for (std::uint32_t i = 0; i < kFrames; ++i) {
    empty.push_back(empty_hall(i));
    shown.push_back(show_code(modules, empty.back(), held_in_a_hand({}, random), random));
  }
  return {{"without_code", time_scans(empty)}, {"with_code", time_scans(shown)}};
}

}  // namespace

Result<BenchReport> bench_codes(const CodeBenchOptions& options) {
  const Texts texts = texts_from(options.data);
  const auto typical = render_qr(texts.typical, ErrorCorrection::kQuartile, 1);
  const auto longest = render_qr(texts.longest, ErrorCorrection::kQuartile, 1);
  if (!typical || !longest) return fail(typical ? longest.error() : typical.error());
  BenchReport conditions;
  std::uint32_t seed = 0;
  for (const CodeCondition& condition : code_conditions())
    conditions[condition.name] = to_report(measure(condition, texts.typical, *typical, options.seconds, ++seed));
  for (const CodeCondition& condition : visitor_conditions())
    conditions["longest: " + condition.name] =
        to_report(measure(condition, texts.longest, *longest, options.seconds, ++seed));
  BenchReport report = bench_times(*typical);
  report["typical_characters"] = texts.typical.size();
  report["longest_characters"] = texts.longest.size();
  report["conditions"] = std::move(conditions);
  return report;
}

std::string code_table(const BenchReport& report) {
  std::string table = fmt::format("{:<68}{:>8}{:>8}{:>14}{:>8}\n", "share of codes read in", "frame", "second",
                                  "plain: frame", "second");
  for (const auto& [name, read] : report.at("conditions").items())
    table += fmt::format("{:<68}{:>7.0f}%{:>7.0f}%{:>13.0f}%{:>7.0f}%\n", name, 100 * read.at("frame").get<double>(),
                         100 * read.at("second").get<double>(), 100 * read.at("plain_frame").get<double>(),
                         100 * read.at("plain_second").get<double>());
  return table;
}

}  // namespace gate
