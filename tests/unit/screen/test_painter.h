#pragma once

#include "screen/painter.h"

namespace gate {

inline constexpr const char* kTestFont = "/usr/share/fonts/opentype/mplus/Mplus1-SemiBold.otf";

/// With the published languages and the font of the package list.
inline std::unique_ptr<Painter> test_painter(const std::vector<std::string>& languages = {"ja", "en"},
                                             double text_scale = 1) {
  return Painter::open(GATE_SOURCE_DIR "/config/languages", languages, kTestFont, text_scale).value();
}

}  // namespace gate
