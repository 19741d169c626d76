#include "demo/play.h"

#include <fmt/format.h>

#include <iostream>
#include <thread>

#include "camera/replay_camera.h"
#include "config/config_file.h"
#include "console/console_settings.h"
#include "demo/contact_sheet.h"
#include "demo/day_recorder.h"
#include "demo/sequence_camera.h"
#include "terminal/assembly.h"
#include "terminal/staff_console.h"
#include "terminal/terminal.h"
#include "terminal/upkeep.h"
#include "terminal/visitor_screen.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Milliseconds = std::chrono::milliseconds;

constexpr std::string_view kDemoPin = "123456";  // firmware/demo.sh sets it

constexpr Milliseconds kVisit{4500};
constexpr Milliseconds kBetween{2500};

Result<std::vector<Appearance>> open_scenes(const DemoFolder& folder, const fs::path& media, const Clock& clock) {
  ReplayOptions replay;
  replay.at_end = ReplayOptions::AtEnd::kLoop;
  replay.size = cv::Size(640, 480);
  std::vector<Appearance> scenes;
  for (const DemoVisitor& visitor : demo_visitors()) {
    auto camera = ReplayCamera::open(visitor.recording.empty() ? folder.scene(visitor) : media / visitor.recording,
                                     replay, clock);
    if (!camera) return fail(camera.error());
    scenes.push_back({*std::move(camera), kVisit});
  }
  return scenes;
}

/// What the gate did while one visitor was there, in words: how long the lock was released, which lamps, how it beeped.
struct GateStory {
  std::optional<Milliseconds> released_after;
  Milliseconds released_for{};
  bool green = false;
  bool red = false;
  bool amber = false;
  int beeps = 0;
  GateOutputs answer;  ///< the first outputs that show a verdict
};

GateStory story_between(const std::vector<GateRecord>& timeline, MonotonicTime from, MonotonicTime to) {
  GateStory story;
  GateOutputs before;
  for (std::size_t i = 0; i < timeline.size(); ++i) {
    const GateRecord& record = timeline[i];
    const GateOutputs& now = record.outputs;
    if (record.at >= from && record.at < to) {
      const MonotonicTime until = i + 1 < timeline.size() ? timeline[i + 1].at : to;
      if (now.lock_release) {
        if (!story.released_after) story.released_after = std::chrono::floor<Milliseconds>(record.at - from);
        story.released_for += std::chrono::floor<Milliseconds>(until - record.at);
      }
      const bool first_verdict = !story.green && !story.red && (now.green_lamp || now.red_lamp);
      if (first_verdict) story.answer = now;
      story.green |= now.green_lamp;
      story.red |= now.red_lamp;
      story.amber |= now.amber_lamp;
      story.beeps += now.buzzer && !before.buzzer ? 1 : 0;
    }
    before = now;
  }
  return story;
}

std::string in_words(const GateStory& story) {
  std::string lamps;
  for (const auto& [lit, name] : {std::pair{story.amber, "amber"}, {story.green, "green"}, {story.red, "red"}})
    if (lit) lamps += (lamps.empty() ? "" : ", ") + std::string(name);
  const std::string lock = story.released_after ? fmt::format("released for {:.1f} s",
                                                              static_cast<double>(story.released_for.count()) / 1000)
                                                : "stayed locked";
  return fmt::format("turnstile {}; lamps {}; buzzer {}x", lock, lamps.empty() ? "dark" : lamps, story.beeps);
}

/// Tells the day as it goes by. Its functions run on the terminal's capture thread, between two scenes.
class Narrator {
 public:
  Narrator(DayRecorder& recorder, SimulatedGate& gate, FaceDetector& detector, const Clock& clock)
      : recorder_(recorder), gate_(gate), detector_(detector), clock_(clock) {}

  /// The visitor before is done; this one steps up, or the last has left.
  void step_up(std::size_t visitor) {
    const auto visits = recorder_.visits();
    if (!visits.empty()) tell(visits.back());
    if (visitor < demo_visitors().size()) recorder_.visitor_arrives(visitor, clock_.monotonic_now());
  }

