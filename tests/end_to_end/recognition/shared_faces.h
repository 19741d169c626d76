#pragma once

#include <cstdlib>
#include <filesystem>

namespace gate {

/// The shared pictures, which are not part of the repository; empty when this machine does not have them.
inline std::filesystem::path shared_faces() {
  const char* dir = std::getenv("GATE_SHARED_DATA");
  const auto data =
      dir != nullptr ? std::filesystem::path(dir) : std::filesystem::path(GATE_SOURCE_DIR) / "../shared/data";
  return std::filesystem::exists(data / "faces/pairs.csv") ? data / "faces" : std::filesystem::path();
}

}  // namespace gate
