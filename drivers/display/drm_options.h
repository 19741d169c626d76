#pragma once

#include <chrono>
#include <filesystem>

namespace gate {

/// How a screen is turned against its own picture: what the visitor sees is turned clockwise by this before it is sent.
enum class Rotation { kNone, kClockwise90, kUpsideDown, kClockwise270 };

/// A screen driven through the kernel's mode setting. Ranges are those of config/terminal.schema.json.
struct DrmOptions {
  std::filesystem::path device = "/dev/dri/card0";
  Rotation rotation = Rotation::kNone;
  std::chrono::milliseconds first_retry{250};     ///< after a loss; doubled with every try that fails …
  std::chrono::milliseconds longest_retry{8000};  ///< … up to this
};

}  // namespace gate
