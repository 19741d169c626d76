#include "display/drm_display.h"

#include <algorithm>
#include <opencv2/core.hpp>

namespace gate {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kFirstRetry = 250ms;  // after a loss; doubled with every try that fails …
constexpr std::chrono::milliseconds kLongestRetry = 8s;   // … up to this
constexpr std::chrono::milliseconds kPlugEvery = 1s;      // nothing else tells: buffers of a pulled plug flip as before

cv::Size turned(cv::Size size, Rotation rotation) {
  const bool on_its_side = rotation == Rotation::kClockwise90 || rotation == Rotation::kClockwise270;
  return on_its_side ? cv::Size(size.height, size.width) : size;
}

cv::RotateFlags flag(Rotation rotation) {
  if (rotation == Rotation::kClockwise90) return cv::ROTATE_90_CLOCKWISE;
  return rotation == Rotation::kUpsideDown ? cv::ROTATE_180 : cv::ROTATE_90_COUNTERCLOCKWISE;
}

}  // namespace

DrmDisplay::DrmDisplay(DrmOptions options, const Clock& clock, OpenKmsOutput open)
    : options_(std::move(options)), clock_(clock), open_(std::move(open)), patience_(kFirstRetry) {}

Result<cv::Size> DrmDisplay::size() {
  if (Status there = look_for_it(); !there) return fail(there.error());
  return turned(output_->size(), options_.rotation);
}

Status DrmDisplay::present(const cv::Mat& bgrx) {
  const auto wanted = size();
  if (!wanted) return fail(wanted.error());
  if (Status fits = check_picture(bgrx, *wanted); !fits) return fits;
  const Status shown = show(bgrx);
  if (!shown) return fail(lose(shown.error()));
  patience_ = kFirstRetry;  // not before: a screen that opens and shows nothing would be tried without pause
  return {};
}

Status DrmDisplay::show(const cv::Mat& bgrx) {
  auto back = output_->back();
  if (!back) return fail(back.error());
  if (options_.rotation == Rotation::kNone) {
    bgrx.copyTo(*back);
  } else {
    cv::rotate(bgrx, turned_, flag(options_.rotation));  // in our own memory: the buffer's is slow out of order
    turned_.copyTo(*back);
  }
  return output_->flip();
}

Status DrmDisplay::look_for_it() {
  if (output_) return look_at_plug();
  if (next_try_ && clock_.monotonic_now() < *next_try_) return fail(ErrorCode::kDeviceLost, why_lost_);
  auto opened = open_(options_.device);
  if (!opened) return fail(lose(opened.error()));
  output_ = *std::move(opened);
  return {};
}

Status DrmDisplay::look_at_plug() {
  const MonotonicTime now = clock_.monotonic_now();
  if (now < next_look_at_plug_) return {};
  next_look_at_plug_ = now + kPlugEvery;
  if (output_->connected()) return {};
  return fail(lose({ErrorCode::kDeviceLost, options_.device.string() + ": the screen was unplugged"}));
}

Error DrmDisplay::lose(const Error& why) {
  output_.reset();
  why_lost_ = why.message;
  next_try_ = clock_.monotonic_now() + patience_;
  patience_ = std::min(2 * patience_, kLongestRetry);
  return {ErrorCode::kDeviceLost, why_lost_};
}

}  // namespace gate
