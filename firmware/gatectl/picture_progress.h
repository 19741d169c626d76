#pragma once

#include <cstddef>

namespace gate {

/// "looking at pictures: 12/752" on a terminal's standard error, one line that moves; nothing where that is a file.
void show_picture_progress(std::size_t done, std::size_t all);

}  // namespace gate
