// 100,000 mutations of a genuine health card, of its text and of each part inside: none may be believed but the card
// itself.
#include <gtest/gtest.h>

#include <array>

#include "certificates/certificate_verifier.h"
#include "common/iso_time.h"
#include "encoding/base64.h"
#include "fakes/temporary_folder.h"
#include "fuzz/certificates/mutator.h"
#include "unit/certificates/test_card.h"

namespace gate {
namespace {

constexpr int kMutations = 100'000;
constexpr std::string_view kJwsCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";

using Parts = std::array<std::string, 3>;

Parts parts_of(const std::string& jws) {
  const std::size_t first = jws.find('.');
  const std::size_t last = jws.rfind('.');
  return {jws.substr(0, first), jws.substr(first + 1, last - first - 1), jws.substr(last + 1)};
}

// The text itself, the bytes of one part, or the payload before it is packed.
std::string mutate(Mutator& mutator, const std::string& jws, const std::string& payload) {
  Parts parts = parts_of(jws);
  const std::size_t part = mutator.below(5);
  if (part == 4) return mutator.edit(jws, kJwsCharacters);
  parts[part % 3] = part == 3 ? encode_base64url(deflate_raw(bytes_of(mutator.edit(payload))))
                              : encode_base64url(mutator.edit(decode_base64url(parts[part]).value()));
  return parts[0] + '.' + parts[1] + '.' + parts[2];
}

TEST(CardMutation, NoneIsBelieved) {
  const TemporaryFolder trust;
  const TestCardIssuer issuer;
  publish(trust.path(), "jwks.json", {{"keys", {issuer.jwk()}}});
  const CertificateVerifier verifier(TrustStore::open(trust.path()).value());
  const WallTime now = parse_iso_time("2021-12-03T09:30:00Z").value();
  const std::string payload = test_card_payload().dump();
  const std::string jws = issuer.sign(issuer.header(), payload);
  ASSERT_TRUE(verifier.verify(jws, now).verified);
  Mutator mutator(20211203);
  for (int i = 0; i < kMutations; ++i) {
    const std::string mutated = mutate(mutator, jws, payload);
    const auto result = verifier.verify(i % 2 == 0 ? mutated : numeric_text(mutated), now);
    ASSERT_TRUE(!result.verified || mutated == jws) << mutated;
  }
}

}  // namespace
}  // namespace gate
