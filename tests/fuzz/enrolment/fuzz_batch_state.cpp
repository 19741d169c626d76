#include <cstdlib>

#include "enrolment/batch_state.h"

/// Whatever is left of a state file, every record read is either issued or refused, and is written as it was read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto records = gate::read_batch_records({reinterpret_cast<const char*>(data), size});
  std::string text;
  for (const auto& [reference, record] : records.rows) {
    if (reference.empty() || record.issued.has_value() == record.refusal.has_value()) std::abort();
    text += gate::batch_record_line(reference, record);
  }
  const auto again = gate::read_batch_records(text);
  if (again.rows.size() != records.rows.size() || !again.superseded.empty()) std::abort();
  return 0;
}
