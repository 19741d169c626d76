#pragma once

#include <string_view>

#include "common/result.h"
#include "signatures/key_id.h"

namespace gate {

/// What a file of X.509 is, without believing any of it.
struct X509File {
  enum class Content {
    kCertificate,     ///< of somebody who signs
    kAuthority,       ///< a certificate with CA:TRUE
    kRevocationList,  ///< a CRL
  };
  Content content;
  /// First 8 bytes of SHA-256: of a certificate over its DER, of a revocation list over its issuer's name.
  KeyId id;
};

/// Looks at the first certificate or revocation list in DER, PEM, or base64 without PEM's lines. kInvalidInput when it
/// is none. Bounded by the input and reentrant.
Result<X509File> read_x509_file(std::string_view content);

}  // namespace gate
