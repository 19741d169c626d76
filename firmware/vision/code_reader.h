#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "camera/frame.h"
#include "common/clock.h"
#include "vision/code_scanner.h"

namespace gate {

/// How the live camera is read for codes.
struct CodeReaderSettings {
  std::chrono::milliseconds every{150};  ///< between two frames looked at, 6 to 7 a second; the others are skipped
  std::chrono::milliseconds gone_after{3'000};   ///< a code unseen for so long counts as shown anew
  std::chrono::milliseconds chunk_wait{10'000};  ///< a card's chunks are dropped when none was seen for so long
};

/// Turns what visitors show to the camera into one event for each time they show it. A SMART Health Card in several
/// codes (shc:/n/m/…, in any order, in one frame or one after the other) is one event once all are seen. Owner:
/// whichever thread looks for codes; thread-bound. Texts are personal data: held in memory for as long as they count as
/// shown, never printed or stored.
class CodeReader {
 public:
  explicit CodeReader(CodeReaderSettings settings = {});

  /// Looks at a frame when it is time to. The text of a code just shown, as it is; of a card in chunks, the chunks'
  /// texts in order, joined by line ends. Nothing: no new code. Several new codes at once come with successive calls.
  /// `now` never goes back. Blocks as CodeScanner::Effort::kFrame does, or not at all when it is not yet time.
  std::optional<std::string> observe(const Frame& frame, MonotonicTime now);

 private:
  /// The chunks of one card seen so far.
  struct Chunks {
    std::vector<std::string> texts;  ///< by number; empty: not seen yet
    MonotonicTime last_seen;
  };

  void scan(const Frame& frame, MonotonicTime now);
  void see_code(const std::string& text, MonotonicTime now);
  void see_chunk(const std::string& text, std::size_t index, std::size_t of, MonotonicTime now);
  void see_whole(const std::string& text, MonotonicTime now);
  void forget_what_is_gone(MonotonicTime now);

  CodeReaderSettings settings_;
  CodeScanner scanner_;
  std::optional<MonotonicTime> scanned_at_;
  std::map<std::string, MonotonicTime> shown_;  ///< what counts as shown, and when it was last seen
  std::optional<Chunks> chunks_;
  std::deque<std::string> waiting_;  ///< events not yet handed out, the oldest first; at most kMaxCodes
};

}  // namespace gate
