#include "attacks/recorded_trials.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "attacks/attack_simulation.h"
#include "attacks/liveness_tally.h"
#include "attacks/recorded_turns.h"
#include "evaluation/face_collection.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct RecordedPresentation {
  fs::path file;
  std::string kind;  ///< "live", "replay", "print", "screen", …
  bool moving = false;
};

constexpr std::array<std::string_view, 4> kKinds{"live", "replay", "print", "screen"};

/// "print" of "<subject>_print_F1.jpg": the last part that names a kind; without one the last that is no number, so
/// that other attacks are counted under their own names.
std::string kind_of(const fs::path& file) {
  std::string stem = file.stem().string();
  std::string other = "unknown";
  for (auto bar = stem.rfind('_'); bar != std::string::npos; bar = stem.rfind('_')) {
    const std::string part = stem.substr(bar + 1);
    if (std::ranges::find(kKinds, part) != kKinds.end()) return part;
    if (other == "unknown" && part.find_first_not_of("0123456789") != std::string::npos) other = part;
    stem.resize(bar);
  }
  return other;
}

bool is_video(const fs::path& file) {
  const std::string extension = file.extension().string();
  return extension == ".mp4" || extension == ".avi" || extension == ".mov" || extension == ".webm" ||
         extension == ".mkv";
}

std::vector<RecordedPresentation> recorded_in(const fs::path& data) {
  std::vector<RecordedPresentation> found;
  for (const fs::path& file : sorted_entries(data / "spoof"))
    if (fs::is_regular_file(file)) found.push_back({file, kind_of(file), is_video(file)});
  for (const fs::path& file : sorted_entries(data / "video"))
    if (is_video(file)) found.push_back({file, "live", true});
  return found;
}

/// Frames of a part of a recording, one after the other.
LivenessBench::Presentation playing(const std::vector<cv::Mat>& frames, std::size_t from = 0) {
  return [&frames, from](double seconds, ChallengePrompt::Ask) {
    const auto at = from + static_cast<std::size_t>(seconds * LivenessBench::kFramesPerSecond + 0.5);
    return at < frames.size() ? frames[at] : cv::Mat();
  };
}

constexpr double kWindow = 2.5;            ///< seconds of a video that are one presentation
constexpr double kLongestVideo = 60;       ///< what is watched of it
constexpr double kLongestChallenged = 30;  ///< what is held at once
constexpr std::size_t kMostTurns = 30;     ///< of a video

/// Outcomes by kind; a window of a video is one presentation.
using Tallies = std::map<std::string, LivenessTally>;

struct PassiveParts {
  Tallies videos;
  Tallies pictures;
  std::map<std::string, Tallies> changed;  ///< videos in other light and noise, by condition
  Json majority = Json::array();
};

struct NamedConditions {
  const char* name;
  Conditions conditions;
};
const std::array<NamedConditions, 5> kChanged{{{"sigma_4", {.noise_sigma = 4}},
                                               {"sigma_8", {.noise_sigma = 8}},
                                               {"warm", {.light = Light::kWarm}},
                                               {"cool", {.light = Light::kCool}},
                                               {"dim", {.light = Light::kDim}}}};
constexpr int kChangedWindows = 4;  ///< of each video

std::string majority_of(int live, int attack) {
  return attack > live ? "attack" : live > attack ? "live" : "undecided";
}

/// The same window as if the light or the camera had been worse: recorded faces, simulated conditions.
Status watch_changed(const std::string& kind, const std::vector<cv::Mat>& window, LivenessBench& bench,
                     PassiveParts& parts) {
  for (const auto& [name, conditions] : kChanged) {
    cv::RNG random(7);
    const auto presentation = [&, play = playing(window)](double seconds, ChallengePrompt::Ask ask) {
      const cv::Mat frame = play(seconds, ask);
      return frame.empty() ? frame : filmed(frame, conditions, random);
    };
    const auto trial = bench.watch(presentation, kWindow);
    if (!trial) return fail(trial.error());
    if (trial->frames_with_face >= trial->frames / 2) parts.changed[name][kind].add_passive(*trial);
  }
  return {};
}

/// One presentation after the other, each over as soon as its window is; a video is never held as a whole.
Status watch_recording(const RecordedPresentation& recorded, LivenessBench& bench, PassiveParts& parts) {
  std::vector<cv::Mat> window;
  int live = 0;
  int attack = 0;
  int all = 0;
  Status status;
  LivenessTally& tally = (recorded.moving ? parts.videos : parts.pictures)[recorded.kind];
  const auto judge = [&] {
    if (recorded.moving && all < kChangedWindows)
      if (auto changed = watch_changed(recorded.kind, window, bench, parts); !changed) status = changed;
    const auto trial = bench.watch(playing(window), kWindow);
    window.clear();
    if (!trial) return void(status = fail(trial.error()));
    if (trial->frames_with_face < trial->frames / 2) return tally.add_no_face();
    tally.add_passive(*trial);
    ++all;
    live += trial->passive.state == LivenessState::kLive ? 1 : 0;
    attack += trial->passive.state == LivenessState::kAttack ? 1 : 0;
  };
  const auto played = for_each_frame(recorded.file, [&](double at, const cv::Mat& bgr) {
    if (at > kLongestVideo || !status) return;
    window.push_back(bgr.clone());
    if (static_cast<double>(window.size()) >= kWindow * LivenessBench::kFramesPerSecond) judge();
  });
  if (!played) return played;
  if (!recorded.moving && !window.empty()) {
    // A single picture: as if it was held before the camera without a movement.
    while (window.size() < 30) window.push_back(window.front());
    judge();
  }
  if (recorded.moving)
    parts.majority.push_back({{"file", recorded.file.filename().string()},
                              {"kind", recorded.kind},
                              {"windows", all},
                              {"live", live},
                              {"attack", attack},
                              {"majority", majority_of(live, attack)}});
  return status;
}

