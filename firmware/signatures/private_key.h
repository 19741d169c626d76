#pragma once

#include <filesystem>

#include "signatures/public_key.h"

namespace gate {

/// A P-256 key that signs (ES256): an enrolment authority's. OpenSSL wipes it when the last copy goes. Thread-safe.
class PrivateKey {
 public:
  /// A new random key.
  static Result<PrivateKey> create();
  /// Reads an unencrypted PEM file. kNotFound, kInvalidInput, or kUnsupported when it is not EC on P-256.
  static Result<PrivateKey> load_pem(const std::filesystem::path& file);
  /// The key of this file; where there is none, a new one, and its folder too. Errors as load_pem() and save_pem().
  static Result<PrivateKey> load_or_create_pem(const std::filesystem::path& file);
  static Result<PrivateKey> from_pem(std::string_view pem);

  /// Writes PKCS#8 PEM into a new file only its owner can read (mode 0600). kIo when it exists or cannot be written:
  /// a key is never overwritten. On the disk when this returns; a power cut leaves a whole key or none.
  Status save_pem(const std::filesystem::path& file) const;

  const PublicKey& public_key() const { return public_key_; }
  /// For what else OpenSSL does with it: certificates. Valid as long as this.
  evp_pkey_st* openssl() const { return key_.get(); }
  /// ES256: exactly 64 bytes, r then s.
  Result<Bytes> sign(ByteView message) const;

 private:
  PrivateKey(std::shared_ptr<evp_pkey_st> key, PublicKey public_key)
      : key_(std::move(key)), public_key_(std::move(public_key)) {}
  static Result<PrivateKey> from_openssl(std::shared_ptr<evp_pkey_st> key);

  std::shared_ptr<evp_pkey_st> key_;
  PublicKey public_key_;
};

}  // namespace gate
