#include "sound/alsa_sound_output.h"

#include <pthread.h>

namespace gate {
namespace {

constexpr std::chrono::milliseconds kRound{250};  // between two looks at the plug, and the shortest pause of a retry

}  // namespace

AlsaSoundOutput::AlsaSoundOutput(std::string device, const Clock& clock, std::function<void(const Error&)> lost)
    : player_(std::move(device), clock),
      thread_([&player = player_, lost = std::move(lost)](const std::stop_token& stop) {
        pthread_setname_np(pthread_self(), "sound");
        while (!stop.stop_requested())
          if (const auto loss = player.look(kRound, stop)) lost(*loss);
      }) {}

AlsaSoundOutput::~AlsaSoundOutput() {
  thread_.request_stop();
  player_.close();
}

}  // namespace gate
