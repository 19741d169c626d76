#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gatectl/subcommands.h"

namespace gate {

/// What `gatectl rules test` is told.
struct RulesTestOptions {
  std::filesystem::path rule;
  std::vector<std::filesystem::path> tests;  ///< files, or folders with *.json
  bool json = false;
};

/// Runs published tests of one rule and prints each that comes out otherwise than expected, and a summary. kAccepted
/// when all come out, kRefused when not, kUnusable for a file that cannot be read, and for no test at all.
Exit run_rules_test(const RulesTestOptions& options);

}  // namespace gate