  /// Everybody is let out at once, whatever the terminal is doing.
  void fire_alarm(Terminal& terminal) {
    const MonotonicTime from = clock_.monotonic_now();
    gate_.set_input(GateInput::kFireAlarm, true);
    std::this_thread::sleep_for(1500ms);
    gate_.set_input(GateInput::kFireAlarm, false);
    terminal.command(StaffCommand::kFireReset);
    std::this_thread::sleep_for(200ms);
    const GateStory story = story_between(gate_.timeline(), from, clock_.monotonic_now());
    std::cout << fmt::format(
                     "\nThe fire alarm rings for 1.5 s, staff reset it\n   {}{}\n", in_words(story),
                     story.released_after ? fmt::format(", {} ms after the alarm", story.released_after->count()) : "")
              << std::flush;
    ++(story.released_after && !gate_.outputs().lock_release ? outcome.as_expected : outcome.otherwise);
  }

  DemoOutcome outcome;
  std::vector<ContactCell> cells;

 private:
  void tell(const DayRecorder::Visit& visit) {
    const DemoVisitor& visitor = demo_visitors()[visit.visitor];
    const GateStory story = story_between(gate_.timeline(), visit.arrived, clock_.monotonic_now());
    std::cout << fmt::format("\n{}. {}\n", visit.visitor + 1, visitor.story);
    const bool expected = visit.decision && visit.decision->reason == visitor.expected;
    ++(expected ? outcome.as_expected : outcome.otherwise);
    std::cout << (visit.decision ? describe(visit) : "   NO DECISION\n");
    if (!expected) std::cout << "   <-- expected " << to_string(visitor.expected) << '\n';
    std::cout << "   " << in_words(story) << '\n' << std::flush;
    cells.push_back(cell(visit, story));
  }

  static std::string describe(const DayRecorder::Visit& visit) {
    const Decision& decision = *visit.decision;
    std::string text = fmt::format("   {}: {}", decision.verdict == Verdict::kAdmit ? "ADMITTED" : "REFUSED",
                                   to_string(decision.reason));
    if (decision.distance)
      text += fmt::format(" (nearest pass {}…, distance {:.3f})", to_string(*decision.pass).substr(0, 8),
                          decision.distance->value);
    const double seconds = std::chrono::duration<double>(decision.captured_at - visit.arrived).count();
    return text + fmt::format("\n   {:.0f} ms from captured frame to decision, {:.1f} s after stepping up\n",
                              visit.times.total.count(), seconds);
  }

  ContactCell cell(const DayRecorder::Visit& visit, const GateStory& story) {
    ContactCell cell{demo_visitors()[visit.visitor].story, visit.frame, {}, "NO DECISION", "", story.answer};
    if (!visit.decision) return cell;
    cell.verdict = visit.decision->verdict == Verdict::kAdmit ? "ADMITTED" : "REFUSED";
    cell.reason = to_string(visit.decision->reason);
    if (const auto faces = detector_.detect(visit.frame, {}); faces && !faces->empty())
      cell.face_px = faces->front().box_px;
    return cell;
  }

  DayRecorder& recorder_;
  SimulatedGate& gate_;
  FaceDetector& detector_;
  const Clock& clock_;
};

void wait_for_enter(Audience audience, std::string_view what) {
  if (audience == Audience::kNobody) return;
  std::cout << "\n[Enter] " << what << std::flush;
  std::string line;
  std::getline(std::cin, line);
}

/// What is told of the terminal, and the screen's thread; outlives what it is told by.
struct Told {
  explicit Told(const Clock& clock) : live(clock), heartbeats(clock) {}

  LiveFeed live;
  Heartbeats heartbeats;
  ScreenFeed feed;
  std::unique_ptr<VisitorScreen> screen;
};

