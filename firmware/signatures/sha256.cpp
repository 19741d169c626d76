#include "signatures/sha256.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace gate {

Sha256 sha256(ByteView bytes) {
  Sha256 digest{};
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) std::abort();
  return digest;
}

}  // namespace gate
