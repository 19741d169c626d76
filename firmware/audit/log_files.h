#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace gate {

/// "events-000001.jsonl"
std::string log_file_name(std::uint64_t number);

/// The numbers of the log files in a folder, in order; empty when there are none.
std::vector<std::uint64_t> log_file_numbers(const std::filesystem::path& directory);

/// Larger than any log file may be set to grow.
inline constexpr std::uint64_t kMaxLogFileBytes = 64 * 1024 * 1024;

}  // namespace gate
