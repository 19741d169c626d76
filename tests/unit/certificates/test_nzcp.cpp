#include "unit/certificates/test_nzcp.h"

#include "encoding/base64.h"
#include "encoding/cbor_writer.h"
#include "fakes/temporary_folder.h"
#include "unit/certificates/test_seal.h"

namespace gate {

CborMap test_subject() { return {{"givenName", "Jack"}, {"familyName", "Sparrow"}, {"dob", "1960-04-16"}}; }

CborMap test_credential() {
  return {
      {"@context", CborArray{"https://www.w3.org/2018/credentials/v1", "https://nzcp.covid19.health.nz/contexts/v1"}},
      {"version", "1.0.0"},
      {"type", CborArray{"VerifiableCredential", "PublicCovidPass"}},
      {"credentialSubject", test_subject()}};
}

TestNzcp make_test_nzcp() {
  const std::string key = "key-1";
  Bytes id(16);
  for (std::size_t i = 0; i < id.size(); ++i) id[i] = static_cast<std::uint8_t>(0x10 + i);
  return {{{4, Bytes(key.begin(), key.end())}, {1, -7}},
          {},
          {{1, kNzcpIssuer}, {5, 1635724800}, {4, 1667260800}, {"vc", test_credential()}, {7, id}}};
}

Bytes sign_nzcp(const TestNzcp& pass, const TestSigner& signer) {
  const Bytes header = write_cbor(pass.protected_header);
  const Bytes payload = write_cbor(pass.claims);
  const Bytes signature = signer.sign(write_cbor(CborArray{"Signature1", header, Bytes{}, payload}));
  return write_cbor(CborValue::tagged(18, CborArray{header, pass.unprotected_header, payload, signature}));
}

// RFC 4648, 6, without padding: the product only reads it.
std::string nzcp_text(ByteView cose) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text = "NZCP:/1/";
  unsigned bits = 0;
  int count = 0;
  for (const std::uint8_t byte : cose) {
    bits = (bits << 8 | byte) & 0xffff;
    for (count += 8; count >= 5; count -= 5) text += kAlphabet[bits >> (count - 5) & 31];
  }
  if (count > 0) text += kAlphabet[bits << (5 - count) & 31];
  return text;
}

nlohmann::json did_document(const TestSigner& signer) {
  const auto [x, y] = signer.point();
  const std::string id = kNzcpIssuer + "#key-1";
  const nlohmann::json jwk{{"kty", "EC"}, {"crv", "P-256"}, {"x", encode_base64url(x)}, {"y", encode_base64url(y)}};
  return {{"@context", "https://w3.org/ns/did/v1"},
          {"id", kNzcpIssuer},
          {"verificationMethod",
           {{{"id", id}, {"controller", kNzcpIssuer}, {"type", "JsonWebKey2020"}, {"publicKeyJwk", jwk}}}},
          {"assertionMethod", {id}}};
}

std::shared_ptr<const TrustStore> trust_document(const nlohmann::json& document) {
  const TemporaryFolder folder;
  const std::string text = document.dump();
  write_trust_file(folder.path() / "nzcp/did.json", Bytes(text.begin(), text.end()));
  return TrustStore::open(folder.path()).value();
}

}  // namespace gate
