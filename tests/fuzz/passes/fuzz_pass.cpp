#include <algorithm>
#include <cstdlib>

#include "passes/pass_codec.h"

// What the reader takes is exactly what the writer would have written: there is one form of every pass.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const gate::ByteView input(data, size);
  const auto pass = gate::read_pass_claims(input);
  if (!pass) return 0;
  const auto written = gate::write_pass_claims(*pass);
  if (!written || !std::equal(written->begin(), written->end(), input.begin(), input.end())) std::abort();
  return 0;
}
