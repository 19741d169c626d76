// gate-terminal: the firmware's one program. Reads its configuration, opens the parts, runs the main path until told to
// stop. Everything that happens while it runs is in terminal.cpp.
#include <semaphore.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <ctime>
#include <thread>

#include "config/config_file.h"
#include "terminal/assembly.h"
#include "terminal/staff_console.h"
#include "terminal/start_up_watch.h"
#include "terminal/terminal.h"
#include "terminal/upkeep.h"
#include "terminal/visitor_screen.h"
#include "update/booted_image.h"
#include "watchdog/hardware_watchdog.h"

namespace {

using namespace gate;

constexpr int kUnusable = 2;

// All a signal handler may do is post. Blocking the signals and waiting for them would not do: OpenBLAS starts threads
// before main() that would still take them, and end the program with the gate in whatever state it is.
sem_t stop_wanted;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): a handler has nothing else

extern "C" void on_stop_signal(int) { sem_post(&stop_wanted); }

void catch_stop_signals() {
  sem_init(&stop_wanted, 0, 0);
  struct sigaction action {};
  action.sa_handler = on_stop_signal;
  action.sa_flags = SA_RESTART;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  (void)signal(SIGPIPE, SIG_IGN);  // an event reader that goes away must not take the gate with it
}

/// Asks `stop` to stop when a signal comes; ends when told to, or when the run ends and posts itself.
std::jthread stop_on_signal(std::stop_source& stop) {
  return std::jthread([&stop] {
    while (sem_wait(&stop_wanted) != 0) continue;  // interrupted by a signal that is not ours
    stop.request_stop();
  });
}

/// Exit status 2. On a device without settings, where the factory's configuration need not fit what is there, the
/// screen says what to do first, for a minute; then whoever restarts us has everything tried anew. Meanwhile the
/// caller's screen and StartUpWatch go on.
int give_up(const Error& error, SetUp set_up) {
  spdlog::error("gate-terminal: {}", error.message);
  if (set_up == SetUp::kDone) return kUnusable;
  auto service = ServiceNotifier::from_environment();
  (void)service.ready();
  timespec until{};
  clock_gettime(CLOCK_MONOTONIC, &until);
  for (int second = 0; second < 60; ++second) {
    (void)service.beat();
    ++until.tv_sec;
    if (sem_clockwait(&stop_wanted, CLOCK_MONOTONIC, &until) == 0) return EXIT_SUCCESS;
  }
  return kUnusable;
}

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug: return spdlog::level::debug;
    case LogLevel::kInfo: return spdlog::level::info;
    case LogLevel::kWarning: return spdlog::level::warn;
    case LogLevel::kError: return spdlog::level::err;
  }
  return spdlog::level::info;
}

void show_progress(std::size_t done, std::size_t total) {
  if (total > 0) spdlog::info("passes verified: {} of {}", done, total);
}

/// Null where the configuration names none, or one that need not be there.
Result<std::unique_ptr<HardwareWatchdog>> open_watchdog(const WatchdogOptions& options) {
  if (!options.device && !options.identity) return nullptr;
  auto opened = HardwareWatchdog::open(options);
  const bool missing = !opened && opened.error().code == ErrorCode::kNotFound;
  if (missing && options.when_missing == WatchdogOptions::WhenMissing::kGoOn) {
    spdlog::warn("watchdog: {}; the terminal goes on without", opened.error().message);
    return nullptr;
  }
  if (!opened) return fail(opened.error(), "watchdog");
  return opened;
}

/// Null where there is none, or none can be had: the gate works without.
std::unique_ptr<StaffConsole> open_console(const Config& config, const StaffConsole::Parts& parts) {
  auto opened = StaffConsole::open(config, parts);
  if (opened) return *std::move(opened);
  spdlog::error("{}; the gate goes on without a console", opened.error().message);
  parts.events.error("console", opened.error());
  return nullptr;
}

/// Until a signal comes, or a recording is over.
int serve(Terminal& terminal, StartUpWatch& start_up, EnrolledLoader& loader, Upkeep& upkeep, StaffConsole* console) {
  std::stop_source stop;
  const std::jthread signal_thread = stop_on_signal(stop);
  std::jthread loader_thread([&](const std::stop_token& over) { loader.watch(over); });
  std::jthread console_thread;
  if (console != nullptr) console_thread = std::jthread([&](const std::stop_token& over) { console->run(over); });
  std::jthread upkeep_thread([&](const std::stop_token& over) { upkeep.run(over); });
  spdlog::info("gate-terminal {} ready", GATE_VERSION);
  const Status status = terminal.run(stop.get_token(), start_up.hand_over());  // last: the gate thread comes at once
  upkeep_thread.request_stop();
  upkeep_thread.join();
  if (status) upkeep.disarm();  // else whoever restarts us, or the machine, is wanted
  sem_post(&stop_wanted);       // lets the signal thread end when it was not a signal that ended the run
  return status ? EXIT_SUCCESS : give_up(status.error(), SetUp::kDone);
}

