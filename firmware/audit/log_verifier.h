#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "audit/log_head.h"
#include "common/result.h"

namespace gate {

/// The first place where a log is not as it was written.
struct LogFault {
  std::string file;        ///< its name in the folder
  std::uint64_t line = 0;  ///< from 1; one past the last when lines are missing at the end
  std::string what;
};

struct LogVerification {
  std::size_t files = 0;
  std::uint64_t lines = 0;  ///< that held
  bool seal_checked = false;
  std::optional<LogFault> fault;
};

/// Walks a log from its oldest record to its newest: every hash, every link, every number, the files' order, and, with
/// the key, the sealed head, which says where the log must begin and end. Finds any edit, deletion, insertion,
/// reordering and truncation. Without the key a forger who rewrites everything, the head included, is not found.
/// kNotFound when there is no log. May run while the log is being written. Reentrant; about 10 µs a record.
Result<LogVerification> verify_log(const std::filesystem::path& directory, const LogKey* key);

}  // namespace gate
