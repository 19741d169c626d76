#pragma once

#include <cstddef>
#include <string>

namespace gate {

/// On a terminal's standard error, one line that moves ("" wipes it); nothing where that is a file.
void show_progress(const std::string& what);

/// "looking at pictures: 12/752", the same way.
void show_picture_progress(std::size_t done, std::size_t all);

}  // namespace gate
