#include "rules/uvci.h"

#include <algorithm>

namespace gate {

std::optional<std::string_view> uvci_fragment(std::string_view uvci, std::int64_t index) {
  constexpr std::string_view kPrefix = "URN:UVCI:";
  if (uvci.starts_with(kPrefix)) uvci.remove_prefix(kPrefix.size());
  for (; index >= 0; --index) {
    const std::size_t end = std::min(uvci.find_first_of("/#:"), uvci.size());
    if (index == 0) return uvci.substr(0, end);
    if (end == uvci.size()) return std::nullopt;
    uvci.remove_prefix(end + 1);
  }
  return std::nullopt;
}

}  // namespace gate
