#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gate {

/// The fragment at `index` of a certificate's identifier ("URN:UVCI:01:NL:187/37512422923": "01", "NL", …): what stands
/// between the separators '/', '#' and ':', the prefix "URN:UVCI:" aside. Nothing when there is no such fragment. The
/// form is not checked (CertLogic 1.3.3, "Extract data from an UCI"). Pure, reentrant.
std::optional<std::string_view> uvci_fragment(std::string_view uvci, std::int64_t index);

}  // namespace gate
