#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>

#include "presentation_attack/second_channel.h"

namespace gate {

/// Plays pictures recorded beside a video: a folder of PNG files named by the milliseconds since the video's start
/// ("1240.png"), 8 bit for infra-red and 16 bit for depth in mm. Thread-bound; reads a picture when it is asked for.
class ReplaySecondChannel final : public SecondChannel {
 public:
  /// kNotFound when the folder is missing or holds no such file. `half_frame`: how far from the asked moment a picture
  /// may be.
  static Result<ReplaySecondChannel> open(const std::filesystem::path& dir, SecondPicture::Kind kind,
                                          std::chrono::milliseconds half_frame = std::chrono::milliseconds(50));

  /// The moment the video started, as the frames beside it are stamped; until set, that of the first request.
  void start_at(MonotonicTime start) { start_ = start; }

  Result<std::optional<SecondPicture>> nearest(MonotonicTime at) override;

 private:
  using Pictures = std::map<std::chrono::milliseconds, std::filesystem::path>;
  ReplaySecondChannel(Pictures pictures, SecondPicture::Kind kind, std::chrono::milliseconds half_frame)
      : pictures_(std::move(pictures)), kind_(kind), half_frame_(half_frame) {}

  Pictures pictures_;
  SecondPicture::Kind kind_;
  std::chrono::milliseconds half_frame_;
  std::optional<MonotonicTime> start_;
};

}  // namespace gate
