#include "unit/certificates/test_card.h"

#include <fstream>

#include "encoding/base64.h"
#include "signatures/jwk.h"
#include "unit/certificates/test_dcc.h"

namespace gate {

namespace {

using nlohmann::json;

// The last 64 bytes of a P-256 SubjectPublicKeyInfo are the point.
Bytes point_of(const PublicKey& key) {
  std::string pem = key.to_pem();
  pem = pem.substr(pem.find('\n') + 1);
  pem = pem.substr(0, pem.find("-----END"));
  std::erase(pem, '\n');
  const Bytes der = decode_base64(pem).value();
  return {der.end() - 64, der.end()};
}

json jwk_of(const PublicKey& key) {
  const Bytes point = point_of(key);
  json jwk{{"kty", "EC"},
           {"crv", "P-256"},
           {"use", "sig"},
           {"alg", "ES256"},
           {"x", encode_base64url(ByteView(point).first(32))},
           {"y", encode_base64url(ByteView(point).last(32))}};
  jwk["kid"] = jwk_thumbprint(jwk).value();
  return jwk;
}

}  // namespace

TestCardIssuer::TestCardIssuer() : key_(PrivateKey::create().value()), jwk_(jwk_of(key_.public_key())) {}

json TestCardIssuer::header() const { return {{"alg", "ES256"}, {"zip", "DEF"}, {"kid", key_id()}}; }

std::string TestCardIssuer::sign(const json& header, const std::string& payload) const {
  return sign_bytes(header, deflate_raw(bytes_of(payload)));
}

std::string TestCardIssuer::sign_bytes(const json& header, ByteView payload) const {
  const std::string input = encode_base64url(bytes_of(header.dump())) + '.' + encode_base64url(payload);
  return input + '.' + encode_base64url(key_.sign(bytes_of(input)).value());
}

json test_immunization(const std::string& cvx, const std::string& date) {
  return json{{"resourceType", "Immunization"},
              {"status", "completed"},
              {"vaccineCode", {{"coding", {{{"system", "http://hl7.org/fhir/sid/cvx"}, {"code", cvx}}}}}},
              {"patient", {{"reference", "resource:0"}}},
              {"occurrenceDateTime", date},
              {"performer", {{{"actor", {{"display", "City Clinic"}}}}}}};
}

json test_observation(const std::string& loinc, const std::string& result, const std::string& when) {
  return json{{"resourceType", "Observation"},
              {"status", "final"},
              {"code", {{"coding", {{{"system", "http://loinc.org"}, {"code", loinc}}}}}},
              {"subject", {{"reference", "resource:0"}}},
              {"effectiveDateTime", when},
              {"valueCodeableConcept", {{"coding", {{{"system", "http://snomed.info/sct"}, {"code", result}}}}}},
              {"performer", {{{"display", "City Laboratory"}}}}};
}

json test_card_payload() {
  const json patient{{"resourceType", "Patient"},
                     {"name", {{{"family", "Silva"}, {"given", {"Ana", "Maria"}}}}},
                     {"birthDate", "1990-02-03"}};
  json bundle{{"resourceType", "Bundle"}, {"type", "collection"}, {"entry", json::array()}};
  for (const json& resource :
       {patient, test_immunization("207", "2021-01-01"), test_immunization("207", "2021-01-29")}) {
    bundle["entry"].push_back(
        {{"fullUrl", "resource:" + std::to_string(bundle["entry"].size())}, {"resource", resource}});
  }
  return {{"iss", kTestCardIssuer},
          {"nbf", 1635724800.5},
          {"vc",
           {{"type", {"https://smarthealth.cards#health-card"}},
            {"credentialSubject", {{"fhirVersion", "4.0.1"}, {"fhirBundle", bundle}}}}}};
}

json& bundle_of(json& payload) { return payload["vc"]["credentialSubject"]["fhirBundle"]; }

std::string numeric_text(const std::string& jws, const std::string& chunk) {
  std::string text = "shc:/" + chunk;
  for (const char c : jws) {
    text += static_cast<char>('0' + (c - 45) / 10);
    text += static_cast<char>('0' + (c - 45) % 10);
  }
  return text;
}

// zlib's stream without its two bytes of head and its checksum.
Bytes deflate_raw(ByteView bytes) {
  const Bytes packed = deflate(bytes);
  return {packed.begin() + 2, packed.end() - 4};
}

void publish(const std::filesystem::path& trust, const std::string& name, const json& content) {
  const auto file = trust / "smart-health-cards/cards.example/issuer/.well-known" / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file) << content.dump();
}

}  // namespace gate
