#include <cstdlib>
#include <sstream>

#include "certificates/revocation/revocation_source.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::istringstream lines(text);
  const auto from_lines = gate::read_revocation_lines(lines);
  const auto from_batches = gate::read_revocation_batches(text, gate::WallTime());
  if (from_lines && from_lines->hashes.size() > size) std::abort();
  if (from_batches && from_batches->hashes.size() > size) std::abort();
  return 0;
}
