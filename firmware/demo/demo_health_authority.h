#pragma once

#include <string>

#include "certificates/certificate.h"
#include "common/result.h"
#include "signatures/private_key.h"

namespace gate {

/// A pretend health authority for the demo and the tests: signs EU Digital COVID Certificates with a throw-away key.
/// Not part of the firmware. Reentrant.
class DemoHealthAuthority {
 public:
  /// A new key and a self-signed document signer certificate, valid from 2021 to 2031. `country`: ISO 3166-1 alpha-2.
  static Result<DemoHealthAuthority> create(std::string country);

  /// The signer certificate, as it goes into a trust directory's eu-dcc/.
  const std::string& certificate_pem() const { return certificate_pem_; }
  const PrivateKey& key() const { return key_; }

  /// A vaccination certificate's QR text ("HC1:…").
  Result<std::string> issue(const Holder& holder, const Immunisation& immunisation, WallTime issued_at,
                            WallTime expires_at) const;

 private:
  DemoHealthAuthority(std::string country, PrivateKey key, std::string certificate_pem, Bytes key_id)
      : country_(std::move(country)),
        key_(std::move(key)),
        certificate_pem_(std::move(certificate_pem)),
        key_id_(std::move(key_id)) {}

  std::string country_;
  PrivateKey key_;
  std::string certificate_pem_;
  Bytes key_id_;
};

}  // namespace gate
