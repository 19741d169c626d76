#include <cstdlib>

#include "signatures/cose_sign1.h"

// Nothing made up verifies with a key made here.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const gate::PrivateKey key = gate::PrivateKey::create().value();
  const auto message = gate::read_cose_sign1({data, size});
  if (message && gate::verify_cose_sign1(*message, key.public_key())) std::abort();
  return 0;
}
