#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "access/notice.h"
#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// What an updater has to tell the technician at the gate.
struct Notice {
  NoticeKind kind;
  WallTime until;    ///< not shown from then on
  std::string text;  ///< printable, at most kLongestText bytes, may be empty; the screen shows its own sentence instead

  bool operator==(const Notice&) const = default;

  static constexpr std::size_t kLongestText = 200;
};

/// {"kind": "update_running", "until": "2021-12-03T09:30:00Z", "text": "…"} and no other member. kInvalidInput says
/// what is wrong. Hostile input is expected. Reentrant.
Result<Notice> parse_notice(std::string_view text);

/// The notice in `file` that counts at `now`; nothing: no such file, or it is over. It counts for
/// a day after it was written at most. kInvalidInput (parse_notice(), larger than 4 KiB, no regular file), kIo. Blocks
/// for reading.
Result<std::optional<Notice>> read_notice(const std::filesystem::path& file, WallTime now);

}  // namespace gate
