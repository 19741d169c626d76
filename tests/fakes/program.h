#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

namespace gate {

/// How a program ended and what it said.
struct Ended {
  int status;          ///< exit status; 128 + signal when one ended it
  std::string output;  ///< standard output and error
};

/// Runs a shell command to its end. Blocks.
inline Ended run_command(const std::string& command) {
  Ended ended{127, ""};
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return ended;
  std::array<char, 4096> buffer;
  for (std::size_t size = 0; (size = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    ended.output.append(buffer.data(), size);
  const int status = pclose(pipe);
  ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ended;
}

}  // namespace gate
