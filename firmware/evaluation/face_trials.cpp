#include "evaluation/face_trials.h"

#include <limits>
#include <map>

namespace gate {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

using Pictures = std::vector<const EvaluatedPicture*>;

/// Every `count` of the person's pictures in a row, fused.
void add_sides(const Pictures& pictures, std::size_t person, std::size_t count,
               std::optional<FaceTemplate> EvaluatedPicture::*which, std::vector<FaceTrials::Side>& sides,
               std::vector<FaceTemplate>& faces) {
  for (std::size_t first = 0; first + count <= pictures.size(); first += count) {
    std::vector<FaceTemplate> samples;
    for (std::size_t i = first; i < first + count; ++i) samples.push_back(*(pictures[i]->*which));
    auto fused = fuse(samples);
    if (!fused) continue;
    sides.push_back({person, first, first + count});
    faces.push_back(*std::move(fused));
  }
}

std::map<std::string, Pictures> by_identity(const FaceCollection& collection) {
  std::map<std::string, Pictures> people;
  for (const auto& picture : collection.persons)
    if (picture.photo) people[picture.identity].push_back(&picture);
  return people;
}

}  // namespace

float score(const FaceComparison& comparison, const FaceTemplate& a, const FaceTemplate& b) {
  const auto apart = comparison.apart(a, b);
  return apart && comparison.plausible(*apart) ? comparison.combined(*apart).value : kInfinity;
}

Trials pair_trials(const FaceCollection& collection, const FaceComparison& comparison) {
  Trials trials;
  for (const auto& pair : collection.pairs) {
    const auto& a = collection.persons[pair.a].photo;
    const auto& b = collection.persons[pair.b].photo;
    if (a && b) (pair.same ? trials.mated : trials.non_mated).push_back(score(comparison, *a, *b));
  }
  trials.sort();
  return trials;
}

FaceTrials::FaceTrials(const FaceCollection& collection, const FaceComparison& comparison, FusedCounts fused) {
  std::vector<FaceTemplate> probes;
  std::vector<FaceTemplate> enrolled;
  for (const auto& [identity, pictures] : by_identity(collection)) {
    add_sides(pictures, groups_.size(), fused.enrolled, &EvaluatedPicture::photo, enrolled_, enrolled);
    add_sides(pictures, groups_.size(), fused.frames, &EvaluatedPicture::frame, probes_, probes);
    groups_.push_back(collection.group_of(identity));
  }
  scores_.reserve(probes.size() * enrolled.size());
  for (const FaceTemplate& probe : probes)
    for (const FaceTemplate& face : enrolled) scores_.push_back(score(comparison, probe, face));
}

bool FaceTrials::share_a_picture(std::size_t probe, std::size_t enrolled) const {
  const Side& a = probes_[probe];
  const Side& b = enrolled_[enrolled];
  return a.person == b.person && a.first < b.last && b.first < a.last;
}

template <class Wanted>
Trials FaceTrials::collect(const Wanted& wanted) const {
  Trials trials;
  for (std::size_t p = 0; p < probes_.size(); ++p) {
    for (std::size_t e = 0; e < enrolled_.size(); ++e) {
      if (share_a_picture(p, e) || !wanted(probes_[p]) || !wanted(enrolled_[e])) continue;
      (probes_[p].person == enrolled_[e].person ? trials.mated : trials.non_mated).push_back(at(p, e));
    }
  }
  trials.sort();
  return trials;
}

Trials FaceTrials::all() const {
  return collect([](const Side&) { return true; });
}

Trials FaceTrials::within(const std::string& group) const {
  return collect([&](const Side& side) { return groups_[side.person] == group; });
}

}  // namespace gate
