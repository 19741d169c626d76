#include "encoding/replaced_file.h"

#include <fstream>

namespace gate {

namespace fs = std::filesystem;

Status replace_file(const fs::path& file, std::string_view text) {
  const fs::path next = file.string() + ".new";
  std::ofstream out(next, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  std::error_code error;
  using fs::perms;
  // Whatever umask the program has: others read it.
  if (out)
    fs::permissions(next, perms::owner_read | perms::owner_write | perms::group_read | perms::others_read, error);
  if (out && !error) fs::rename(next, file, error);
  if (!out || error)
    return fail(ErrorCode::kIo, file.string() + ": cannot be written; is its folder there, and the disk sound?");
  return {};
}

}  // namespace gate
