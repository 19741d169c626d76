#include <cstdlib>

#include "encoding/cbor_reader.h"
#include "encoding/cbor_writer.h"

// What is read can be written, and reads as the same again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = gate::read_cbor({data, size});
  if (!value) return 0;
  const gate::Bytes written = gate::write_cbor(*value);
  const auto again = gate::read_cbor(written, {.bytes = written.size()});
  if (!again || gate::write_cbor(*again) != written) std::abort();
  return 0;
}
