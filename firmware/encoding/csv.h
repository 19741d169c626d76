#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/result.h"

namespace gate {

/// What parse_csv() takes at most.
struct CsvLimits {
  std::size_t bytes = 16 * 1024 * 1024;
  std::size_t records = 20'001;  ///< with the header and empty lines
  std::size_t fields = 64;       ///< of one record
  std::size_t field_bytes = 4096;
};

/// One row as a spreadsheet counts them.
struct CsvRecord {
  std::size_t row;  ///< from 1
  std::vector<std::string> fields;
};

/// Reads comma-separated values (RFC 4180): quoted fields with commas, line ends and doubled quotes in them; lines end
/// in CR LF or LF, the last one's may be missing. A byte order mark in front is passed over, and so are empty lines,
/// which count as rows. Spaces belong to fields. kInvalidInput, with row and field, for a quote in the middle of a
/// field, something behind a closing quote, one that is never closed, a lone CR, a zero byte, what is not UTF-8, and
/// past a limit. Records may differ in length: the caller knows what a row needs. Reentrant, linear.
Result<std::vector<CsvRecord>> parse_csv(std::string_view text, const CsvLimits& limits = {});

/// One record with its line end (CR LF). A cell that a spreadsheet would take for a formula (it begins with = + - @, a
/// tab or a line end) gets an apostrophe in front, which shows it as text.
std::string csv_record(std::span<const std::string> fields);

}  // namespace gate
