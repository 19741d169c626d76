#pragma once

#include <optional>
#include <string>
#include <vector>

#include "enrolment/issue_reason.h"
#include "templates/face_template.h"

namespace gate {

/// At most 5 samples of one person, or the reason why there are none.
struct EnrolmentSamples {
  std::vector<FaceTemplate> samples;
  std::vector<std::string> notes;       ///< pictures left out and why, for whoever enrols
  std::optional<IssueRefusal> refusal;  ///< then there are no samples
};

/// Chooses a pass's samples among the templates of pictures that were good: outliers are dropped, and of the rest those
/// that differ most are taken. What is compared is dlib's vector, the first of each. Plain value; thread-bound.
class SampleChoice {
 public:
  /// A photograph that somebody chose: one of another person refuses them all.
  void add_photo(const std::string& name, FaceTemplate face);
  /// A frame among many: a few of another person, or odd ones, are dropped.
  void add_frame(FaceTemplate face);
  std::size_t frames() const { return frames_; }

  /// A photograph that cannot be used.
  void leave_out(const std::string& name, std::string_view why);

  /// Of what was added. Refused: nothing was (kPicturesUnusable), or it shows several people (kPicturesOfTwoPeople).
  EnrolmentSamples choose() &&;

 private:
  struct Candidate {
    std::string name;  ///< of the photograph; empty for a frame
    FaceTemplate face;
  };

  static float distance_of(const FaceTemplate& a, const FaceTemplate& b);
  EnrolmentSamples refuse(IssueReason reason, std::string what);
  std::string no_candidate() const;
  std::size_t medoid() const;
  std::size_t farthest() const;

  std::vector<Candidate> candidates_;
  std::size_t frames_ = 0;
  EnrolmentSamples out_;
};

}  // namespace gate