/// The console's thread beside the running terminal and upkeep's, which tells it how the terminal is; ends them with
/// it.
class Attendance {
 public:
  Status begin(const Config& config, Told& told, Terminal& terminal, Assembly& assembly, const Clock& clock) {
    auto opened = StaffConsole::open(config, {told.live, terminal, assembly.loader(), nullptr, told.feed,
                                              told.screen->picture(), nullptr, assembly.events(), clock});
    if (!opened) return fail(opened.error());
    console_ = *std::move(opened);
    upkeep_.emplace(Upkeep::Parts{service_, nullptr, told.heartbeats, terminal.snapshots(), terminal.shown_to_staff(),
                                  lost_screens_, lost_sounds_, assembly.loader(), assembly.events(), clock,
                                  [&live = told.live](const TerminalSnapshot& snapshot) { live.see(snapshot); }},
                    Upkeep::Settings{"demo", std::nullopt, std::nullopt, std::nullopt});
    console_thread_ = std::jthread([this](const std::stop_token& stop) { console_->run(stop); });
    upkeep_thread_ = std::jthread([this](const std::stop_token& stop) { upkeep_->run(stop); });
    return {};
  }

 private:
  ServiceNotifier service_ = ServiceNotifier::from_environment();
  Mailbox<Error> lost_screens_, lost_sounds_;
  std::unique_ptr<StaffConsole> console_;
  std::optional<Upkeep> upkeep_;
  std::jthread console_thread_, upkeep_thread_;  // last: they use all of the above
};

}  // namespace

Result<DemoOutcome> play_demo(const DemoFolder& folder, const fs::path& media, Audience audience) {
  const SystemClock clock;
  const auto config = load_config(folder.config());
  if (!config) return fail(config.error());
  auto scenes = open_scenes(folder, media, clock);
  if (!scenes) return fail(scenes.error());
  auto opened = open_gate_io(config->gate_io, clock);
  if (!opened) return fail(opened.error());
  Told told(clock);
  auto screen = VisitorScreen::open(config->screen, SetUp::kDone, {told.feed, told.heartbeats, clock, {}});
  if (!screen) return fail(screen.error());
  told.screen = *std::move(screen);
  Assembly::Options options{folder.events().string(), "demo", folder.config().string(), {}};
  options.listener = [&told](const nlohmann::json& line) { told.live.hear(line); };
  auto assembly = Assembly::create(*config, options, clock);
  if (!assembly) return fail(assembly.error());
  const auto models = ModelStore::open(default_models_dir());
  if (!models) return fail(models.error());
  auto detector = FaceDetector::create(*models);
  if (!detector) return fail(detector.error());

  DayRecorder recorder((*assembly)->recogniser());
  Narrator narrator(recorder, *opened->simulated, *detector, clock);
  Terminal* terminal = nullptr;
  SequenceCamera camera(*std::move(scenes), kBetween, clock, [&](std::size_t scene) {
    narrator.step_up(scene);
    if (scene == demo_visitors().size()) narrator.fire_alarm(*terminal);
  });
  Terminal gate_terminal(
      {camera, recorder, *opened->gate_io, (*assembly)->events(), clock, nullptr, nullptr, &told.feed}, config->gate);
  terminal = &gate_terminal;
  Attendance attendance;
  if (const Status begun = attendance.begin(*config, told, gate_terminal, **assembly, clock); !begun)
    return fail(begun.error());
  std::cout << "\nWatch it in a browser: " << console_address(config->console) << ", PIN " << kDemoPin
            << ". The browser warns once: the certificate is the terminal's own.\n";
  wait_for_enter(audience, "lets the first visitor come. ");
  if (const Status run = gate_terminal.run({}); !run) return fail(run.error());
  if (const Status drawn = write_contact_sheet(folder.contact_sheet(), narrator.cells); !drawn)
    return fail(drawn.error());
  wait_for_enter(audience, "ends the demo; the console goes with it. ");
  return narrator.outcome;
}

}  // namespace gate
