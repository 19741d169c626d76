#include "certificates/trust/list_files.h"

#include <algorithm>

namespace gate {

namespace fs = std::filesystem;

std::vector<fs::path> files_in(const fs::path& folder, std::initializer_list<std::string_view> extensions,
                               std::string_view kind, std::vector<TrustList>& lists) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const fs::path& file = entry->path();
    const bool hidden = file.filename().string().starts_with('.');
    if (hidden || std::ranges::find(extensions, file.extension().string()) == extensions.end()) continue;
    if (!entry->is_directory(error)) files.push_back(file);
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    lists.push_back(list_of(kind, folder));
    lists.back().problem = error.message();
  }
  std::ranges::sort(files);
  return files;
}

TrustList list_of(std::string_view kind, const fs::path& file) {
  TrustList list{.kind = std::string(kind), .file = file, .entries = 0, .dated = std::nullopt, .problem = {}};
  std::error_code error;
  const auto time = fs::last_write_time(file, error);
  if (!error) list.dated = std::chrono::floor<std::chrono::milliseconds>(std::chrono::file_clock::to_sys(time));
  return list;
}

}  // namespace gate
