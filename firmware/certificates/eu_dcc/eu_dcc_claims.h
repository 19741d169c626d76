#pragma once

#include <optional>
#include <string>

#include "certificates/statement_kinds.h"
#include "common/clock.h"
#include "common/result.h"
#include "encoding/cbor_value.h"

namespace gate {

/// The claims around an EU DCC: a CWT (RFC 8392) with claim -260/1. Read, but not trusted. Reentrant.
struct EuDccClaims {
  std::string issuer;                   ///< claim 1; empty when not stated
  WallTime expires_at;                  ///< claim 4
  std::optional<WallTime> not_before;   ///< claim 5; not part of the specification, honoured when stated
  std::optional<WallTime> issued_at;    ///< claim 6
  const CborValue* health_certificate;  ///< claim -260/1, inside the payload given to read()
  StatementKinds kinds;                 ///< which of v, t and r it holds

  /// kUnsupported when it is no CWT with an EU health certificate in it; kInvalidInput, naming the claim and never its
  /// value, when one is missing or malformed.
  static Result<EuDccClaims> read(const CborValue& payload);
};

}  // namespace gate
