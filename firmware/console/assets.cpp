#include "console/assets.h"

#include <algorithm>
#include <array>

namespace gate {

// Made by gate_embed() in CMakeLists.txt.
extern const std::string_view kConsolePage, kConsoleStyle, kConsoleScript, kConsoleDevice, kConsolePieces, kConsoleIcon,
    kConsoleEnglish, kConsoleJapanese;

std::span<const Asset> assets() {
  static const std::array kKnown{Asset{"/", "text/html; charset=utf-8", kConsolePage},
                                 Asset{"/console.css", "text/css; charset=utf-8", kConsoleStyle},
                                 Asset{"/console.js", "text/javascript; charset=utf-8", kConsoleScript},
                                 Asset{"/device.js", "text/javascript; charset=utf-8", kConsoleDevice},
                                 Asset{"/pieces.js", "text/javascript; charset=utf-8", kConsolePieces},
                                 Asset{"/icon.svg", "image/svg+xml", kConsoleIcon},
                                 Asset{"/en.json", "application/json", kConsoleEnglish},
                                 Asset{"/ja.json", "application/json", kConsoleJapanese}};
  return kKnown;
}

const Asset* asset_at(std::string_view path) {
  const auto found = std::ranges::find(assets(), path, &Asset::path);
  return found == assets().end() ? nullptr : &*found;
}

}  // namespace gate
