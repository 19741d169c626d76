#include "evaluation/mask_trials.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "evaluation/contenders.h"
#include "vision/masked_embedder.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;
constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr std::size_t kFewestPeople = 10;  // in a group, to be a row of its own

/// A bare template under the masked ids: compared on purpose here, to see what that would be worth.
FaceTemplate as_masked(const FaceTemplate& bare) {
  std::vector<FaceVector> vectors;
  for (const FaceVector& vector : bare.vectors())
    if (auto masked = as_masked(vector)) vectors.push_back(*std::move(masked));
  auto face = FaceTemplate::create(std::move(vectors));
  return face ? *std::move(face) : FaceTemplate{};
}

}  // namespace

Trials masked_trials(const MaskCollection& collection, EnrolledAs as, const FaceComparison& comparison,
                     const std::string& group) {
  std::vector<FaceTemplate> enrolled;
  for (const auto& picture : collection.pictures)
    enrolled.push_back(as == EnrolledAs::kMasked ? picture.masked : as_masked(picture.bare));
  const auto outside = [&](const MaskedPicture& picture) {
    return !group.empty() && source_of(picture.identity) != group;
  };
  Trials trials;
  for (const auto& probe : collection.pictures) {
    for (std::size_t i = 0; i < enrolled.size() && !outside(probe); ++i) {
      const auto& other = collection.pictures[i];
      if (&probe == &other || outside(other)) continue;
      const bool mated = probe.identity == other.identity;
      const float value = probe.probe ? score(comparison, *probe.probe, enrolled[i]) : kInfinity;
      if (mated || probe.probe) (mated ? trials.mated : trials.non_mated).push_back(value);
    }
  }
  trials.sort();
  return trials;
}

namespace {

Json row(const std::string& people, const std::string& net, EnrolledAs as, const Trials& trials) {
  Json rates = Json::array();
  for (const double far : {1e-2, 1e-3}) {
    const float threshold = threshold_at(trials, far);
    rates.push_back({{"far", far}, {"threshold", threshold}, {"tar", 1 - false_refusals(trials, threshold)}});
  }
  return {{"people", people},
          {"net", net},
          {"enrolled", as == EnrolledAs::kMasked ? "masked" : "bare"},
          {"mated", trials.mated.size()},
          {"non_mated", trials.non_mated.size()},
          {"tar_at_far", std::move(rates)}};
}

/// Everybody, and every source with enough people.
std::vector<std::string> groups_of(const MaskCollection& collection) {
  std::map<std::string, std::set<std::string>> people;
  for (const auto& picture : collection.pictures) people[source_of(picture.identity)].insert(picture.identity);
  std::vector<std::string> groups{""};
  for (const auto& [group, names] : people)
    if (names.size() >= kFewestPeople) groups.push_back(group);
  return groups;
}

void add_rows(const MaskCollection& collection, const std::vector<Contender>& nets, const std::string& group,
              Json& rows) {
  const std::string people = group.empty() ? "all" : group;
  for (const EnrolledAs as : {EnrolledAs::kBare, EnrolledAs::kMasked})
    for (const Contender& net : nets)
      rows.push_back(row(people, net.name, as, masked_trials(collection, as, net.comparison, group)));
}

}  // namespace

Json mask_trials(const MaskCollection& collection) {
  Json calls = Json::object();
  for (const auto& [kind, count] : collection.calls) calls[kind] = {{"faces", count.faces}, {"masked", count.masked}};
  Json rows = Json::array();
  const auto nets = contenders(masked_faces(collection));
  for (const auto& group : groups_of(collection)) add_rows(collection, nets, group, rows);
  return {{"models", collection.models},
          {"photographs", collection.pictures.size()},
          {"mask_detector", std::move(calls)},
          {"probes", std::move(rows)}};
}

std::vector<ReportTable> mask_tables(const Json& report) {
  ReportTable calls{"Called masked", {"faces", "seen", "called masked"}, {}, ""};
  for (const auto& [kind, count] : report["mask_detector"].items())
    calls.rows.push_back({kind, std::to_string(count["faces"].get<int>()), std::to_string(count["masked"].get<int>())});
  ReportTable probes{"Masked probes, one frame, against one other photograph enrolled",
                     {"people", "net", "enrolled", "mated", "TAR at FAR 1 %", "0.1 %"},
                     {},
                     "a probe in which no face was found counts as not accepted"};
  for (const auto& row : report["probes"])
    probes.rows.push_back({row["people"], row["net"], row["enrolled"], std::to_string(row["mated"].get<int>()),
                           percent(row["tar_at_far"][0]["tar"].get<double>()),
                           percent(row["tar_at_far"][1]["tar"].get<double>())});
  return {calls, probes};
}

FaceCollection masked_faces(const MaskCollection& collection) {
  FaceCollection faces;
  for (const ModelId& model : collection.models) faces.models.push_back(masked_model(model));
  for (const MaskedPicture& picture : collection.pictures) {
    if (!picture.probe) continue;
    EvaluatedPicture& face = faces.persons.emplace_back();
    face.identity = picture.identity;
    face.photo = picture.masked;
    face.frame = picture.probe;
  }
  return faces;
}

}  // namespace gate
