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

Exit run_codes(const Options& options) {
  auto report = bench_codes(options.codes);
  if (!report) {
    std::cerr << "gatectl: bench: " << report.error().message << '\n';
    return Exit::kUnusable;
  }
  if (options.json) {
    std::cout << report->dump(2) << '\n';
    return Exit::kAccepted;
  }
  const std::string table = code_table(*report);
  report->erase("conditions");
  print_flat(*report);
  std::cout << '\n' << table;
  return Exit::kAccepted;
}

Exit run(const Options& options) {
  if (options.only_codes) return run_codes(options);
  BenchReport report{{"blas", describe(blas_in_use())}};
  auto terminal = bench_terminal(options.bench);
  if (!terminal) {
    std::cerr << "gatectl: bench: " << terminal.error().message << '\n';
    return Exit::kUnusable;
  }
  report["terminal"] = *std::move(terminal);
  auto certificates = bench_certificates();
  if (!certificates) {
    std::cerr << "gatectl: bench: " << certificates.error().message << '\n';
    return Exit::kUnusable;
  }
  report["certificates"] = *std::move(certificates);
  report["search"] = bench_search();
  if (options.json)
    std::cout << report.dump(2) << '\n';
  else
    print_flat(report);
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
  bench->add_flag("--codes", options->only_codes, "instead: QR codes shown at every angle, distance, blur and glare");
  bench->add_option("--data", options->codes.data,
                    "for --codes: folder with the official suites, for real certificates");
  bench->add_option("--seconds", options->codes.seconds, "for --codes: of video for each way of showing a code")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  bench->add_flag("--json", options->json, "print JSON");
  bench->callback([options, &exit] { exit = run(*options); });
}

}  // namespace gate
