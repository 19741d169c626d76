#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "common/result.h"

namespace gate {

/// A program to run, without a shell.
struct Command {
  std::vector<std::string> words;  ///< the program, found on PATH, and its arguments
  std::chrono::milliseconds time_limit{30'000};
  std::size_t output_limit = 64 * 1024;                ///< bytes kept of each stream; the rest is read and dropped
  std::function<void(std::string_view)> on_line = {};  ///< each whole line of standard output as it comes; may be empty
};

/// How it ended and what it said.
struct ProcessEnd {
  int status = 0;      ///< exit status; 128 + signal when one ended it
  std::string output;  ///< standard output
  std::string errors;  ///< standard error
};

/// Runs other programs, such as rauc. Thread-bound.
class ProcessRunner {
 public:
  virtual ~ProcessRunner() = default;
  /// Blocks until it ends, at most `time_limit`: then it is killed with all it started (kTimeout). kNotFound: no such
  /// program. kIo: no process or pipe to be had. Standard input is empty; the environment ours with LC_ALL=C.
  virtual Result<ProcessEnd> run(const Command& command) = 0;
};

}  // namespace gate
