#pragma once

#include "update/process_runner.h"

namespace gate {

/// By posix_spawn, each program in a process group of its own.
class SpawnProcessRunner final : public ProcessRunner {
 public:
  Result<ProcessEnd> run(const Command& command) override;
};

}  // namespace gate
