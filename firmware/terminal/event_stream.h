#pragma once

#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <thread>

#include "access/decision.h"
#include "access/enrolment_state.h"
#include "access/gate_happening.h"
#include "access/match_limits.h"
#include "access/staff_action.h"
#include "certificates/trust/trust_ages.h"
#include "common/clock.h"
#include "common/result.h"
#include "gate_io/gate_io.h"
#include "terminal/heartbeats.h"
#include "terminal/recogniser.h"

namespace gate {

class EventLog;

/// What the terminal tells the world: one JSON object a line, documented in this folder's README, to a file or standard
/// output; the ones that matter also go into the audit log. Holds pass ids, never names, templates or images.
/// Thread-safe. Callers never wait for a disk: lines are queued for a writer thread of its own (`events`), because the
/// audit log syncs every record and the gate thread has deadlines. A full queue drops and counts.
class EventStream {
 public:
  /// Hears every line as the stream's readers see it, on the `events` thread. Must not block: each line waits for the
  /// one before.
  using Listener = std::function<void(const nlohmann::json& line)>;

  /// `target`: a file (appended to), "-" for standard output, or empty for none. `audit` may be null; not owned.
  /// `pulse`: the writer's. `listener`: told of each line once it is written; empty: nobody.
  static Result<std::unique_ptr<EventStream>> open(const std::string& target, EventLog* audit, const Clock& clock,
                                                   Pulse pulse = {}, Listener listener = {});
  ~EventStream();

  void started(std::string_view version, std::string_view config);
  void gallery_loaded(std::size_t passes, std::size_t refused, const MatchLimits& limits);
  /// What the screen asks of the visitor.
  void prompt(const ChallengePrompt& prompt);
  /// Too many passes for face alone: what staff should do.
  void gallery_too_large(const std::string& advice);
  void pass_refused(const PassId& pass, std::string_view reason);
  /// One certificate serves two faces: for staff to look into.
  void certificate_bound_twice(const PassId& pass, const PassId& other);
  void trust_stale(const TrustAges::Age& age);
  void decision(const Decision& decision, const StepTimes& times);
  void happening(const GateHappening& happening);
  /// What the lamps of the idle gate tell the technician from now on.
  void notice(NoticeKind kind);
  void outputs(GateState state, const GateOutputs& outputs);
  void input(const GateInputEvent& event);
  void staff_action(const StaffAction& done);
  /// How far an enrolment at the gate has come; nothing of whom.
  void enrolment(const EnrolmentState& state);
  /// `device`: "camera", "gate_io", "pass_store", … The message goes to the stream only: the audit log has no free
  /// text.
  void error(std::string_view device, const Error& error);
  void stopped();

 private:
  enum class Audit { kYes, kNo };
  EventStream(std::FILE* file, EventLog* audit, const Clock& clock, Pulse pulse, Listener listener);
  struct Line {
    WallTime at;
    nlohmann::json shown;
    nlohmann::json audited;  // null: not for the audit log
  };
  void publish(std::string_view type, nlohmann::json fields, const nlohmann::json& for_the_stream, Audit audit);
  std::string wall_time_of(MonotonicTime at) const;
  void write_loop(const std::stop_token& stop);
  void write(Line line);

  static constexpr std::size_t kQueueCapacity = 4096;  // minutes of a busy gate

  std::FILE* const file_;  // null: nobody listens
  EventLog* const audit_;
  const Clock& clock_;
  const Pulse pulse_;
  const Listener listener_;
  std::mutex mutex_;
  std::condition_variable_any filled_;
  std::deque<Line> queue_;
  std::uint64_t dropped_ = 0;
  std::jthread writer_;  // last: it uses all of the above
};

}  // namespace gate
