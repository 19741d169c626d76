#include "sound/pcm_player.h"

#include <algorithm>
#include <utility>

namespace gate {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kFirstRetry = 250ms;   // after a loss; doubled with every try that fails …
constexpr std::chrono::milliseconds kLongestRetry = 8s;    // … up to this
constexpr std::size_t kAtATime = kSamplesPerSecond / 50U;  // 20 ms: so soon a sound gives way to a newer one

}  // namespace

PcmPlayer::PcmPlayer(std::string device, const Clock& clock, OpenPcmDevice open)
    : device_(std::move(device)), clock_(clock), open_(std::move(open)), pause_(kFirstRetry) {}

Status PcmPlayer::play(std::shared_ptr<const Sound> sound) {
  if (Status good = check_sound(sound.get()); !good) return good;
  next_.put(std::move(sound));
  return {};
}

Status PcmPlayer::set_volume(int percent) {
  if (Status good = check_volume(percent); !good) return good;
  volume_ = percent;
  return {};
}

std::optional<Error> PcmPlayer::look(std::chrono::milliseconds patience, const std::stop_token& stop) {
  auto sound = next_.take(patience).value_or(nullptr);
  if (!pcm_ && next_try_ && clock_.monotonic_now() < *next_try_) return std::nullopt;
  Status going = look_for_device();
  if (going && sound) going = play_to_the_end(std::move(sound), stop);
  return going ? std::nullopt : lose(going.error());
}

Status PcmPlayer::look_for_device() {
  if (pcm_ && !pcm_->connected()) return fail(ErrorCode::kDeviceLost, device_ + ": the sound device was unplugged");
  if (pcm_) return {};
  auto opened = open_(device_);
  if (!opened) return fail(opened.error());
  pcm_ = *std::move(opened);
  return {};
}

Status PcmPlayer::play_to_the_end(std::shared_ptr<const Sound> sound, const std::stop_token& stop) {
  while (sound) {
    if (Status begun = pcm_->begin(); !begun) return begun;
    const auto samples = at_volume(sound->samples, volume_);
    sound = nullptr;
    for (std::span rest(samples); !rest.empty() && !sound;) {
      if (stop.stop_requested()) return {};
      const auto now = rest.first(std::min(rest.size(), kAtATime));
      if (Status written = pcm_->write(now); !written) return written;
      rest = rest.subspan(now.size());
      sound = next_.take(0ms).value_or(nullptr);
    }
  }
  if (Status heard = pcm_->finish(); !heard) return heard;
  pause_ = kFirstRetry;  // not before: a device that opens and plays nothing would be tried without pause …
  told_ = false;         // … and told of with every sound
  return {};
}

std::optional<Error> PcmPlayer::lose(const Error& why) {
  pcm_.reset();
  next_try_ = clock_.monotonic_now() + pause_;
  pause_ = std::min(2 * pause_, kLongestRetry);
  if (std::exchange(told_, true)) return std::nullopt;
  return Error{ErrorCode::kDeviceLost, why.message};
}

}  // namespace gate
