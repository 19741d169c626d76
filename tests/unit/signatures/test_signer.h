#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "encoding/bytes.h"

struct evp_pkey_st;
struct x509_st;

namespace gate {

class TestSigner;

/// What a test's document signer is like.
struct TestSignerOptions {
  std::string key = "P-256";  ///< or another curve by OpenSSL's name, or "RSA-2048"
  std::string usages = {};    ///< extended key usages, as OpenSSL's configuration writes them: "1.2.3,1.2.4"
  std::string not_before = "20210101000000Z";
  std::string not_after = "20310101000000Z";
  std::string country = {};  ///< of its subject; no subject when empty
  std::string name = "Test";
  long serial = 1;
  const TestSigner* issued_by = nullptr;  ///< null: by itself
  /// Others, by name or OID, as OpenSSL's configuration writes them: {"basicConstraints", "critical,CA:TRUE"}.
  std::vector<std::pair<std::string, std::string>> extensions = {};
  bool explicit_curve = false;            ///< its curve written out as parameters, as Japan's authority has it
  std::string certified_with = "SHA256";  ///< the hash its issuer signs it with
};

/// A document signer made in the test: its key and certificate. Throws when OpenSSL refuses.
class TestSigner {
 public:
  explicit TestSigner(const TestSignerOptions& options = {});

  std::string certificate_pem() const;
  Bytes certificate_der() const;
  const std::shared_ptr<evp_pkey_st>& key() const { return key_; }
  Bytes key_id() const;  ///< first 8 bytes of SHA-256 over the DER
  /// r then s for EC keys, PSS with SHA-256 and a salt of 32 for RSA.
  Bytes sign(ByteView message, const std::string& hash = "SHA256") const;
  /// Its public key's coordinates, 32 bytes each; for P-256.
  std::pair<Bytes, Bytes> point() const;
  /// A revocation list by this authority over these serial numbers, DER. `extension`: as above, none when empty.
  Bytes revocation_list(const std::vector<long>& serials,
                        const std::pair<std::string, std::string>& extension = {}) const;

 private:
  std::shared_ptr<evp_pkey_st> key_;
  std::shared_ptr<x509_st> certificate_;
};

}  // namespace gate
