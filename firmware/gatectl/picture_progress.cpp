#include "gatectl/picture_progress.h"

#include <unistd.h>

#include <iostream>

namespace gate {

void show_picture_progress(std::size_t done, std::size_t all) {
  if (isatty(STDERR_FILENO) != 0)
    std::cerr << "\rlooking at pictures: " << done << '/' << all << (done == all ? "\n" : "");
}

}  // namespace gate
