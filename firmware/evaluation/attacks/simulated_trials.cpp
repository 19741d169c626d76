#include "attacks/simulated_trials.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "attacks/attack_simulation.h"
#include "attacks/liveness_tally.h"
#include "evaluation/face_collection.h"
#include "vision/photo.h"
#include "vision/quality.h"

namespace gate {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Model {
  cv::Mat photo;
  Face face;
};

/// Frontal, large enough to be looked at from near, and with room around it: a face box is a quarter of the frame's
/// width in the simulation.
bool suits(const cv::Mat& photo, const Face& face) {
  const double side = face.box_px.width;
  return side >= 100 && photo.cols > 2.6 * side && photo.rows > 2 * side &&
         std::abs(assess(photo, face, {}).turn) < 0.15;
}

/// One such photograph each, of people spread over the collection.
std::vector<Model> models_in(const fs::path& persons, const LivenessBench& bench, std::size_t wanted) {
  std::vector<Model> models;
  const auto people = sorted_entries(persons);
  const std::size_t stride = std::max<std::size_t>(1, people.size() / std::max<std::size_t>(1, wanted * 3));
  for (std::size_t i = 0; i < people.size() && models.size() < wanted; i += stride) {
    for (const auto& file : sorted_entries(people[i])) {
      auto photo = read_photo(file);
      if (!photo || photo->total() > 4'000'000) continue;
      const auto face = bench.face_of(*photo);
      if (!face || !suits(*photo, *face)) continue;
      models.push_back({*std::move(photo), *face});
      break;
    }
  }
  return models;
}

std::vector<cv::Mat> backgrounds_in(const fs::path& dir) {
  std::vector<cv::Mat> backgrounds;
  for (const auto& file : sorted_entries(dir)) {
    if (auto photo = read_photo(file)) backgrounds.push_back(*std::move(photo));
    if (backgrounds.size() == 12) break;
  }
  if (backgrounds.empty()) backgrounds.emplace_back(480, 640, CV_8UC3, cv::Scalar(120, 130, 125));
  return backgrounds;
}

constexpr std::array<double, 3> kNoise{0, 4, 8};
constexpr std::array<double, 3> kQualities{1, 0.6, 0.2};

/// Outcomes of a kind: all together, and by what was varied.
struct KindTally {
  LivenessTally all;
  std::map<std::string, LivenessTally> light;
  std::map<std::string, LivenessTally> noise;
  std::map<std::string, LivenessTally> quality;

  void add(const Conditions& conditions, const LivenessTrial& trial) {
    for (LivenessTally* tally : {&all, &light[std::string(to_string(conditions.light))],
                                 &noise["sigma_" + std::to_string(static_cast<int>(conditions.noise_sigma))],
                                 &quality[std::to_string(static_cast<int>(conditions.quality * 100))]}) {
      tally->add_passive(trial);
      tally->add_challenge(trial);
    }
  }
  static Json by(const std::map<std::string, LivenessTally>& tallies) {
    Json json = Json::object();
    for (const auto& [name, tally] : tallies)
      json[name] = {{"passive", tally.passive()}, {"challenge", tally.challenge()}};
    return json;
  }
  Json json() const {
    return {{"passive", all.passive()},
            {"challenge", all.challenge()},
            {"by_light", by(light)},
            {"by_noise", by(noise)},
            {"by_quality", by(quality)}};
  }
};

}  // namespace

Result<Json> simulated_report(const fs::path& data, LivenessBench& bench, TrialAmount amount,
                              const std::function<void(const std::string&)>& progress) {
  const std::size_t each = amount == TrialAmount::kQuick ? 12 : 24;
  const auto models = models_in(data / "persons", bench, each);
  if (models.empty()) return Json::object();
  const auto backgrounds = backgrounds_in(data / "distractors/noface");
  Json kinds = Json::object();
  for (std::size_t kind = 0; kind < kPresentations; ++kind) {
    const auto presentation = static_cast<Presentation>(kind);
    progress(std::string(to_string(presentation)));
    KindTally tally;
    for (std::size_t i = 0; i < each; ++i) {
      // Twelve in a row go through every light at every noise; qualities and people through all of them.
      const Conditions conditions{.quality = kQualities[(i + i / 12) % kQualities.size()],
                                  .noise_sigma = kNoise[(i / kLights) % kNoise.size()],
                                  .light = static_cast<Light>(i % kLights)};
      const Model& model = models[(i * 5 + i / models.size()) % models.size()];
      SimulatedPresentation simulated(presentation, model.photo, model.face, backgrounds[i % backgrounds.size()],
                                      conditions, 1000 * kind + i);
      const auto trial = bench.run([&](double s, ChallengePrompt::Ask ask) { return simulated.frame(s, ask); }, {},
                                   static_cast<std::uint32_t>(1000 * kind + i));
      if (!trial) return fail(trial.error());
      tally.add(conditions, *trial);
    }
    kinds[std::string(to_string(presentation))] = tally.json();
  }
  return Json{{"people", models.size()}, {"presentations_each", each}, {"kinds", std::move(kinds)}};
}

}  // namespace gate
