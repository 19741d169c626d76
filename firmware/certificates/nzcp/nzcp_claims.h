#pragma once

#include <string>

#include "common/clock.h"
#include "common/result.h"
#include "encoding/cbor_value.h"

namespace gate {

/// The claims around a New Zealand pass: a CWT (RFC 8392) with a verifiable credential. Read, but not trusted.
struct NzcpClaims {
  std::string issuer;           ///< claim 1
  WallTime expires_at;          ///< claim 4
  WallTime not_before;          ///< claim 5
  std::string identifier;       ///< claim 7 as "urn:uuid:…"
  const CborValue* credential;  ///< claim "vc", inside the payload given to read()

  /// kUnsupported when it holds no credential; kInvalidInput, naming the claim and never its value, when a claim is
  /// missing or malformed. Reentrant.
  static Result<NzcpClaims> read(const CborValue& payload);
};

}  // namespace gate
