#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "certificates/trust_store.h"
#include "encoding/bytes.h"
#include "signatures/private_key.h"

namespace gate {

inline constexpr const char* kTestCardIssuer = "https://cards.example/issuer";

/// An issuer of SMART Health Cards made in the test.
class TestCardIssuer {
 public:
  TestCardIssuer();

  const nlohmann::json& jwk() const { return jwk_; }
  std::string key_id() const { return jwk_.at("kid"); }
  const PublicKey& public_key() const { return key_.public_key(); }
  nlohmann::json header() const;  ///< alg, zip and kid as they should be
  /// A compact JWS over the packed payload.
  std::string sign(const nlohmann::json& payload) const { return sign(header(), payload.dump()); }
  std::string sign(const nlohmann::json& header, const std::string& payload) const;
  /// The same over bytes that are not packed for you.
  std::string sign_bytes(const nlohmann::json& header, ByteView payload) const;

 private:
  PrivateKey key_;
  nlohmann::json jwk_;
};

/// Two doses of Spikevax, valid from 2021-11-01, of kTestCardIssuer.
nlohmann::json test_card_payload();
/// The Bundle inside a payload, to change.
nlohmann::json& bundle_of(nlohmann::json& payload);
nlohmann::json test_immunization(const std::string& cvx, const std::string& date);
nlohmann::json test_observation(const std::string& loinc, const std::string& result, const std::string& when);

/// "shc:/" and digits; `chunk`: what stands between ("2/3/").
std::string numeric_text(const std::string& jws, const std::string& chunk = "");
/// Bare deflate (RFC 1951).
Bytes deflate_raw(ByteView bytes);

/// Writes a JSON file below a trust directory's smart-health-cards/, for kTestCardIssuer: "jwks.json",
/// "crl/<kid>.json".
void publish(const std::filesystem::path& trust, const std::string& name, const nlohmann::json& content);

}  // namespace gate
