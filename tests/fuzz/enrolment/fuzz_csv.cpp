#include <algorithm>
#include <cstdlib>

#include "encoding/csv.h"

/// What is read keeps within the limits, and a table that is written is read as it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr gate::CsvLimits kLimits{.bytes = 4096, .records = 50, .fields = 10, .field_bytes = 300};
  const auto records = gate::parse_csv({reinterpret_cast<const char*>(data), size}, kLimits);
  if (!records) return 0;
  if (size > kLimits.bytes || records->size() > kLimits.records) std::abort();
  for (const gate::CsvRecord& record : *records) {
    if (record.row > kLimits.records || record.fields.size() > kLimits.fields) std::abort();
    for (const std::string& field : record.fields)
      if (field.size() > kLimits.field_bytes) std::abort();
    const auto again = gate::parse_csv(gate::csv_record(record.fields));
    if (!again || again->size() != 1 || again->front().fields.size() != record.fields.size()) std::abort();
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
      const std::string& field = record.fields[i];
      const std::string& written = again->front().fields[i];
      const bool formula = !field.empty() && std::string_view("=+-@\t\r\n").find(field.front()) != std::string::npos;
      if (written != (formula ? "'" + field : field)) std::abort();
    }
  }
  return 0;
}
