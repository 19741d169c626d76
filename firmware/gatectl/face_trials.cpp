#include "gatectl/face_trials.h"

#include <algorithm>
#include <limits>
#include <random>
#include <utility>

namespace gate {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kRunnerUpReference = 0.6F;
constexpr int kDraws = 30;

using Pictures = std::vector<const EvaluatedPicture*>;

/// A fused template and the pictures it was made from, as indices into its person's pictures.
struct Side {
  FaceTemplate face;
  std::size_t first = 0;
  std::size_t last = 0;  ///< one past
};

struct Person {
  std::vector<Side> enrolled;
  std::vector<Side> probes;
};

float apart(const FaceTemplate& a, const FaceTemplate& b) {
  const auto d = distance(a.vectors().front(), b.vectors().front());
  return d ? d->value : kInfinity;
}

bool overlap(const Side& a, const Side& b) { return a.first < b.last && b.first < a.last; }

/// Every `count` pictures in a row, fused.
std::vector<Side> sides(const Pictures& pictures, std::size_t count,
                        std::optional<FaceTemplate> EvaluatedPicture::*which) {
  std::vector<Side> result;
  for (std::size_t first = 0; first + count <= pictures.size(); first += count) {
    std::vector<FaceTemplate> samples;
    for (std::size_t i = first; i < first + count; ++i) samples.push_back(*(pictures[i]->*which));
    if (auto fused = fuse(samples)) result.push_back({*std::move(fused), first, first + count});
  }
  return result;
}

std::vector<Person> people(const FaceCollection& collection, FusedCounts fused) {
  std::map<std::string, Pictures> by_identity;
  for (const auto& picture : collection.persons)
    if (picture.photo) by_identity[picture.identity].push_back(&picture);
  std::vector<Person> result;
  for (const auto& [identity, pictures] : by_identity)
    result.push_back({sides(pictures, fused.enrolled, &EvaluatedPicture::photo),
                      sides(pictures, fused.frames, &EvaluatedPicture::frame)});
  return result;
}

const Side* enrolled_apart_from(const Person& person, const Side& probe) {
  const auto it = std::ranges::find_if(person.enrolled, [&](const Side& side) { return !overlap(side, probe); });
  return it == person.enrolled.end() ? nullptr : &*it;
}

struct Search {
  float nearest = kInfinity;
  float runner_up = kInfinity;
  std::size_t who = 0;

  void add(float d, std::size_t candidate) {
    if (d < nearest) {
      runner_up = std::exchange(nearest, d);
      who = candidate;
    } else {
      runner_up = std::min(runner_up, d);
    }
  }
};

/// Searches one probe of `person` in a gallery of the people marked enrolled; the own template, if any, is one the
/// probe has no picture in common with.
void search(const std::vector<Person>& all, const std::vector<bool>& enrolled, std::size_t person, const Side& probe,
            float weight, Trials& trials) {
  const Side* own = enrolled[person] ? enrolled_apart_from(all[person], probe) : nullptr;
  if (enrolled[person] && own == nullptr) return;
  Search found;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Side* candidate = i == person                               ? own
                            : enrolled[i] && !all[i].enrolled.empty() ? &all[i].enrolled.front()
                                                                      : nullptr;
    if (candidate != nullptr) found.add(apart(probe.face, candidate->face), i);
  }
  const float score = found.nearest - weight * (found.runner_up - kRunnerUpReference);
  if (enrolled[person])
    trials.mated.push_back(found.who == person ? score : kInfinity);
  else
    trials.non_mated.push_back(score);
}

}  // namespace

Trials pair_trials(const FaceCollection& collection) {
  Trials trials;
  for (const auto& pair : collection.pairs) {
    const auto& a = collection.persons[pair.a].photo;
    const auto& b = collection.persons[pair.b].photo;
    if (a && b) (pair.same ? trials.mated : trials.non_mated).push_back(apart(*a, *b));
  }
  trials.sort();
  return trials;
}

Trials cross_trials(const FaceCollection& collection, FusedCounts fused) {
  const auto all = people(collection, fused);
  Trials trials;
  for (std::size_t i = 0; i < all.size(); ++i)
    for (const Side& probe : all[i].probes)
      for (std::size_t j = 0; j < all.size(); ++j)
        for (const Side& enrolled : all[j].enrolled)
          if (i != j)
            trials.non_mated.push_back(apart(probe.face, enrolled.face));
          else if (!overlap(probe, enrolled))
            trials.mated.push_back(apart(probe.face, enrolled.face));
  trials.sort();
  return trials;
}

OpenSet open_set_trials(const FaceCollection& collection, FusedCounts fused, float runner_up_weight) {
  const auto all = people(collection, fused);
  OpenSet result{.trials = {}, .gallery = all.size() / 2};
  std::mt19937 random(19795);  // any fixed number: the draws must be repeatable
  std::vector<bool> enrolled(all.size());
  std::fill_n(enrolled.begin(), result.gallery, true);
  for (int draw = 0; draw < kDraws; ++draw) {
    std::shuffle(enrolled.begin(), enrolled.end(), random);
    for (std::size_t i = 0; i < all.size(); ++i)
      for (const Side& probe : all[i].probes) search(all, enrolled, i, probe, runner_up_weight, result.trials);
  }
  result.trials.sort();
  return result;
}

}  // namespace gate
