#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace gate {

/// One row: column name to value.
using CsvRow = std::map<std::string, std::string>;

/// A CSV file with a header line (RFC 4180 quoting). Throws std::runtime_error when it cannot be read.
std::vector<CsvRow> read_csv(const std::filesystem::path& file);

}  // namespace gate
