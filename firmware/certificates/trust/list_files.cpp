#include "certificates/trust/list_files.h"

#include <algorithm>

#include "encoding/folder_files.h"

namespace gate {

namespace fs = std::filesystem;

std::vector<fs::path> list_files_in(const fs::path& folder, std::initializer_list<std::string_view> extensions,
                                    std::string_view kind, std::vector<TrustList>& lists) {
  auto files = files_in(folder, [&](const fs::path& file) {
    std::error_code error;
    return !file.filename().string().starts_with('.') &&
           std::ranges::find(extensions, file.extension().string()) != extensions.end() &&
           !fs::is_directory(file, error);
  });
  if (files) return *std::move(files);
  if (files.error().code != ErrorCode::kNotFound) {
    lists.push_back(list_of(kind, folder));
    lists.back().problem = files.error().message;
  }
  return {};
}

TrustList list_of(std::string_view kind, const fs::path& file) {
  TrustList list{.kind = std::string(kind), .file = file, .entries = 0, .dated = std::nullopt, .problem = {}};
  std::error_code error;
  const auto time = fs::last_write_time(file, error);
  if (!error) list.dated = std::chrono::floor<std::chrono::milliseconds>(std::chrono::file_clock::to_sys(time));
  return list;
}

}  // namespace gate
