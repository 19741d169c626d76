#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "audit/event_log.h"
#include "config/config.h"
#include "gate_io/simulated_gate.h"
#include "sound/sound_output.h"
#include "terminal/code_watch.h"
#include "terminal/enrolled_loader.h"
#include "terminal/enrolling_recogniser.h"
#include "terminal/event_stream.h"

namespace gate {

/// The camera the configuration names. `clock` must outlive it.
Result<std::unique_ptr<Camera>> open_camera(const CameraConfig& config, const Clock& clock);

/// The gate the configuration names: real lines, or a simulated gate that the second member lets one look at.
struct OpenedGateIo {
  std::shared_ptr<SimulatedGate> simulated;  ///< null with real lines
  std::unique_ptr<GateIo> gate_io;
};
Result<OpenedGateIo> open_gate_io(const GateIoConfig& config, const Clock& clock);

/// The sound device the configuration names, at its volume; null where it names none. `clock` must outlive it. One that
/// is missing is looked for: AlsaSoundOutput.
std::unique_ptr<SoundOutput> open_sound(const SoundConfig& config, const Clock& clock,
                                        std::function<void(const Error&)> lost);

/// Everything between camera and gate, opened as the configuration says and joined together. Owned by main (and the
/// demo); parts are used by the threads their headers name. The clock must outlive it.
class Assembly {
 public:
  struct Options {
    std::string events;                ///< for EventStream::open
    std::string version;               ///< named in the first event
    std::string config;                ///< likewise: which file
    LoadProgress progress;             ///< told while passes are verified
    Heartbeats* heartbeats = nullptr;  ///< of the threads `events` and `loader`; null: nobody listens
    EventStream::Listener listener{};  ///< for EventStream::open
    /// Told how far an enrolment at the gate has come, by the recognition thread; must not block. Empty: nobody is.
    std::function<void(const EnrolmentState&)> enrolment_changed{};
  };

  /// Opens, checks and loads all of it; the first thing that cannot be used is the error, named with its file or field.
  /// On a new terminal (no pass store yet) the device key, the store and their folders are made.
  static Result<std::unique_ptr<Assembly>> create(const Config& config, const Options& options, const Clock& clock);
  ~Assembly();

  Recogniser& recogniser();
  /// Null where the configuration asks for faces alone and enrols nobody.
  CodeWatch* code_watch() { return code_watch_.get(); }
  EnrolledLoader& loader() { return *loader_; }
  EventStream& events() { return *events_; }
  /// What staff ask of an enrolment, from any thread; null where nobody is enrolled here.
  Mailbox<EnrolmentOrder>* enrolment() { return enrolling_ ? &enrolment_commands_ : nullptr; }

 private:
  Assembly() = default;
  Status open_stores(const Config& config, const Options& options, const Clock& clock);
  Status open_vision(const Config& config, const Clock& clock);
  Status open_enrolment(const Config& config, const Options& options, const Clock& clock);
  Status open_loader(const Config& config, const Options& options, const Clock& clock);

  std::unique_ptr<EventLog> audit_;
  std::unique_ptr<EventStream> events_;
  std::unique_ptr<PassStore> store_;
  std::unique_ptr<ClockFloor> clock_floor_;
  Mailbox<std::shared_ptr<const Enrolled>> enrolled_;
  std::set<ModelId> models_;  ///< of the embedders in use
  TrustAgeLimits trust_ages_;
  Mailbox<std::string> codes_;
  std::atomic<bool> codes_wanted_ = false;  ///< by an enrolment
  Mailbox<EnrolmentOrder> enrolment_commands_;
  std::unique_ptr<GateVision> vision_;
  std::unique_ptr<VisitorRecogniser> recogniser_;
  std::unique_ptr<EnrollingRecogniser> enrolling_;  ///< null where nobody is enrolled here
  std::unique_ptr<CodeWatch> code_watch_;
  std::unique_ptr<EnrolledLoader> loader_;
};

}  // namespace gate
