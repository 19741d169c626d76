#include <algorithm>
#include <cstdlib>

#include "certificates/revocation/revocation_table.h"
#include "signatures/sha256.h"

namespace {

// A table of what the input says, with the input's bytes over its fan-out, and a checksum that holds: so that the
// fuzzer gets past it.
gate::Bytes table_of(gate::ByteView input) {
  constexpr std::size_t kFanOut = 24;
  static const gate::Bytes genuine = gate::make_revocation_table({{1, 2, 3}, {0xff, 0xff}}, gate::WallTime()).value();
  gate::Bytes table = genuine;
  const std::size_t count = std::min(input.size(), table.size() - kFanOut - sizeof(gate::Sha256));
  std::copy_n(input.begin(), count, table.begin() + (input.size() % 2 == 0 ? 0 : kFanOut));
  const auto checksum = gate::sha256(gate::ByteView(table).first(table.size() - sizeof(gate::Sha256)));
  std::ranges::copy(checksum, table.end() - sizeof(gate::Sha256));
  return table;
}

}  // namespace

// Any table that is taken can be asked about anything without leaving its bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (gate::RevocationTable::read(gate::Bytes(data, data + size))) std::abort();  // no checksum by chance
  const gate::Bytes bytes = table_of({data, size});
  const auto table = gate::RevocationTable::read(bytes);
  if (!table) return 0;
  gate::RevocationHash hash{};
  for (int first = 0; first < 256; ++first) {
    hash[0] = static_cast<std::uint8_t>(first);
    hash[1] = static_cast<std::uint8_t>(first * 31);
    if (table->contains(hash) && table->size() == 0) std::abort();
  }
  return 0;
}
