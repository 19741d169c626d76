// gatectl bench: every performance figure in the README comes from here.
#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <iostream>
#include <memory>

#include "gatectl/bench_steps.h"
#include "gatectl/subcommands.h"
#include "vision/blas.h"
#include "vision/model_store.h"

namespace gate {
namespace {

struct Options {
  BenchOptions bench;
  CodeBenchOptions codes;
  bool only_codes = false;
  bool only_screen = false;
  bool only_revocations = false;
  bool json = false;
};

/// {"a": {"b": 1}} as "a.b  1" lines.
void print_flat(const BenchReport& report, const std::string& prefix = {}) {
  for (const auto& [name, value] : report.items()) {
    const std::string path = prefix.empty() ? name : fmt::format("{}.{}", prefix, name);
    if (value.is_object()) {
      print_flat(value, path);
    } else if (value.is_number_float()) {
      std::cout << fmt::format("{:<46} {:>12.3f}\n", path, value.get<double>());
    } else {
      std::cout << fmt::format("{:<46} {:>12}\n", path, value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
}

void print(const BenchReport& report, const Options& options) {
  if (options.json)
    std::cout << report.dump(2) << '\n';
  else
    print_flat(report);
}

/// Adds a part under its name; false, and said why, when it could not be measured.
bool add(BenchReport& report, const char* name, Result<BenchReport> part) {
  if (part) {
    report[name] = *std::move(part);
    return true;
  }
  std::cerr << "gatectl: bench: " << part.error().message << '\n';
  return false;
}

Exit run_codes(const Options& options) {
  BenchReport report;
  if (!add(report, "codes", bench_codes(options.codes))) return Exit::kUnusable;
  BenchReport& codes = report["codes"];
  const std::string table = code_table(codes);
  if (!options.json) codes.erase("conditions");
  print(report, options);
  if (!options.json) std::cout << '\n' << table;
  return Exit::kAccepted;
}

Exit run_screen(const Options& options) {
  BenchReport report;
  if (!add(report, "screen", bench_screen({.languages = options.bench.languages}))) return Exit::kUnusable;
  print(report, options);
  return Exit::kAccepted;
}

Exit run(const Options& options) {
  if (options.only_codes) return run_codes(options);
  if (options.only_screen) return run_screen(options);
  BenchReport report;
  if (!options.only_revocations) {
    report["blas"] = describe(blas_in_use());
    if (!add(report, "terminal", bench_terminal(options.bench))) return Exit::kUnusable;
    if (!add(report, "certificates", bench_certificates())) return Exit::kUnusable;
    report["search"] = bench_search();
  }
  if (!add(report, "revocations", bench_revocations())) return Exit::kUnusable;
  print(report, options);
  return Exit::kAccepted;
}

}  // namespace

void add_bench_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  options->bench.models = default_models_dir();
  options->bench.video = default_models_dir().parent_path() / "media" / "cap13_edit2.mp4";
  CLI::App* bench = app.add_subcommand("bench", "measure this machine: every step of the main path, search, memory");
  bench->add_option("--video", options->bench.video, "a recording of one face (default: the demo's)");
  bench->add_option("--models", options->bench.models, "folder models/fetch filled");
  bench->add_option("--frames", options->bench.frames, "frames looked at")
      ->check(CLI::Range(30, 100000))
      ->capture_default_str();
  bench->add_option("--passes", options->bench.passes, "passes in the store")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  bench->add_flag("--revocations", options->only_revocations, "measure the table of revocations alone");
  bench->add_flag("--codes", options->only_codes, "instead: QR codes shown at every angle, distance, blur and glare");
  bench->add_option("--data", options->codes.data,
                    "for --codes: folder with the official suites, for real certificates");
  bench->add_option("--seconds", options->codes.seconds, "for --codes: of video for each way of showing a code")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  bench->add_flag("--screen", options->only_screen, "instead: the visitor screen, from decision to changed picture");
  bench->add_option("--languages", options->bench.languages, "folder of the screen's language files")
      ->capture_default_str();
  bench->add_flag("--json", options->json, "print JSON");
  bench->callback([options, &exit] { exit = run(*options); });
}

}  // namespace gate
