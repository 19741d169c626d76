#include "enrolment/sample_choice.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace gate {
namespace {

constexpr std::size_t kSamples = 5;       // three photographs and three frames do well; more adds little
constexpr float kSamePerson = 0.6F;       // dlib's figure; FNMR 0.2 %, so one good photograph in 500 is refused
constexpr float kGoodFrame = 0.45F;       // a video has plenty: farther ones are blinks, turns and blur
constexpr std::size_t kFewStrangers = 4;  // one frame in so many may be somebody's who walked through

}  // namespace

void SampleChoice::add_photo(const std::string& name, FaceTemplate face) {
  candidates_.push_back({name, std::move(face)});
}

void SampleChoice::add_frame(FaceTemplate face) {
  candidates_.push_back({"", std::move(face)});
  ++frames_;
}

void SampleChoice::leave_out(const std::string& name, std::string_view why) {
  out_.notes.push_back(name + ": left out: " + std::string(why));
}

EnrolmentSamples SampleChoice::choose() && {
  if (candidates_.empty()) return refuse(IssueReason::kPicturesUnusable, no_candidate());
  const FaceTemplate centre = candidates_[medoid()].face;
  for (const Candidate& candidate : candidates_) {
    if (!candidate.name.empty() && distance_of(candidate.face, centre) > kSamePerson)
      return refuse(IssueReason::kPicturesOfTwoPeople,
                    candidate.name + ": shows another person than the other pictures");
  }
  const auto frame_beyond = [&centre](float limit) {
    return [&centre, limit](const Candidate& c) { return c.name.empty() && distance_of(c.face, centre) > limit; };
  };
  const auto strangers = std::ranges::count_if(candidates_, frame_beyond(kSamePerson));
  if (kFewStrangers * static_cast<std::size_t>(strangers) > frames_ && strangers > 0)
    return refuse(IssueReason::kPicturesOfTwoPeople, "the video shows more than one person");
  std::erase_if(candidates_, frame_beyond(kGoodFrame));
  for (std::size_t next = medoid(); out_.samples.size() < kSamples && next < candidates_.size(); next = farthest())
    out_.samples.push_back(candidates_[next].face);
  return std::move(out_);
}

EnrolmentSamples SampleChoice::refuse(IssueReason reason, std::string what) {
  out_.refusal = {reason, std::move(what)};
  return std::move(out_);
}

/// Of several pictures each has a note; of one it is the reason itself.
std::string SampleChoice::no_candidate() const {
  return out_.notes.size() == 1 ? out_.notes.front() : "no picture can be used";
}

float SampleChoice::distance_of(const FaceTemplate& a, const FaceTemplate& b) {
  const auto apart = distance(a.vectors().front(), b.vectors().front());
  return apart ? apart->value : std::numeric_limits<float>::infinity();
}

/// The candidate that is nearest to all others.
std::size_t SampleChoice::medoid() const {
  std::vector<float> sums;
  for (const Candidate& a : candidates_)
    sums.push_back(std::accumulate(candidates_.begin(), candidates_.end(), 0.0F,
                                   [&](float sum, const Candidate& b) { return sum + distance_of(a.face, b.face); }));
  return static_cast<std::size_t>(std::ranges::min_element(sums) - sums.begin());
}

/// The candidate farthest from the samples chosen so far; past the end when all others repeat them.
std::size_t SampleChoice::farthest() const {
  std::size_t best = candidates_.size();
  float widest = 0;
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    float nearest = std::numeric_limits<float>::infinity();
    for (const FaceTemplate& sample : out_.samples)
      nearest = std::min(nearest, distance_of(candidates_[i].face, sample));
    if (nearest > widest) {
      widest = nearest;
      best = i;
    }
  }
  return best;
}

}  // namespace gate
