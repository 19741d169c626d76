#pragma once

#include <atomic>
#include <string>

#include "common/clock.h"
#include "common/mailbox.h"
#include "terminal/code_watch.h"
#include "vision/code_reader.h"

namespace gate {

/// Reads the codes that visitors show and says so again and again for as long as they are in view, which tells the
/// recogniser how fresh they are. Of several at once a pass goes before any other. Thread-bound: the `codes` thread.
/// The text is wiped once the code is out of view.
class CameraCodeWatch final : public CodeWatch {
 public:
  /// `wanted`: looks only while this is set; null: always.
  CameraCodeWatch(Mailbox<std::string>& read, const Clock& clock, const std::atomic<bool>* wanted = nullptr)
      : read_(read), clock_(clock), wanted_(wanted) {}
  ~CameraCodeWatch() override { forget(); }

  void look(const Frame& frame) override;

 private:
  void take(std::string text);
  void forget();

  Mailbox<std::string>& read_;
  const Clock& clock_;
  const std::atomic<bool>* const wanted_;
  /// A second: a code that hides behind a finger for some frames is still the same presentation.
  static constexpr CodeReaderSettings kReading{.gone_after = std::chrono::seconds{1}};
  CodeReader reader_{kReading};
  std::string in_view_;  ///< empty: none
};

}  // namespace gate
