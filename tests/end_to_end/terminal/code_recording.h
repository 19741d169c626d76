#pragma once

#include <filesystem>
#include <string>

namespace gate {

/// The frames a code is shown in: from the first on, up to the last or the end.
struct Shown {
  int from = 0;
  int until = 1000;
};

/// What a camera of 1280x720 sees of the person in `source` while they hold a code up beside their face: writes eight
/// seconds of it at 25 a second. `text`: the code's; empty for none. False when the source cannot be read or the code
/// not drawn.
bool record_with_code(const std::filesystem::path& source, const std::string& text, Shown shown,
                      const std::filesystem::path& out);

}  // namespace gate
