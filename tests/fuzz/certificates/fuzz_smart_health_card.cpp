#include <cstdlib>

#include "certificates/certificate_verifier.h"
#include "certificates/smart_health_card/card_revocation_list.h"
#include "certificates/smart_health_card/fhir_bundle.h"
#include "certificates/smart_health_card/issuer_key.h"
#include "encoding/base64.h"
#include "encoding/json_text.h"
#include "fakes/temporary_folder.h"
#include "signatures/jws.h"
#include "unit/certificates/test_card.h"

namespace {

struct Venue {
  Venue() {
    gate::publish(trust.path(), "jwks.json", {{"keys", {issuer.jwk()}}});
    verifier = std::make_unique<gate::CertificateVerifier>(gate::TrustStore::open(trust.path()).value());
    header = gate::encode_base64url(gate::bytes_of(issuer.header().dump()));
  }
  gate::TemporaryFolder trust;
  gate::TestCardIssuer issuer;
  std::unique_ptr<gate::CertificateVerifier> verifier;
  std::string header;
};

void read_json(std::string_view text) {
  const auto json = gate::parse_json(text);
  if (!json) return;
  if (json->is_object()) static_cast<void>(gate::read_fhir_bundle(*json));
  static_cast<void>(gate::CardRevocationList::read(*json));
  static_cast<void>(gate::check_issuer_key(*json, std::nullopt));
}

}  // namespace

// The input as text, as the packed payload and the unpacked payload of a card nobody signed, and as what a trust
// directory holds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Venue venue;
  const gate::ByteView bytes(data, size);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string tail = '.' + std::string(86, 'A');
  for (const std::string& card : {std::string(text), venue.header + '.' + gate::encode_base64url(bytes) + tail,
                                  venue.header + '.' + gate::encode_base64url(gate::deflate_raw(bytes)) + tail}) {
    if (venue.verifier->verify(card, gate::WallTime(std::chrono::hours(24 * 365 * 52))).verified) std::abort();
  }
  read_json(text);
  return 0;
}
