// In place of everything that reads recordings in a device build (GATE_DEVICE).
#include "camera/recording.h"

namespace gate {

Result<std::unique_ptr<Recording>> open_recording(const std::filesystem::path&, std::chrono::nanoseconds) {
  return fail(ErrorCode::kUnsupported,
              "this is a device build, which plays no recordings; set camera.kind to \"v4l2\"");
}

}  // namespace gate
