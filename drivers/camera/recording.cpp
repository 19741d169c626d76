#include "camera/recording.h"

namespace gate {

Result<std::unique_ptr<Recording>> open_recording(const std::filesystem::path& path, std::chrono::nanoseconds period) {
  std::error_code error;
  if (!std::filesystem::exists(path, error))
    return fail(ErrorCode::kNotFound, path.string() + ": no such file or folder; check the camera's path");
  if (std::filesystem::is_directory(path, error) || is_picture(path)) return open_pictures(path, period);
  return open_video(path);
}

}  // namespace gate
