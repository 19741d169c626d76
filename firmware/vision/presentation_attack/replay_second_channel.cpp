#include "presentation_attack/replay_second_channel.h"

#include <charconv>
#include <opencv2/imgcodecs.hpp>

namespace gate {
namespace {

std::optional<std::chrono::milliseconds> moment_of(const std::filesystem::path& file) {
  const std::string name = file.stem().string();
  long long value = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), value);
  if (file.extension() != ".png" || error != std::errc() || end != name.data() + name.size() || value < 0)
    return std::nullopt;
  return std::chrono::milliseconds(value);
}

}  // namespace

Result<ReplaySecondChannel> ReplaySecondChannel::open(const std::filesystem::path& dir, SecondPicture::Kind kind,
                                                      std::chrono::milliseconds half_frame) {
  Pictures pictures;
  std::error_code error;
  for (std::filesystem::directory_iterator it(dir, error), end; !error && it != end; it.increment(error))
    if (const auto moment = moment_of(it->path())) pictures.emplace(*moment, it->path());
  if (pictures.empty()) return fail(ErrorCode::kNotFound, dir.string() + ": no <milliseconds>.png there");
  return ReplaySecondChannel(std::move(pictures), kind, half_frame);
}

Result<std::optional<SecondPicture>> ReplaySecondChannel::nearest(MonotonicTime at) {
  if (!start_) start_ = at;
  const auto asked = std::chrono::duration_cast<std::chrono::milliseconds>(at - *start_);
  auto after = pictures_.lower_bound(asked);
  if (after == pictures_.end() ||
      (after != pictures_.begin() && after->first - asked > asked - std::prev(after)->first))
    --after;
  if (std::chrono::abs(after->first - asked) > half_frame_) return std::optional<SecondPicture>();
  cv::Mat picture = cv::imread(after->second.string(), cv::IMREAD_UNCHANGED);
  if (picture.type() != (kind_ == SecondPicture::Kind::kDepth ? CV_16UC1 : CV_8UC1))
    return fail(ErrorCode::kInvalidInput, after->second.string() + ": not a grey picture of the channel's depth");
  return std::optional(SecondPicture{kind_, std::move(picture), *start_ + after->first});
}

}  // namespace gate
