#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "common/result.h"
#include "enrolment/sample_choice.h"

namespace gate {

/// What a face is enrolled from.
struct EnrolmentSources {
  std::vector<std::filesystem::path> photos;
  std::optional<std::filesystem::path> video;
};

/// Makes samples of a person's pictures. Thread-bound: one for each thread.
class FaceSource {
 public:
  virtual ~FaceSource() = default;

  /// Errors: files that cannot be read. Blocks: about 0.5 s a photograph, 3 s a minute of video.
  virtual Result<EnrolmentSamples> samples(const EnrolmentSources& sources) = 0;
};

/// Finds the one face of every photograph and of frames all along the video, keeps the good ones, drops outliers, and
/// chooses those that differ most. Refused: pictures of two people, or none that can be used.
class FaceEnroller final : public FaceSource {
 public:
  /// Loads detectors and nets from the folder models/fetch filled: about a second, some 100 MB. Errors as theirs.
  static Result<std::unique_ptr<FaceEnroller>> open(const std::filesystem::path& models);
  ~FaceEnroller() override;

  Result<EnrolmentSamples> samples(const EnrolmentSources& sources) override;

 private:
  struct Nets;
  explicit FaceEnroller(std::unique_ptr<Nets> nets);

  std::unique_ptr<Nets> nets_;
};

}  // namespace gate
