#include "gatectl/progress.h"

#include <unistd.h>

#include <iostream>

namespace gate {

void show_progress(const std::string& what) {
  if (isatty(STDERR_FILENO) != 0) std::cerr << "\r\033[K" << what << std::flush;
}

void show_picture_progress(std::size_t done, std::size_t all) {
  show_progress(done == all ? "" : "looking at pictures: " + std::to_string(done) + '/' + std::to_string(all));
}

}  // namespace gate
