#include "audit/descriptor.h"

#include <fcntl.h>
#include <unistd.h>

namespace gate {

Descriptor::~Descriptor() {
  if (is_open()) ::close(number_);
}

Result<Descriptor> Descriptor::open(const std::filesystem::path& file, int flags) {
  Descriptor opened(::open(file.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!opened.is_open()) return io_error(file, "cannot open");
  return opened;
}

Status Descriptor::write_at(std::string_view text, std::uint64_t offset) const {
  while (!text.empty()) {
    const ssize_t written = ::pwrite(number_, text.data(), text.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return fail(ErrorCode::kIo, "cannot write: " + std::generic_category().message(errno));
    text.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return {};
}

Status Descriptor::flush() const {
  if (::fdatasync(number_) == 0) return {};
  return fail(ErrorCode::kIo, "cannot flush: " + std::generic_category().message(errno));
}

Result<std::string> read_file(const std::filesystem::path& file, std::uint64_t most) {
  auto in = Descriptor::open(file, O_RDONLY);
  if (!in) return fail(in.error());
  std::string content;
  for (std::string block(64 * 1024, '\0'); content.size() <= most;) {
    const ssize_t count = ::read(in->get(), block.data(), block.size());
    if (count < 0) return io_error(file, "cannot read");
    if (count == 0) return content;
    content.append(block, 0, static_cast<std::size_t>(count));
  }
  return fail(ErrorCode::kIo, file.string() + ": larger than this program writes");
}

}  // namespace gate
