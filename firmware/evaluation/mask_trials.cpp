#include "evaluation/mask_trials.h"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <limits>
#include <set>

#include "vision/masked_embedder.h"

namespace gate {
namespace {

using Json = nlohmann::ordered_json;
constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr std::size_t kFewestPeople = 10;  // in a group, to be a row of its own

std::string group_of(const std::string& identity) { return identity.substr(0, identity.find('_')); }

/// One model's distance; of the probe, under its masked id, to whatever is enrolled.
float apart(const FaceTemplate& probe, const FaceTemplate& enrolled, const ModelId& model, EnrolledAs as) {
  const ModelId masked = masked_model(model);
  const FaceVector* seen = probe.find(masked);
  const FaceVector* known = enrolled.find(as == EnrolledAs::kMasked ? masked : model);
  if (seen == nullptr || known == nullptr) return kInfinity;
  // A bare template is compared on purpose here, to see what that would be worth: under one id for the moment.
  const auto same_id = FaceVector::create(masked, known->values());
  const auto result = same_id ? distance(*seen, *same_id) : fail(same_id.error());
  return result ? result->value : kInfinity;
}

/// Both models' distances by the spread each has between different people (dlib Euclidean; the feature net 1 - cosine).
float fused(const FaceTemplate& probe, const FaceTemplate& enrolled, const std::vector<ModelId>& models,
            EnrolledAs as) {
  constexpr float kDlib = 0.090F;
  constexpr float kFeature = 0.102F;
  const float feature = apart(probe, enrolled, models.at(1), as);
  return apart(probe, enrolled, models.at(0), as) / kDlib + feature * feature / 2 / kFeature;
}

template <class Score>
Trials trials_of(const MaskCollection& collection, EnrolledAs as, const std::string& group, Score score) {
  Trials trials;
  for (const auto& probe : collection.pictures) {
    if (!group.empty() && group_of(probe.identity) != group) continue;
    for (const auto& enrolled : collection.pictures) {
      if (&probe == &enrolled || (!group.empty() && group_of(enrolled.identity) != group)) continue;
      const FaceTemplate& known = as == EnrolledAs::kMasked ? enrolled.masked : enrolled.bare;
      const bool mated = probe.identity == enrolled.identity;
      const float value = probe.probe ? score(*probe.probe, known) : kInfinity;
      if (mated || probe.probe) (mated ? trials.mated : trials.non_mated).push_back(value);
    }
  }
  trials.sort();
  return trials;
}

Json row(const std::string& people, const std::string& score, EnrolledAs as, const Trials& trials) {
  Json rates = Json::array();
  for (const double far : {1e-2, 1e-3}) {
    const float threshold = threshold_at(trials, far);
    rates.push_back({{"far", far}, {"threshold", threshold}, {"tar", 1 - false_refusals(trials, threshold)}});
  }
  return {{"people", people},
          {"score", score},
          {"enrolled", as == EnrolledAs::kMasked ? "masked" : "bare"},
          {"mated", trials.mated.size()},
          {"non_mated", trials.non_mated.size()},
          {"tar_at_far", std::move(rates)}};
}

/// Everybody, and every source with enough people.
std::vector<std::string> groups_of(const MaskCollection& collection) {
  std::map<std::string, std::set<std::string>> people;
  for (const auto& picture : collection.pictures) people[group_of(picture.identity)].insert(picture.identity);
  std::vector<std::string> groups{""};
  for (const auto& [group, names] : people)
    if (names.size() >= kFewestPeople) groups.push_back(group);
  return groups;
}

void add_rows(const MaskCollection& collection, const std::string& group, Json& rows) {
  const std::string people = group.empty() ? "all" : group;
  for (const EnrolledAs as : {EnrolledAs::kBare, EnrolledAs::kMasked}) {
    for (const ModelId& model : collection.models)
      rows.push_back(row(people, model.substr(0, model.find('/')), as, masked_trials(collection, as, model, group)));
    if (collection.models.size() < 2) continue;
    rows.push_back(row(people, "both", as,
                       trials_of(collection, as, group, [&](const FaceTemplate& probe, const FaceTemplate& enrolled) {
                         return fused(probe, enrolled, collection.models, as);
                       })));
  }
}

}  // namespace

Trials masked_trials(const MaskCollection& collection, EnrolledAs enrolled, const ModelId& model,
                     const std::string& group) {
  return trials_of(collection, enrolled, group, [&](const FaceTemplate& probe, const FaceTemplate& known) {
    return apart(probe, known, model, enrolled);
  });
}

Json mask_trials(const MaskCollection& collection) {
  Json calls = Json::object();
  for (const auto& [kind, count] : collection.calls) calls[kind] = {{"faces", count.faces}, {"masked", count.masked}};
  Json rows = Json::array();
  for (const auto& group : groups_of(collection)) add_rows(collection, group, rows);
  return {{"models", collection.models},
          {"photographs", collection.pictures.size()},
          {"mask_detector", std::move(calls)},
          {"probes", std::move(rows)}};
}

void print_mask_trials(const Json& report) {
  std::cout << "Called masked: ";
  for (const auto& [kind, count] : report["mask_detector"].items())
    std::cout << count["masked"] << " of " << count["faces"] << ' ' << kind << "; ";
  std::cout << "\nMasked probes, one frame, against one other photograph enrolled\n"
            << "  people    score           enrolled    mated  TAR at FAR 1 %  at 0.1 %\n"
            << std::fixed << std::setprecision(3);
  for (const auto& row : report["probes"])
    std::cout << "  " << std::left << std::setw(10) << row["people"].get<std::string>() << std::setw(16)
              << row["score"].get<std::string>() << std::setw(9) << row["enrolled"].get<std::string>() << std::right
              << std::setw(8) << row["mated"].get<int>() << std::setw(16) << row["tar_at_far"][0]["tar"].get<double>()
              << std::setw(10) << row["tar_at_far"][1]["tar"].get<double>() << '\n';
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
