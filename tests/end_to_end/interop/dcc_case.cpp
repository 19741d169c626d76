#include "end_to_end/interop/dcc_case.h"

#include <fstream>

#include "certificates/eu_dcc/eu_dcc.h"
#include "certificates/eu_dcc/eu_dcc_claims.h"
#include "certificates/eu_dcc/eu_dcc_schema.h"
#include "encoding/base45.h"
#include "encoding/cbor_reader.h"
#include "encoding/inflate.h"
#include "end_to_end/interop/cbor_json.h"
#include "unit/encoding/hex.h"

namespace gate {

namespace {

// The suite has certificates as base64 of the DER.
void write_pem(const std::filesystem::path& file, std::string base64) {
  std::ofstream stream(file);
  stream << "-----BEGIN CERTIFICATE-----\n";
  for (std::size_t i = 0; i < base64.size(); i += 64) stream << base64.substr(i, 64) << '\n';
  stream << "-----END CERTIFICATE-----\n";
}

// The certificate inside a CWT, or the value itself: the suite's CBOR field holds either.
const CborValue& health_certificate_of(const CborValue& value) {
  const CborValue* certificates = value.find(-260);
  const CborValue* inner = certificates == nullptr ? nullptr : certificates->find(1);
  return inner == nullptr ? value : *inner;
}

}  // namespace

DccCase::DccCase(const std::filesystem::path& file, const std::filesystem::path& folder, WallTime clock)
    : json_(nlohmann::json::parse(std::ifstream(file))), clock_(clock) {
  std::filesystem::create_directories(folder / "eu-dcc");
  write_pem(folder / "eu-dcc" / "signer.pem", json_.at("TESTCTX").at("CERTIFICATE"));
  trust_store_ = TrustStore::open(folder).value();
}

std::string DccCase::text(const char* field) const { return json_.at(field).get<std::string>(); }
Bytes DccCase::bytes(const char* field) const { return from_hex(text(field)); }

Result<CborValue> DccCase::payload() const {
  const auto message = read_cose_sign1(bytes("COSE"));
  if (!message) return fail(message.error());
  return read_cbor(message->payload);
}

bool DccCase::says_what_json_says(const CborValue& payload) const {
  const auto expected = json_.find("JSON");
  return expected == json_.end() || expected->is_null() || to_json(health_certificate_of(payload)) == *expected;
}

// Some cases leave out the packed form: then what comes out unpacked must be the COSE.
bool DccCase::base45_decodes() const {
  const auto packed = decode_base45(text("BASE45"));
  if (!json_.value("COMPRESSED", nlohmann::json()).is_null()) return packed == bytes("COMPRESSED");
  return packed && inflate_zlib(*packed, kMaxEuDccUnpackedBytes) == bytes("COSE");
}

bool DccCase::decodes() const {
  const auto value = read_cbor(bytes("CBOR"));
  return value && says_what_json_says(*value);
}

bool DccCase::whole_chain_decodes() const {
  const std::string prefixed = text("PREFIX");
  if (!looks_like_eu_dcc(prefixed)) return false;
  const auto packed = decode_base45(std::string_view(prefixed).substr(4));
  const auto unpacked = packed ? inflate_zlib(*packed, kMaxEuDccUnpackedBytes) : fail(packed.error());
  const auto message = unpacked ? read_cose_sign1(*unpacked) : fail(unpacked.error());
  const auto value = message ? read_cbor(message->payload) : fail(message.error());
  return value && says_what_json_says(*value);
}

bool DccCase::is_current() const {
  const auto value = payload();
  const auto claims = value ? EuDccClaims::read(*value) : fail(value.error());
  return claims && claims->issued_at.value_or(clock_) <= clock_ && clock_ <= claims->expires_at;
}

std::vector<SignerCertificate> DccCase::genuine_signers() const {
  const auto message = read_cose_sign1(bytes("COSE"));
  if (!message) return {};
  auto signers = trust_store_->eu_dcc_signers(message->key_id);
  std::erase_if(signers, [&](const SignerCertificate& signer) {
    return !signer.key || !verify_cose_sign1(*message, *signer.key);
  });
  return signers;
}

bool DccCase::key_usage_allows() const {
  const auto value = payload();
  const auto claims = value ? EuDccClaims::read(*value) : fail(value.error());
  const auto signers = genuine_signers();
  return claims && !signers.empty() && signers.front().scope.covers(claims->kinds);
}

bool DccCase::schema_valid() const {
  const auto value = json_.value("CBOR", nlohmann::json()).is_null() ? payload() : read_cbor(bytes("CBOR"));
  return value && read_eu_dcc_content(health_certificate_of(*value));
}

bool DccCase::holds(const std::string& check) const {
  if (check == "UNPREFIX") return looks_like_eu_dcc(text("PREFIX")) && text("PREFIX").substr(4) == text("BASE45");
  if (check == "B45DECODE") return base45_decodes();
  if (check == "COMPRESSION") return inflate_zlib(bytes("COMPRESSED"), kMaxEuDccUnpackedBytes) == bytes("COSE");
  if (check == "DECODE") return decodes();
  if (check == "VERIFY") return !genuine_signers().empty();
  if (check == "EXPIRATIONCHECK") return is_current();
  if (check == "KEYUSAGE") return key_usage_allows();
  if (check == "VALIDJSON") return whole_chain_decodes();
  if (check == "SCHEMAVALIDATION") return schema_valid();
  throw std::invalid_argument("unknown check " + check);
}

std::optional<CertificateVerification> DccCase::verify() const {
  if (!json_.contains("PREFIX")) return std::nullopt;
  return CertificateVerifier(trust_store_).verify(text("PREFIX"), clock_);
}

}  // namespace gate
