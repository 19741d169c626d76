#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/result.h"
#include "templates/face_template.h"

namespace gate {

/// What a face is enrolled from.
struct EnrolmentSources {
  std::filesystem::path models;
  std::vector<std::filesystem::path> photos;
  std::optional<std::filesystem::path> video;
};

/// At most 5 samples of one person, or the reason why there are none.
struct EnrolmentSamples {
  std::vector<FaceTemplate> samples;
  std::vector<std::string> notes;      ///< pictures left out and why, for whoever enrols
  std::optional<std::string> refusal;  ///< what is wrong and what to do; then there are no samples
};

/// Finds the one face of every photograph and of frames all along the video, keeps the good ones, drops outliers, and
/// chooses those that differ most. Refused: pictures of two people, or none that can be used. Errors: files or models
/// that cannot be read. Blocks: about 0.5 s a photograph, 3 s a minute of video.
Result<EnrolmentSamples> enrolment_samples(const EnrolmentSources& sources);

}  // namespace gate
