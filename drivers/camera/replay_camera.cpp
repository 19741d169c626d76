#include "camera/replay_camera.h"

#include <algorithm>
#include <thread>

#include "camera/letterbox.h"
#include "camera/recording.h"

namespace gate {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds kLongestSkip{10};

Status check(const ReplayOptions& options) {
  if (options.size && (options.size->width < 16 || options.size->height < 16 || options.size->width > 8192 ||
                       options.size->height > 8192)) {
    return fail(ErrorCode::kInvalidInput, "replay size: each side must be 16 to 8192 px");
  }
  if (options.picture_period < 1ms || options.picture_period > 1h) {
    return fail(ErrorCode::kInvalidInput, "replay picture period: must be 1 ms to 1 h");
  }
  return {};
}

Status check_first_frame(Recording& recording, const std::filesystem::path& path) {
  if (!recording.advance()) {
    return fail(ErrorCode::kInvalidInput, path.string() + ": holds no frame; record or convert it again");
  }
  if (auto picture = recording.picture(); !picture) return fail(std::move(picture.error()));
  return recording.rewind();
}

}  // namespace

Result<std::unique_ptr<ReplayCamera>> ReplayCamera::open(const std::filesystem::path& path, ReplayOptions options,
                                                         const Clock& clock) {
  if (auto checked = check(options); !checked) return fail(std::move(checked.error()));
  auto recording = open_recording(path, options.picture_period);
  if (!recording) return fail(std::move(recording.error()));
  if (auto checked = check_first_frame(**recording, path); !checked) return fail(std::move(checked.error()));
  return std::unique_ptr<ReplayCamera>(new ReplayCamera(std::move(*recording), std::move(options), clock));
}

ReplayCamera::ReplayCamera(std::unique_ptr<Recording> recording, ReplayOptions options, const Clock& clock)
    : recording_(std::move(recording)), options_(std::move(options)), clock_(clock) {}

ReplayCamera::~ReplayCamera() = default;

Result<Frame> ReplayCamera::next(std::chrono::milliseconds timeout) {
  const auto now = clock_.monotonic_now();
  if (!start_) start_ = now;
  const bool recorded = options_.pace == ReplayOptions::Pace::kRecorded;
  if (auto stepped = recorded ? skip_to(now) : step(); !stepped) return fail(std::move(stepped.error()));
  if (state_ == State::kEnded) return fail(ErrorCode::kEndOfStream, "the recording is over");
  if (!recorded) return hand_out(now);
  if (due() > now) {
    wait(std::min<std::chrono::nanoseconds>(timeout, due() - now));
    if (due() > clock_.monotonic_now()) return fail(ErrorCode::kTimeout, "no frame is due yet");
  }
  return hand_out(due());
}

Status ReplayCamera::step() {
  if (state_ != State::kBetween) return {};
  if (!recording_->advance()) {
    state_ = State::kEnded;
    if (options_.at_end == ReplayOptions::AtEnd::kStop) return {};
    *start_ += recording_->position() + recording_->period();
    if (auto rewound = recording_->rewind(); !rewound) return rewound;
    if (!recording_->advance()) return fail(ErrorCode::kIo, "the recording has become empty");
  }
  state_ = State::kFrameReady;
  return {};
}

Status ReplayCamera::skip_to(MonotonicTime now) {
  auto stepped = step();
  for (std::chrono::nanoseconds skipped{0}; stepped && state_ == State::kFrameReady;) {
    if (due() + recording_->period() > now) break;
    if (skipped >= kLongestSkip) {
      *start_ += now - due();
      break;
    }
    skipped += recording_->period();
    state_ = State::kBetween;
    ++id_;
    stepped = step();
  }
  return stepped;
}

Result<Frame> ReplayCamera::hand_out(MonotonicTime captured_at) {
  state_ = State::kBetween;
  ++id_;
  auto bgr = recording_->picture();
  if (!bgr) return fail(std::move(bgr.error()));
  return Frame{options_.size ? letterbox(*bgr, *options_.size) : std::move(*bgr), FrameId{id_}, captured_at};
}

MonotonicTime ReplayCamera::due() const {
  return *start_ + std::chrono::duration_cast<MonotonicTime::duration>(recording_->position());
}

void ReplayCamera::wait(std::chrono::nanoseconds by) const {
  options_.pause ? options_.pause(by) : std::this_thread::sleep_for(by);
}

}  // namespace gate
