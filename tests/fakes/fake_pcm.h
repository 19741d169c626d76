#pragma once

#include <functional>

#include "sound/pcm_device.h"

namespace gate {

/// Stands in for libasound: what was written and heard, and a plug that can be pulled.
class FakePcm {
 public:
  OpenPcmDevice opener() {
    return [this](const std::string& device) -> Result<std::unique_ptr<PcmDevice>> {
      ++opened;
      if (!plugged) return fail(ErrorCode::kNotFound, device + ": there is no such sound device");
      return std::make_unique<Device>(*this);
    };
  }

  bool plugged = true;
  bool plays = true;  ///< false: it opens and then takes nothing
  int opened = 0;     ///< tries to
  int begun = 0;
  int finished = 0;
  std::vector<std::int16_t> written;
  std::function<void()> on_write = [] {};  ///< after each piece

 private:
  class Device final : public PcmDevice {
   public:
    explicit Device(FakePcm& pcm) : pcm_(pcm) {}
    Status begin() override {
      ++pcm_.begun;
      return going();
    }
    Status write(std::span<const std::int16_t> samples) override {
      if (Status status = going(); !status) return status;
      pcm_.written.insert(pcm_.written.end(), samples.begin(), samples.end());
      pcm_.on_write();
      return {};
    }
    Status finish() override {
      ++pcm_.finished;
      return going();
    }
    bool connected() override { return pcm_.plugged; }

   private:
    Status going() const {
      if (pcm_.plugged && pcm_.plays) return {};
      return fail(ErrorCode::kDeviceLost, "the device takes no more sound");
    }
    FakePcm& pcm_;
  };
};

}  // namespace gate
