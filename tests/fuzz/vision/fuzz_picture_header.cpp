#include <cstdlib>

#include "vision/picture_header.h"

// A size, where there is one, is positive; and no input is read past its end.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto claimed = gate::claimed_size({data, size});
  if (claimed && (claimed->width <= 0 || claimed->height <= 0)) std::abort();
  return 0;
}
