#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "common/iso_time.h"
#include "end_to_end/interop/csv.h"

namespace gate {

/// The folder with the official suites: $GATE_SHARED_DATA, or shared/data beside the checkout.
inline std::filesystem::path suite() {
  const char* elsewhere = std::getenv("GATE_SHARED_DATA");
  const std::filesystem::path here = std::filesystem::path(GATE_SOURCE_DIR) / "../shared/data";
  return (elsewhere != nullptr ? std::filesystem::path(elsewhere) : here) / "certificates";
}

#define REQUIRE_SUITE()                                \
  if (!std::filesystem::exists(suite() / "cases.csv")) \
  GTEST_SKIP() << suite() << " is not there: set GATE_SHARED_DATA to the folder with the official suites"

/// The rows of cases.csv that `wanted` picks and excluded.csv does not name.
template <class Wanted>
std::vector<CsvRow> suite_cases(const Wanted& wanted) {
  std::set<std::pair<std::string, std::string>> excluded;
  for (const CsvRow& row : read_csv(suite() / "excluded.csv")) excluded.emplace(row.at("file"), row.at("check"));
  std::vector<CsvRow> cases;
  for (CsvRow& row : read_csv(suite() / "cases.csv")) {
    if (wanted(row) && !excluded.contains({row.at("file"), row.at("check")})) cases.push_back(std::move(row));
  }
  return cases;
}

}  // namespace gate
