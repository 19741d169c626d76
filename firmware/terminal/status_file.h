#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "access/terminal_snapshot.h"
#include "common/result.h"

namespace gate {

/// What the status file says; README.md describes it for whoever reads it. No names, no pass ids.
struct TerminalStatus {
  std::string version;
  std::optional<std::string> slot{};  ///< of the running root filesystem; nothing: not booted by an A/B image
  TerminalSnapshot snapshot{};
  std::size_t gallery_size = 0;  ///< passes that can be recognised
  std::size_t trust_lists = 0;
};

/// A file that whoever is interested may read at any time: it is replaced, never written into (mode 0644). Kept in
/// memory, not on flash: it changes with every visitor, and is not synced. Thread-bound (`upkeep`).
class StatusFile {
 public:
  StatusFile(std::filesystem::path file, const Clock& clock) : file_(std::move(file)), clock_(clock) {}

  /// kIo naming the file.
  Status write(const TerminalStatus& status) const;

 private:
  std::string text_of(const TerminalStatus& status) const;
  std::string wall_time_of(MonotonicTime at) const;

  const std::filesystem::path file_;
  const Clock& clock_;
};

}  // namespace gate
