#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "update/process_runner.h"

namespace gate {

/// Programs that exist in a script only: what each says and how it ends. Held to ProcessRunner's promises by
/// process_runner_contract_test.
class ScriptedProcessRunner final : public ProcessRunner {
 public:
  struct Script {
    ProcessEnd end;
    std::chrono::milliseconds takes{0};
    std::function<void()> meanwhile = {};  ///< what the program does to the world
  };

  /// A command that begins with these words ends like this; of several the one scripted last.
  void on(std::vector<std::string> words, Script script) {
    scripts_.insert(scripts_.begin(), {std::move(words), std::move(script)});
  }

  Result<ProcessEnd> run(const Command& command) override {
    ran.push_back(command.words);
    const auto begins = [&](const auto& entry) {
      return entry.first.size() <= command.words.size() &&
             std::equal(entry.first.begin(), entry.first.end(), command.words.begin());
    };
    const auto found = std::find_if(scripts_.begin(), scripts_.end(), begins);
    if (found == scripts_.end()) return fail(ErrorCode::kNotFound, command.words.front() + ": no such program");
    const Script script = found->second;
    if (script.takes >= command.time_limit) return fail(ErrorCode::kTimeout, command.words.front() + ": took too long");
    tell_lines(script.end.output, command);
    if (script.meanwhile) script.meanwhile();
    return ProcessEnd{script.end.status, script.end.output.substr(0, command.output_limit),
                      script.end.errors.substr(0, command.output_limit)};
  }

  /// How often a command that begins with these words ran.
  std::ptrdiff_t count(const std::vector<std::string>& words) const {
    return std::count_if(ran.begin(), ran.end(), [&](const std::vector<std::string>& command) {
      return words.size() <= command.size() && std::equal(words.begin(), words.end(), command.begin());
    });
  }

  std::vector<std::vector<std::string>> ran;

 private:
  static void tell_lines(std::string_view output, const Command& command) {
    while (command.on_line && !output.empty()) {
      const std::string_view line = output.substr(0, output.find('\n'));
      command.on_line(line);
      output.remove_prefix(std::min(output.size(), line.size() + 1));
    }
  }

  std::vector<std::pair<std::vector<std::string>, Script>> scripts_;
};

}  // namespace gate
