// gatectl: the command-line tool of technicians and organisers. Each subcommand is a file of its own;
// desk_subcommands.cpp lists all of them, device_subcommands.cpp those of a device build.
#include <CLI/CLI.hpp>

#include <iostream>

#include "common/result.h"
#include "gatectl/subcommands.h"

namespace gate {

Exit unusable(const Error& error) {
  std::cerr << "gatectl: " << error.message << '\n';
  return Exit::kUnusable;
}

}  // namespace gate

namespace {

/// Usage errors are unusable input like any other: one line, exit status 2. --help stays 0.
int report_usage_error(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error);
  std::cerr << "gatectl: " << error.what() << " (gatectl --help)\n";
  return static_cast<int>(gate::Exit::kUnusable);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"gatectl: set up, check and look into a gate terminal", "gatectl"};
  app.footer("Exit status: 0 accepted or done, 1 refused, 2 unusable input. Every command takes --json.");
  app.set_version_flag("--version", GATE_VERSION);
  app.require_subcommand(1);
  gate::Exit exit = gate::Exit::kAccepted;
  gate::add_subcommands(app, exit);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return report_usage_error(app, error);
  }
  return static_cast<int>(exit);
}
