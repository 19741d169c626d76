#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "common/result.h"

namespace gate {

/// Durations of one step over many runs.
class Timings {
 public:
  void add(std::chrono::duration<double, std::milli> time) { ms_.push_back(time.count()); }
  template <class Step>
  auto time(Step&& step) {
    const auto start = std::chrono::steady_clock::now();
    auto result = step();
    add(std::chrono::steady_clock::now() - start);
    return result;
  }
  double quantile(double q) const {
    if (ms_.empty()) return 0;
    std::vector<double> sorted = ms_;
    std::sort(sorted.begin(), sorted.end());
    return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
  }
  double mean() const {
    double sum = 0;
    for (const double ms : ms_) sum += ms;
    return ms_.empty() ? 0 : sum / static_cast<double>(ms_.size());
  }
  nlohmann::ordered_json json() const {
    return {{"median_ms", quantile(0.5)}, {"p95_ms", quantile(0.95)}, {"mean_ms", mean()}, {"runs", ms_.size()}};
  }

 private:
  std::vector<double> ms_;
};

/// Of a camera with 30 frames a second.
inline constexpr std::chrono::milliseconds kCameraPeriod{33};

/// What is measured, and on what.
struct BenchOptions {
  std::filesystem::path models;
  std::filesystem::path video;  ///< with one face; scaled to 640x480
  std::size_t frames = 400;
  std::size_t passes = 10'000;                           ///< in the terminal's store
  std::filesystem::path languages = "config/languages";  ///< folder of the screen's language files
};

using BenchReport = nlohmann::ordered_json;

/// A terminal with `passes` cached passes looks at the video: start-up, loading, every step, frame to decision, memory;
/// the same at a camera's pace with all there is, without and with the visitor screen; and the plain dlib pipeline on
/// the same frames.
Result<BenchReport> bench_terminal(const BenchOptions& options);

/// Signatures: certificates and passes verified per second.
Result<BenchReport> bench_certificates();

/// Ten million revocations in a table: building, opening, memory, a look-up with the file cold and warm; beside a
/// binary search over the whole hashes.
Result<BenchReport> bench_revocations();

/// What the sweep over shown codes takes.
struct CodeBenchOptions {
  std::filesystem::path data;  ///< folder with the official suites, for real certificates' texts; empty: made up ones
  std::size_t seconds = 10;    ///< of video for each condition
};

/// QR codes shown in every way the sweep renders: share read in one frame and within a second, and times, both beside
/// plain ZXing on the same frames. Two minutes.
Result<BenchReport> bench_codes(const CodeBenchOptions& options);

/// The sweep's part of that as a table.
std::string code_table(const BenchReport& report);

/// How long the visitor screen is watched.
struct ScreenBenchOptions {
  std::filesystem::path languages = "config/languages";  ///< folder of the language files
  std::size_t seconds = 10;                              ///< of live view
  std::size_t decisions = 200;
};

/// The visitor screen at 800x480 beside a camera of 640x480 at 30 frames a second, into memory: pictures a second,
/// share of a core, time from a decision to the changed picture.
Result<BenchReport> bench_screen(const ScreenBenchOptions& options);

/// Searches at 1,000, 10,000 and 100,000 passes, beside a plain loop.
BenchReport bench_search();

}  // namespace gate
