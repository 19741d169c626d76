#include <cstdlib>

#include "certificates/trust/enrolment_authorities.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto revoked = gate::read_revoked_authorities({reinterpret_cast<const char*>(data), size});
  if (revoked && revoked->size() > size) std::abort();
  return 0;
}
