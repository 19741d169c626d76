#include "attacks/recording_trial.h"

#include <iostream>
#include <nlohmann/json.hpp>

#include "attacks/recorded_turns.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;

/// A visitor's time at the gate, many times over.
constexpr double kLongest = 40;
constexpr std::size_t kStride = 4;  ///< frames between two starts

Json verdict_json(const LivenessVerdict& verdict) {
  Json json{{"state", to_string(verdict.state)}};
  json["sign"] = verdict.sign ? Json(to_string(*verdict.sign)) : Json(nullptr);
  return json;
}

Json passive_json(const LivenessVerdict& verdict) {
  Json json = verdict_json(verdict);
  Json scores = Json::object();
  for (std::size_t i = 0; i < kLivenessSignals; ++i)
    scores[std::string(to_string(static_cast<LivenessSignal>(i)))] =
        verdict.scores[i] ? Json(*verdict.scores[i]) : Json(nullptr);
  json["scores"] = std::move(scores);
  return json;
}

template <class T>
Json milliseconds(const std::optional<T>& time) {
  return time ? Json(static_cast<double>(time->count()) / 1000) : Json(nullptr);
}

Json challenge_json(const LivenessTrial& trial) {
  Json json = verdict_json(trial.challenge);
  json["seconds"] = milliseconds(trial.taken);
  json["steps"] = Json::array();
  for (const auto& step : trial.steps)
    json["steps"].push_back({{"asked", to_string(step.asked)},
                             {"moved_after", milliseconds(step.moved_after)},
                             {"turned_after", milliseconds(step.turned_after)},
                             {"largest_turn", step.largest_turn},
                             {"largest_relief", step.largest_relief},
                             {"distance", step.distance ? Json(*step.distance) : Json(nullptr)}});
  return json;
}

/// How far a recording came, to show the most telling of several starts.
double progress_of(const LivenessTrial& trial) {
  double progress = trial.admitted_by_challenge() ? 10 : 0;
  for (const auto& step : trial.steps) progress += step.turned_after ? 1 : step.largest_turn / 10;
  return progress;
}

LivenessBench::Presentation playing(const std::vector<cv::Mat>& frames, std::size_t from) {
  return [&frames, from](double seconds, ChallengePrompt::Ask) {
    const auto at = from + static_cast<std::size_t>(seconds * LivenessBench::kFramesPerSecond + 0.5);
    return at < frames.size() ? frames[at] : cv::Mat();
  };
}

Result<std::vector<cv::Mat>> frames_of(const RecordingTrialOptions& options) {
  std::vector<cv::Mat> frames;
  const auto played = for_each_frame(options.video, [&](double at, const cv::Mat& bgr) {
    if (at >= options.from && at < options.from + kLongest) frames.push_back(bgr.clone());
  });
  if (!played) return fail(played.error());
  if (frames.empty()) return fail(ErrorCode::kInvalidInput, options.video.string() + ": no frame after --from");
  // A single picture is held before the camera.
  while (frames.size() < 90 && frames.size() <= 2) frames.resize(90, frames.front());
  return frames;
}

}  // namespace

Result<Json> judge_recording(const RecordingTrialOptions& options, LivenessBench& bench) {
  const auto frames = frames_of(options);
  if (!frames) return fail(frames.error());
  const auto watched = bench.watch(playing(*frames, 0), kLongest);
  if (!watched) return fail(watched.error());
  Json report{{"video", options.video.filename().string()},
              {"frames", watched->frames},
              {"frames_with_face", watched->frames_with_face},
              {"passive", passive_json(watched->passive)}};
  report["accepted"] = watched->passive.state == LivenessState::kLive;
  if (options.ask.empty()) return report;
  std::optional<LivenessTrial> shown;
  int starts = 0;
  int accepted = 0;
  for (std::size_t from = 0; from == 0 || (options.anywhere && from + kStride < frames->size()); from += kStride) {
    auto trial = bench.run(playing(*frames, from), {options.ask, options.within}, static_cast<std::uint32_t>(from));
    if (!trial) return fail(trial.error());
    ++starts;
    if (trial->admitted_by_challenge() && accepted++ > 0) continue;  // the first is shown
    if (!shown || progress_of(*shown) <= progress_of(*trial)) shown = *std::move(trial);
  }
  report["challenge"] = challenge_json(*shown);
  if (options.anywhere) report["starts"] = starts;
  if (options.anywhere) report["starts_accepted"] = accepted;
  report["accepted"] = accepted > 0;
  return report;
}

namespace {

std::string text(const Json& value, const char* unit) {
  return value.is_null() ? "-" : std::to_string(value.get<double>()).substr(0, 5) + unit;
}

void print_verdict(const char* name, const Json& json) {
  std::cout << name << ": " << json["state"].get<std::string>();
  if (!json["sign"].is_null()) std::cout << " (" << json["sign"].get<std::string>() << ')';
}

}  // namespace

void print_recording_report(const Json& report) {
  std::cout << report["video"].get<std::string>() << ": " << report["frames"] << " frames, "
            << report["frames_with_face"] << " with a face\n";
  print_verdict("passive", report["passive"]);
  for (const auto& [signal, score] : report["passive"]["scores"].items())
    std::cout << "  " << signal << ' ' << text(score, "");
  std::cout << '\n';
  if (!report.contains("challenge")) return;
  print_verdict("challenge", report["challenge"]);
  std::cout << " after " << text(report["challenge"]["seconds"], " s");
  if (report.contains("starts"))
    std::cout << "; accepted from " << report["starts_accepted"] << " of " << report["starts"] << " starts";
  std::cout << '\n';
  for (const auto& step : report["challenge"]["steps"])
    std::cout << "  asked " << step["asked"].get<std::string>() << ": moved after " << text(step["moved_after"], " s")
              << ", turned after " << text(step["turned_after"], " s") << "; turn " << text(step["largest_turn"], "")
              << ", relief " << text(step["largest_relief"], "") << ", distance to the first sample "
              << text(step["distance"], "") << '\n';
}

}  // namespace gate
