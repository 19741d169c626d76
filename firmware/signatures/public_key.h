#pragma once

#include <memory>
#include <string_view>

#include "common/result.h"
#include "encoding/bytes.h"
#include "signatures/key_id.h"
#include "signatures/signature_algorithm.h"

struct evp_pkey_st;

namespace gate {

/// A key that checks signatures: EC on P-256, or RSA of 1024 bits or more; nothing else can be made. Cheap to copy (the
/// parsed key is shared). Thread-safe: const after construction.
class PublicKey {
 public:
  /// SubjectPublicKeyInfo. kInvalidInput when unreadable, kUnsupported for any other kind of key.
  static Result<PublicKey> from_der(ByteView der);
  static Result<PublicKey> from_pem(std::string_view pem);
  /// Shares an OpenSSL key. kUnsupported for any other kind of key.
  static Result<PublicKey> from_openssl(std::shared_ptr<evp_pkey_st> key);

  /// The one algorithm that fits this kind of key.
  SignatureAlgorithm algorithm() const { return algorithm_; }
  /// First 8 bytes of SHA-256 over the SubjectPublicKeyInfo.
  const KeyId& key_id() const { return key_id_; }
  std::string to_pem() const;
  Bytes to_der() const;  ///< SubjectPublicKeyInfo
  /// RSA of less than 2048 bits: a national signer of the official suite has such a key; staff are told.
  bool is_weak() const;

  /// Whether `signature` over `message` holds with algorithm(). About 45 µs (ES256), 20 µs (PS256).
  bool verify(ByteView message, ByteView signature) const;

 private:
  PublicKey(std::shared_ptr<evp_pkey_st> key, SignatureAlgorithm algorithm, KeyId key_id)
      : key_(std::move(key)), algorithm_(algorithm), key_id_(key_id) {}

  std::shared_ptr<evp_pkey_st> key_;
  SignatureAlgorithm algorithm_;
  KeyId key_id_;
};

}  // namespace gate
