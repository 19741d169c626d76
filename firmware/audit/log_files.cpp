#include "audit/log_files.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <string_view>

namespace gate {

std::string log_file_name(std::uint64_t number) {
  std::array<char, 40> name{};
  (void)std::snprintf(name.data(), name.size(), "events-%06llu.jsonl", static_cast<unsigned long long>(number));
  return name.data();
}

std::vector<std::uint64_t> log_file_numbers(const std::filesystem::path& directory) {
  constexpr std::string_view kPrefix = "events-";
  std::vector<std::uint64_t> numbers;
  std::error_code error;
  for (std::filesystem::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    std::uint64_t number = 0;
    if (!name.starts_with(kPrefix)) continue;
    std::from_chars(name.data() + kPrefix.size(), name.data() + name.size(), number);
    if (log_file_name(number) == name) numbers.push_back(number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace gate
