#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "access/notice.h"
#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// The file that the terminal reads it from, /run/gate-terminal/notice.json: replaced as a whole, so that a reader
/// finds the old notice or the new one. In memory only, thus not synced. Thread-bound.
class NoticeBoard {
 public:
  /// `folder` need not be there: without a running terminal nobody reads notices.
  NoticeBoard(std::filesystem::path folder, const Clock& clock) : folder_(std::move(folder)), clock_(clock) {}

  /// `text`: a line for whoever reads the file; no screen shows it. kIo when it cannot be written: worth a line in the
  /// journal, no more.
  Status put(NoticeKind kind, std::string_view text) const;

 private:
  const std::filesystem::path folder_;
  const Clock& clock_;
};

}  // namespace gate
