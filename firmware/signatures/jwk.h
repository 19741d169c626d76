#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "common/result.h"
#include "signatures/public_key.h"

namespace gate {

/// A P-256 public key in JSON (RFC 7517; RFC 7518, 6.2.1).
struct Jwk {
  std::string key_id;  ///< "kid" as stated; empty when not stated
  PublicKey key;

  /// kInvalidInput when a member is missing or malformed or the point is not on the curve, kUnsupported for any other
  /// kind of key; the message names the member. Looks at kty, crv, x, y and kid; use and alg are the caller's to judge.
  static Result<Jwk> read(const nlohmann::json& json);
};

/// base64url of SHA-256 over the key's required members in order (RFC 7638): what SMART Health Cards use as kid.
/// `json`: an EC key with crv, kty, x and y as texts; kInvalidInput otherwise.
Result<std::string> jwk_thumbprint(const nlohmann::json& json);

}  // namespace gate
