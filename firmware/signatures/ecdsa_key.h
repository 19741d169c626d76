#pragma once

#include <memory>

#include "common/result.h"
#include "encoding/bytes.h"

struct evp_pkey_st;

namespace gate {

/// The hash a signer names: "ES256", "ES384", "ES512".
enum class EcdsaHash { kSha256, kSha384, kSha512 };

/// An EC public key that checks ECDSA signatures with whichever hash the signer names. Wider than PublicKey, and apart
/// from it, because ICAO leaves the curve to the state (Doc 9303-12, 4.4.2) while EU DCC, health cards and passes do
/// not. Cheap to copy (the parsed key is shared). Thread-safe: const after construction.
class EcdsaKey {
 public:
  /// Shares an OpenSSL key. kUnsupported unless it is EC on P-256, P-384, P-521 or brainpoolP256r1, P384r1, P512r1.
  static Result<EcdsaKey> from_openssl(std::shared_ptr<evp_pkey_st> key);

  /// Whether `signature` over `message` holds: r then s, each as long as the curve's order. At most 1 ms (brainpool).
  bool verify(ByteView message, ByteView signature, EcdsaHash hash) const;

 private:
  EcdsaKey(std::shared_ptr<evp_pkey_st> key, std::size_t number_bytes)
      : key_(std::move(key)), number_bytes_(number_bytes) {}

  std::shared_ptr<evp_pkey_st> key_;
  std::size_t number_bytes_;  ///< of r, and of s
};

}  // namespace gate
