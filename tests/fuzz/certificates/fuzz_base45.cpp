#include <cstdlib>

#include "encoding/base45.h"
#include "unit/certificates/test_dcc.h"

// What decodes is the encoding of what it decodes to: there is no second spelling.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto bytes = gate::decode_base45(text);
  if (bytes && gate::encode_base45(*bytes) != text) std::abort();
  return 0;
}