Json passive_json(const Tallies& tallies) {
  Json json = Json::object();
  for (const auto& [kind, tally] : tallies) json[kind] = tally.passive();
  return json;
}

/// Challenges put to recordings that cannot answer: at every second of them, drawn anew.
Result<Json> challenge_recorded(const std::vector<RecordedPresentation>& all, LivenessBench& bench,
                                TrialAmount amount) {
  std::map<std::string, LivenessTally> tallies;
  std::uint32_t seed = 1;
  for (const auto& recorded : all) {
    if (recorded.kind == "live") continue;
    std::vector<cv::Mat> frames;
    const auto played = for_each_frame(recorded.file, [&](double at, const cv::Mat& bgr) {
      if (at < kLongestChallenged) frames.push_back(bgr.clone());
    });
    if (!played) return fail(played.error());
    while (!recorded.moving && frames.size() < 90) frames.push_back(frames.front());
    const std::size_t stride = amount == TrialAmount::kQuick ? 30 : 15;
    const std::size_t last = recorded.moving ? frames.size() - std::min<std::size_t>(frames.size(), 45) : 1;
    for (std::size_t from = 0; from < last; from += stride) {
      const auto trial = bench.run(playing(frames, from), {}, seed++);
      if (!trial) return fail(trial.error());
      tallies[recorded.kind].add_challenge(*trial);
    }
  }
  Json json = Json::object();
  for (const auto& [kind, tally] : tallies) json[kind] = tally.challenge();
  return json;
}

/// Every turn made in a recording, alone and after another one of it, as they are and in a mirror.
Status answer_with(const std::vector<RecordedTurn>& turns, LivenessBench& bench, LivenessTally& single,
                   LivenessTally& pairs) {
  std::uint32_t seed = 1;
  const auto put = [&](std::vector<RecordedTurn> sequence, LivenessTally& tally) -> Status {
    std::vector<TurnDirection> asked;
    for (const auto& turn : sequence) asked.push_back(turn.direction);
    const double reaction = 0.3 + 0.05 * (seed % 5);
    const auto trial = bench.run(answering_with(std::move(sequence), reaction), {asked, {}}, seed++);
    if (!trial) return fail(trial.error());
    tally.add_challenge(*trial);
    return {};
  };
  for (std::size_t i = 0; i < turns.size(); ++i) {
    // One after another that begins in the same pose, so that it could have been one sequence; itself if there is none.
    std::size_t other = i;
    for (std::size_t j = i + 1; j < turns.size() && other == i; ++j)
      if (std::abs(turns[j].straight - turns[i].straight) < 0.06) other = j;
    if (auto done = put({turns[i]}, single); !done) return done;
    if (auto done = put({mirrored(turns[i])}, single); !done) return done;
    if (auto done = put({turns[i], turns[other]}, pairs); !done) return done;
    if (auto done = put({mirrored(turns[other]), mirrored(turns[i])}, pairs); !done) return done;
  }
  return {};
}

Result<Json> challenge_live(const std::vector<RecordedPresentation>& all, LivenessBench& bench, TrialAmount amount) {
  LivenessTally single;
  LivenessTally pairs;
  Json found = Json::object();
  for (const auto& recorded : all) {
    if (recorded.kind != "live" || !recorded.moving) continue;
    auto turns = turns_in(bench, recorded.file);
    if (!turns) return fail(turns.error());
    if (!turns->empty()) found[recorded.file.filename().string()] = turns->size();
    const std::size_t most = amount == TrialAmount::kQuick ? 4 : kMostTurns;
    if (turns->size() > most) turns->resize(most);
    if (auto done = answer_with(*turns, bench, single, pairs); !done) return fail(done.error());
  }
  return Json{{"turns_found", std::move(found)},
              {"one_turn_real_frames", single.challenge()},
              {"two_turns_real_frames_timing_made_up", pairs.challenge()}};
}

}  // namespace

Result<Json> recorded_report(const fs::path& data, LivenessBench& bench, TrialAmount amount,
                             const std::function<void(const std::string&)>& progress) {
  PassiveParts parts;
  std::vector<RecordedPresentation> recorded;
  Json unreadable = Json::array();
  for (auto& one : recorded_in(data)) {
    const std::string name = one.file.filename().string();
    progress(name);
    const auto watched = watch_recording(one, bench, parts);
    // A stray file is said to be one, and the others are judged all the same.
    if (!watched && watched.error().code != ErrorCode::kInvalidInput) return fail(watched.error());
    watched ? recorded.push_back(std::move(one)) : unreadable.push_back(name);
  }
  Json changed = Json::object();
  for (const auto& [name, tallies] : parts.changed) changed[name] = passive_json(tallies);
  progress("challenges to recorded attacks");
  auto attacks = challenge_recorded(recorded, bench, amount);
  if (!attacks) return attacks;
  progress("challenges to recorded turns");
  auto live = challenge_live(recorded, bench, amount);
  if (!live) return live;
  return Json{
      {"unreadable", std::move(unreadable)},
      {"passive_recorded", {{"videos", passive_json(parts.videos)}, {"pictures", passive_json(parts.pictures)}}},
      {"passive_recorded_conditions_simulated", std::move(changed)},
      {"passive_majority", std::move(parts.majority)},
      {"challenge_recorded_attacks", *std::move(attacks)},
      {"challenge_live", *std::move(live)}};
}

}  // namespace gate
