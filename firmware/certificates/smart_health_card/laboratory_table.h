#pragma once

#include <string>
#include <string_view>

namespace gate {

/// The EU value sets' words for laboratory codes (laboratory-tests.json, compiled in, with its sources). Each is empty
/// for what the table does not know. Reentrant; the table is read once.
std::string test_kind_by_loinc(std::string_view code);     ///< "LP6464-4" or "LP217198-3"
std::string test_result_by_snomed(std::string_view code);  ///< "260373001" detected or "260415000" not detected

}  // namespace gate
