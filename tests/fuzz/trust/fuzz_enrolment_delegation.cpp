#include <algorithm>
#include <cstdlib>

#include "certificates/trust/enrolment_delegation.h"
#include "signatures/cose_sign1.h"

// What the reader takes is exactly what the writer would have written, within the caps, and nobody can write one that
// an authority did not sign.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto kAuthority = gate::PrivateKey::create().value();
  const gate::ByteView input(data, size);
  if (gate::read_delegation(input, {&kAuthority.public_key(), 1})) std::abort();
  const auto delegation = gate::read_unverified_delegation(input);
  if (!delegation) return 0;
  if (delegation->most_passes > gate::kMostDelegatedPasses || delegation->longest_pass > gate::kLongestDelegatedPass ||
      delegation->until - delegation->from > gate::kLongestDelegation)
    std::abort();
  const auto written = gate::sign_delegation(*delegation, kAuthority);
  if (!written || gate::read_cose_sign1(*written)->payload != gate::read_cose_sign1(input)->payload) std::abort();
  return 0;
}
