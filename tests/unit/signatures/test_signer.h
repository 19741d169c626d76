#pragma once

#include <memory>
#include <string>

#include "encoding/bytes.h"

struct evp_pkey_st;
struct x509_st;

namespace gate {

/// What a test's document signer is like.
struct TestSignerOptions {
  std::string key = "P-256";  ///< or "P-384", "RSA-2048"
  std::string usages = {};    ///< extended key usages, as OpenSSL's configuration writes them: "1.2.3,1.2.4"
  std::string not_before = "20210101000000Z";
  std::string not_after = "20310101000000Z";
};

/// A document signer made in the test: its key and self-signed certificate. Throws when OpenSSL refuses.
class TestSigner {
 public:
  explicit TestSigner(const TestSignerOptions& options = {});

  std::string certificate_pem() const;
  Bytes certificate_der() const;
  Bytes key_id() const;  ///< first 8 bytes of SHA-256 over the DER
  /// r then s for EC keys, PSS with SHA-256 and a salt of 32 for RSA.
  Bytes sign(ByteView message) const;

 private:
  std::shared_ptr<evp_pkey_st> key_;
  std::shared_ptr<x509_st> certificate_;
};

}  // namespace gate