/// Logs a loss and puts it aside for the events, which there are only later. Both must outlive it.
std::function<void(const Error&)> told_of(const char* device, Mailbox<Error>& losses) {
  return [device, &losses](const Error& error) {
    spdlog::warn("{}: {}", device, error.message);
    losses.put(error);
  };
}

int run(const Config& config, const std::string& config_file, const std::string& events, SetUp set_up) {
  const SystemClock clock;
  Heartbeats heartbeats(clock);
  ScreenFeed feed;
  Mailbox<Error> lost_screens;
  Mailbox<Error> lost_sounds;
  const auto sound = open_sound(config.sound, clock, told_of("sound", lost_sounds));
  const VisitorScreen::Parts shown{feed, heartbeats, clock, told_of("screen", lost_screens), sound.get()};
  auto gate_io = open_gate_io(config.gate_io, clock);  // first: from here on the outputs are in their safe state
  if (!gate_io) {
    feed.gate.put({.lines = GateView::Lines::kLost});
    const auto screen = set_up == SetUp::kMissing ? VisitorScreen::open(config.screen, set_up, shown) : nullptr;
    return give_up(gate_io.error(), set_up);
  }
  StartUpWatch start_up(*gate_io->gate_io, feed);  // … and a fire alarm is followed
  const auto screen = VisitorScreen::open(config.screen, set_up, shown);
  if (!screen) return give_up(screen.error(), set_up);
  LiveFeed live(clock);  // what the console knows of us
  EventStream::Listener listener;
  if (config.console.listen) listener = [&live](const nlohmann::json& line) { live.hear(line); };
  auto assembly = Assembly::create(config,
                                   {events, GATE_VERSION, config_file, show_progress, &heartbeats, listener,
                                    [&live](const EnrolmentState& enrolment) { live.see(enrolment); }},
                                   clock);
  if (!assembly) return give_up(assembly.error(), set_up);
  auto camera = open_camera(config.camera, clock);
  if (!camera) {
    feed.gate.put({.camera = GateView::Camera::kLost});
    return give_up(camera.error(), set_up);
  }
  auto hardware = open_watchdog(config.watchdog);
  if (!hardware) return give_up(hardware.error(), set_up);
  Terminal terminal({**camera, (*assembly)->recogniser(), *gate_io->gate_io, (*assembly)->events(), clock,
                     (*assembly)->code_watch(), &heartbeats, &feed},
                    config.gate);
  auto service = ServiceNotifier::from_environment();
  const auto booted = booted_image();
  Upkeep upkeep(
      {service, hardware->get(), heartbeats, terminal.snapshots(), terminal.shown_to_staff(), lost_screens, lost_sounds,
       (*assembly)->loader(), (*assembly)->events(), clock,
       [&live](const TerminalSnapshot& snapshot) { live.see(snapshot); }},
      {GATE_VERSION, booted ? std::optional(booted->slot) : std::nullopt, config.status_file, config.notice_file});
  const auto console = open_console(config, {live, terminal, (*assembly)->loader(), (*assembly)->enrolment(), feed,
                                             (*screen)->picture(), sound.get(), (*assembly)->events(), clock, booted});
  return serve(terminal, start_up, (*assembly)->loader(), upkeep, console.get());
}

int start(const std::string& config_file, const std::string& events, SetUp set_up) {
  catch_stop_signals();
  const auto config = load_config(config_file);
  if (!config) return give_up(config.error(), SetUp::kDone);
  spdlog::set_level(spdlog_level(config->log_level));
  const std::string events_file = events.empty() && config->events ? config->events->string() : events;
  return run(*config, config_file, events_file, set_up);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"gate-terminal: opens a gate for the right face with a valid certificate", "gate-terminal"};
  std::string config = "config/terminal.json";
  std::string events;
  SetUp set_up = SetUp::kDone;
  app.add_option("--config", config, "configuration, for example config/boards/raspberrypi4.json")
      ->capture_default_str();
  app.add_option("--events", events, "write events as JSON Lines to a file, or - for standard output");
  app.add_flag_callback(
      "--first-power-on", [&] { set_up = SetUp::kMissing; },
      "no settings have come yet: the screen says how to bring them");
  app.set_version_flag("--version", GATE_VERSION);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return error.get_exit_code() == 0 ? app.exit(error) : (app.exit(error), kUnusable);
  }
  spdlog::set_pattern("%^%l%$ %v");
  spdlog::set_default_logger(spdlog::default_logger());
  return start(config, events, set_up);
}
