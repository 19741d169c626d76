#pragma once

#include <filesystem>

namespace gate {

/// How a screen is turned against its own picture: what the visitor sees is turned clockwise by this before it is sent.
enum class Rotation { kNone, kClockwise90, kUpsideDown, kClockwise270 };

/// A screen driven through the kernel's mode setting.
struct DrmOptions {
  std::filesystem::path device = "/dev/dri/card0";
  Rotation rotation = Rotation::kNone;
};

}  // namespace gate
