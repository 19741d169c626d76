#pragma once

#include <atomic>
#include <memory>
#include <stop_token>

#include "access/gate_controller.h"
#include "access/terminal_snapshot.h"
#include "camera/camera.h"
#include "common/mailbox.h"
#include "gate_io/gate_io.h"
#include "screen/screen_feed.h"
#include "terminal/code_watch.h"
#include "terminal/event_stream.h"
#include "terminal/heartbeats.h"
#include "terminal/recogniser.h"

namespace gate {

/// What a terminal is made of. Owned by the caller; all must outlive run().
struct TerminalParts {
  Camera& camera;                    ///< used by the capture thread alone
  Recogniser& recogniser;            ///< used by the recognition thread alone
  GateIo& gate_io;                   ///< used by the gate thread alone
  EventStream& events;               ///< thread-safe
  const Clock& clock;                ///< thread-safe
  CodeWatch* codes = nullptr;        ///< used by the codes thread alone; null: no codes are looked for
  Heartbeats* heartbeats = nullptr;  ///< thread-safe; null: nobody listens
  ScreenFeed* screen = nullptr;      ///< thread-safe; null: there is no screen
};

/// THE MAIN PATH: capture -> recognition -> gate, a thread each, joined by two mailboxes of size one. Beside it `codes`
/// looks for codes in the frames it has time for. The gate thread
/// depends on nobody: it relocks by its own deadlines when vision hangs, and goes to fault when recognition is silent.
class Terminal {
 public:
  Terminal(TerminalParts parts, GateTimings timings);

  /// Runs until `stop` is asked for, or a recording is over and the gate at rest again. Blocks. Leaves the outputs
  /// safe: locked, or in an emergency released. An Error only when they could not be made so. `inputs`: read before,
  /// by StartUpWatch, and heard first.
  Status run(const std::stop_token& stop, const std::vector<GateInputEvent>& inputs = {});

  /// What staff ask for, from any thread; the newest of several within one tick wins.
  void command(StaffCommand command) { commands_.put(command); }

  /// Frames that recognition has looked at so far; any thread.
  std::uint64_t frames() const { return looked_at_; }

  /// How the terminal is, whenever that changes; for one reader, any thread (Upkeep).
  Mailbox<TerminalSnapshot>& snapshots() { return snapshots_; }
  /// What the lamps of an idle gate are to tell staff; from any thread.
  Mailbox<std::optional<NoticeKind>>& shown_to_staff() { return notices_; }

 private:
  void capture_loop(const std::stop_token& stop);
  void recognition_loop(const std::stop_token& stop);
  void codes_loop(const std::stop_token& stop);
  Status gate_loop(const std::stop_token& stop, const std::vector<GateInputEvent>& inputs);
  void announce(const Sighting& sighting);
  void show(const Sighting& sighting);

  /// What recognition tells the gate: what it saw, or why it sees nothing.
  struct Report {
    Sighting sighting;
    enum class Source { kStarting, kWatching, kCameraLost, kRecordingOver } source = Source::kStarting;
  };
  void tell(GateController& controller, const Report& report);
  void sense(GateController& controller);
  void hear(GateController& controller, const GateInputEvent& event);
  Status leave(const GateController& controller);
  void drive(GateController& controller);
  void note(const GateHappening& happening);
  void publish();

  TerminalParts parts_;
  const GateTimings timings_;
  Mailbox<Result<Frame>> frames_;
  Mailbox<Frame> frames_for_codes_;
  Mailbox<Report> reports_;
  Mailbox<StaffCommand> commands_;
  Mailbox<std::optional<NoticeKind>> notices_;
  Mailbox<TerminalSnapshot> snapshots_;
  std::atomic<std::uint64_t> looked_at_ = 0;

  // The recognition thread's own.
  std::optional<Decision> announced_;
  ChallengePrompt prompted_;

  // The gate thread's own.
  Sighting::Presence presence_ = Sighting::Presence::kNobody;
  bool camera_lost_ = false;
  bool io_lost_ = false;
  bool recording_over_ = false;
  TerminalSnapshot snapshot_;
  std::optional<TerminalSnapshot> published_;
  std::optional<GateOutputs> applied_;
};

}  // namespace gate
