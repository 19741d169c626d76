#include <cstdlib>

#include "encoding/canonical_json.h"
#include "encoding/json_text.h"

// What is read has a canonical form, which is JSON and its own canonical form.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = gate::parse_json({reinterpret_cast<const char*>(data), size});
  if (!value) return 0;
  const auto text = gate::canonical_json(*value);
  if (!text) std::abort();
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  if (json.is_discarded() || gate::canonical_json(json) != *text) std::abort();
  return 0;
}
