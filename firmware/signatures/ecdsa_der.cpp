#include "signatures/ecdsa_der.h"

#include <algorithm>

#include "signatures/openssl_handles.h"

namespace gate {

Bytes ecdsa_der(ByteView signature) {
  const int number_bytes = static_cast<int>(signature.size() / 2);
  const openssl::EcdsaSignature ecdsa(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(signature.data(), number_bytes, nullptr);
  BIGNUM* s = BN_bin2bn(signature.data() + number_bytes, number_bytes, nullptr);
  if (ecdsa == nullptr || ECDSA_SIG_set0(ecdsa.get(), r, s) != 1) return {};
  Bytes der(static_cast<std::size_t>(std::max(0, i2d_ECDSA_SIG(ecdsa.get(), nullptr))));
  unsigned char* end = der.data();
  i2d_ECDSA_SIG(ecdsa.get(), &end);
  return der;
}

}  // namespace gate
