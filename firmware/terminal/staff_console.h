#pragma once

#include <memory>
#include <stop_token>

#include "config/config.h"
#include "console/console_api.h"
#include "console/console_server.h"
#include "terminal/device_watch.h"
#include "terminal/enrolled_loader.h"
#include "terminal/staff_choices.h"
#include "terminal/terminal.h"

namespace gate {

/// The staff console (../console) of a running terminal, opened as the configuration says and joined to it. Owned by
/// main; on a thread of its own (`console`), which no watchdog looks after: a console that hangs costs nobody a gate.
class StaffConsole {
 public:
  struct Parts {
    LiveFeed& feed;                                ///< hears the event stream
    Terminal& terminal;                            ///< told what staff ask for
    const EnrolledLoader& loader;                  ///< its counts alone
    Mailbox<EnrolmentOrder>* enrolment;            ///< null: nobody is enrolled here
    ScreenFeed& screen;                            ///< where digits for pairing are shown
    std::function<Result<std::string>()> picture;  ///< of the screen; empty: not to be seen here
    SoundOutput* sound;                            ///< null: nothing is heard
    EventStream& events;
    const Clock& clock;
    std::optional<BootedImage> booted{};  ///< nothing: not the firmware image, and nothing there that would restart it
  };

  /// Null where the configuration asks for none. Makes the certificate when it is missing. The first thing that cannot
  /// be used is the error, named with its file or field. `parts` must outlive it.
  static Result<std::unique_ptr<StaffConsole>> open(const Config& config, const Parts& parts);

  /// Serves until `stop`. Blocks.
  void run(const std::stop_token& stop) { server_->run(stop); }

 private:
  explicit StaffConsole(Parts parts) : parts_(std::move(parts)) {}
  TerminalFacts facts();
  ConsoleApi::Parts api_parts(const Config& config, std::optional<Pairing> pairing);

  const Parts parts_;
  StaffChoices choices_;
  std::optional<DeviceWatch> device_;
  std::optional<ConsoleApi> api_;
  std::unique_ptr<ConsoleServer> server_;
};

}  // namespace gate
