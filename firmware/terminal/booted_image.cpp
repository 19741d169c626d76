#include "terminal/booted_image.h"

#include <fstream>

#include "terminal/status_file.h"

namespace gate {
namespace {

/// The kernel's files have no size to read by; of its copy no more than a line is wanted either.
std::string line_of(const std::filesystem::path& file, const std::filesystem::path& copy) {
  std::string line;
  std::ifstream in(file);
  if (!std::getline(in, line)) {
    std::ifstream other(copy);
    std::getline(other, line);
  }
  return line;
}

}  // namespace

std::optional<BootedImage> booted_image(const BootedImagePlaces& places) {
  const auto slot = slot_in(line_of(places.proc / "cmdline", places.copies / "command-line"));
  if (!slot) return std::nullopt;
  return BootedImage{*slot, line_of(places.proc / "sys/kernel/random/boot_id", places.copies / "boot-id")};
}

}  // namespace gate
