#include <alsa/asoundlib.h>

#include <cerrno>
#include <chrono>
#include <vector>

#include "sound/alsa_mixer.h"
#include "sound/pcm_device.h"
#include "sound/sound_output.h"

namespace gate {
namespace {

constexpr std::chrono::microseconds kBuffer{100'000};  // short enough to stop at once, long enough on a busy machine
constexpr std::chrono::milliseconds kPatience{500};    // for room in it; a device that plays makes some every few ms
constexpr int kMostTries = 3;                          // to go on after an underrun

using OpenedPcm = std::unique_ptr<snd_pcm_t, decltype(&snd_pcm_close)>;

Error lost(const std::string& device, std::string_view what, int error) {
  return {ErrorCode::kDeviceLost, device + ": " + std::string(what) + ": " + snd_strerror(error)};
}

Error not_opened(const std::string& device, int error) {
  if (error == -ENOENT || error == -ENODEV || error == -ENXIO)
    return {ErrorCode::kNotFound, device + ": there is no such sound device; `aplay -L` lists them"};
  if (error == -EBUSY) return {ErrorCode::kDeviceLost, device + ": another program has the sound device"};
  if (error == -EACCES || error == -EPERM)
    return {ErrorCode::kIo, device + ": may not be opened; the user must be in the group audio"};
  return lost(device, "cannot be opened", error);
}

class AlsaPcm final : public PcmDevice {
 public:
  AlsaPcm(OpenedPcm pcm, std::string device, std::size_t buffer)
      : pcm_(std::move(pcm)), device_(std::move(device)), silence_(buffer, 0) {}

  Status begin() override {
    (void)snd_pcm_drop(pcm_.get());  // fails where nothing was playing
    if (const int error = snd_pcm_prepare(pcm_.get()); error < 0) return fail(lost(device_, "does not start", error));
    return {};
  }

  Status write(std::span<const std::int16_t> samples) override {
    int tries = 0;
    while (!samples.empty()) {
      const auto taken = snd_pcm_writei(pcm_.get(), samples.data(), samples.size());
      if (taken > 0) {
        samples = samples.subspan(static_cast<std::size_t>(taken));
        tries = 0;
      } else if (Status room = make_room(static_cast<int>(taken), tries); !room) {
        return room;
      }
    }
    return {};
  }

  /// Once a buffer of silence is taken, everything before it has been heard. A drain would say so too, but waits for
  /// as long as a broken device pleases.
  Status finish() override {
    if (Status written = write(silence_); !written) return written;
    (void)snd_pcm_drop(pcm_.get());
    return {};
  }

  bool connected() override { return snd_pcm_state(pcm_.get()) != SND_PCM_STATE_DISCONNECTED; }

 private:
  Status make_room(int error, int& tries) {
    if (error == 0 || error == -EAGAIN) error = snd_pcm_wait(pcm_.get(), static_cast<int>(kPatience.count()));
    if (error > 0) return {};
    if (error == 0) return fail(ErrorCode::kDeviceLost, device_ + ": takes no more sound");
    const bool underrun = error == -EPIPE || error == -ESTRPIPE;
    if (underrun && ++tries <= kMostTries && snd_pcm_prepare(pcm_.get()) == 0) return {};
    return fail(lost(device_, "does not play", error));
  }

  const OpenedPcm pcm_;
  const std::string device_;
  const std::vector<std::int16_t> silence_;
};

/// -1: no card stands behind it.
int card_of(snd_pcm_t* pcm) {
  snd_pcm_info_t* info = nullptr;
  if (snd_pcm_info_malloc(&info) < 0) return -1;
  const std::unique_ptr<snd_pcm_info_t, decltype(&snd_pcm_info_free)> owned(info, snd_pcm_info_free);
  return snd_pcm_info(pcm, info) == 0 ? snd_pcm_info_get_card(info) : -1;
}

/// What libasound would write to standard error, once a retry; what matters of it is in our errors.
// NOLINTNEXTLINE(cert-dcl50-cpp): libasound's type
void say_nothing(const char* /*file*/, int /*line*/, const char* /*function*/, int /*error*/, const char* /*format*/,
                 ...) {}

}  // namespace

Result<std::unique_ptr<PcmDevice>> open_alsa_pcm(const std::string& device) {
  (void)snd_lib_error_set_handler(say_nothing);
  // Read anew: the settings of a card that was not yet plugged in are missing in what was read before.
  (void)snd_config_update_free_global();
  snd_pcm_t* opened = nullptr;
  if (const int error = snd_pcm_open(&opened, device.c_str(), SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK); error < 0)
    return fail(not_opened(device, error));
  OpenedPcm pcm(opened, snd_pcm_close);
  if (const int error = snd_pcm_set_params(opened, SND_PCM_FORMAT_S16, SND_PCM_ACCESS_RW_INTERLEAVED, 1,
                                           kSamplesPerSecond, 1, static_cast<unsigned>(kBuffer.count()));
      error < 0)
    return fail(lost(device, "takes no mono sound of 48 kHz; name it plughw:… rather than hw:…", error));
  snd_pcm_uframes_t buffer = 0;
  snd_pcm_uframes_t period = 0;
  if (const int error = snd_pcm_get_params(opened, &buffer, &period); error < 0)
    return fail(lost(device, "does not say its buffer", error));
  if (const int card = card_of(opened); card >= 0) make_audible(card);
  return std::make_unique<AlsaPcm>(std::move(pcm), device, buffer);
}

}  // namespace gate
