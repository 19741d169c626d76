#pragma once

#include <filesystem>
#include <string>

namespace gate {

/// What a camera of 1280x720 sees of the person in `source` while they hold a code up beside their face: writes eight
/// seconds of it at 25 a second. `text`: the code's, shown from `from_frame` on; empty for none. False when the source
/// cannot be read or the code not drawn.
bool record_with_code(const std::filesystem::path& source, const std::string& text, int from_frame,
                      const std::filesystem::path& out);

}  // namespace gate
