#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// What a SMART Health Card says around its FHIR Bundle (SMART Health Cards Framework 1.4, "Health Cards are encoded as
/// Compact Serialization JSON Web Signatures"). Plain data.
struct CardClaims {
  std::string issuer;                  ///< "iss" as stated
  WallTime not_before;                 ///< "nbf"; from 1970 to the end of the year 9999
  std::optional<WallTime> expires_at;  ///< "exp"; the same
  std::string revocation_id;           ///< "vc.rid"; empty when not stated
  bool is_health_card;                 ///< "vc.type" holds https://smarthealth.cards#health-card
  const nlohmann::json* bundle;  ///< "vc.credentialSubject.fhirBundle", an object inside the payload that was read

  /// kInvalidInput, naming the member and never its value, when one is missing or malformed. `payload` must outlive the
  /// result. Reentrant.
  static Result<CardClaims> read(const nlohmann::json& payload);
};

/// Whether this is an issuer's name as the specification allows it: an https URL with a host, not ending in "/".
bool is_issuer_url(std::string_view issuer);

/// Whether this is a revocation identifier: 1 to 24 characters of base64url's alphabet ("Revocation").
bool is_revocation_id(std::string_view id);

}  // namespace gate
