#include <cstdlib>

#include "encoding/inflate.h"

// Never more than the cap, whatever the stream claims.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kCap = 4096;
  const auto bytes = gate::inflate_zlib({data, size}, kCap);
  if (bytes && bytes->size() > kCap) std::abort();
  return 0;
}
