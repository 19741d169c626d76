#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "common/result.h"
#include "signatures/jwk.h"

namespace gate {

/// Judges a key of a health card issuer (SMART Health Cards Framework 1.4, "Determining keys associated with an
/// issuer"): EC on P-256, alg ES256, use sig, kid its RFC 7638 thumbprint, no private part. Where it has a certificate
/// chain (x5c): every certificate signed by the next, the last by itself, the first with this very key and with an
/// issuer's URL as subject alternative name; `issuer`, when given, must be that URL. Nobody vouches for the chain's
/// root, and its dates are not looked at: cards outlive them. kInvalidInput or kUnsupported, naming the member.
/// Reentrant.
Result<Jwk> check_issuer_key(const nlohmann::json& jwk, const std::optional<std::string>& issuer);

/// A counter, "crlVersion" of a key or "ctr" of a revocation list: a number, or a text of one (Northwest Territories).
/// Nothing when it is neither.
std::optional<std::int64_t> read_counter(const nlohmann::json& object, const char* name);

}  // namespace gate
