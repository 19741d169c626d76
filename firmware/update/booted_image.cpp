#include "update/booted_image.h"

#include <algorithm>
#include <cctype>
#include <fstream>

#include "encoding/bounded_file.h"

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
  return BootedImage{*slot, running_boot_id(places)};
}

std::string running_boot_id(const BootedImagePlaces& places) {
  return line_of(places.proc / "sys/kernel/random/boot_id", places.copies / "boot-id");
}

std::optional<std::string> slot_in(const std::string& command_line) {
  constexpr std::string_view kOption = "rauc.slot=";
  const auto at = (" " + command_line).find(" " + std::string(kOption));
  if (at == std::string::npos) return std::nullopt;
  const auto begin = command_line.begin() + static_cast<std::ptrdiff_t>(at + kOption.size());
  const auto plain = [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '-' || c == '_'; };
  const std::string slot(begin, std::find_if_not(begin, command_line.end(), plain));
  return slot.empty() || slot.size() > 32 ? std::nullopt : std::optional(slot);
}

Result<std::string> running_version(const std::filesystem::path& file) {
  auto text = read_bounded_file(file, 256);
  if (!text) return text;
  while (text->ends_with('\n')) text->pop_back();
  return text;
}

}  // namespace gate
