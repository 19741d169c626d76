#include "encoding/folder_files.h"

#include <algorithm>

namespace gate {

namespace fs = std::filesystem;

Result<std::vector<fs::path>> files_in(const fs::path& folder, const std::function<bool(const fs::path&)>& wanted) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (wanted(at->path())) files.push_back(at->path());
  if (error)
    return fail(error == std::errc::no_such_file_or_directory ? ErrorCode::kNotFound : ErrorCode::kIo,
                folder.string() + ": " + error.message());
  std::ranges::sort(files);
  return files;
}

}  // namespace gate
