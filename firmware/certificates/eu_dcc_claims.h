#pragma once

#include <optional>

#include "certificates/bytes.h"
#include "certificates/cbor_value.h"
#include "certificates/certificate.h"
#include "common/result.h"

namespace gate {

/// The claims of an EU DCC (a CWT, RFC 8392, with hcert claim -260/1), checked for form against the published JSON
/// schemas 1.0.0 to 1.3.0 and as lenient as the issuers' known slips require (README.md): values are trimmed, null and
/// undefined count as absent, dn and sd may be whole floats, dates may carry tag 0 or a time of day.
/// `payload`: read, but not trusted. All but `key_id` of the result is filled in.
/// kUnsupported when it is no CWT with a health certificate in it; kInvalidInput, naming the field and never its value,
/// when a field is missing or malformed. Reentrant.
struct EuDccClaims {
  Certificate certificate;
  std::optional<WallTime> not_before;  ///< CWT claim 5; not part of the specification, honoured when stated

  static Result<EuDccClaims> read(const CborValue& payload);
  /// The health certificate alone, as in claim -260/1.
  static Result<Certificate> read_health_certificate(const CborValue& hcert);
};

}  // namespace gate
