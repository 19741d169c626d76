#include <algorithm>
#include <cstdlib>
#include <set>

#include "enrolment/organiser_list.h"

/// Every row without a refusal has all that issuing needs, and a reference of its own that a report can show.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto list = gate::read_organiser_list({reinterpret_cast<const char*>(data), size}, "folder");
  if (!list) return 0;
  std::set<std::string> references;
  for (const gate::OrganiserRow& row : list->rows) {
    if (row.row < 2) std::abort();
    if (row.refusal) continue;
    const bool control = std::ranges::any_of(row.reference, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (row.reference.empty() || row.reference.size() > gate::kMaxReferenceBytes || control) std::abort();
    if (!references.insert(row.reference).second || row.certificate.empty()) std::abort();
    if (row.faces.photos.empty() && !row.faces.video) std::abort();
    if (row.faces.photos.size() > gate::kMaxPhotosOfARow) std::abort();
  }
  return 0;
}
