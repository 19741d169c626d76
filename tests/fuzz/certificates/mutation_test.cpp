// 100,000 mutations of genuine certificates, at every layer: none may be believed unless what is signed, and the
// signature, are unchanged.
#include <gtest/gtest.h>

#include <algorithm>

#include "certificates/eu_dcc/eu_dcc.h"
#include "common/iso_time.h"
#include "encoding/base45.h"
#include "encoding/cbor_reader.h"
#include "encoding/cbor_writer.h"
#include "encoding/inflate.h"
#include "fuzz/certificates/mutator.h"
#include "signatures/cose_sign1.h"
#include "unit/certificates/test_dcc.h"

namespace gate {
namespace {

constexpr int kMutations = 100'000;

// The four parts of a COSE_Sign1 under tag 18.
CborArray parts_of(const Bytes& cose) {
  const CborValue root = read_cbor(cose).value();
  const CborTag* tag = root.tag();
  const CborArray* parts = tag == nullptr ? nullptr : tag->content.at(0).array();
  return parts == nullptr ? CborArray{} : *parts;
}

std::string mutate_part(Mutator& mutator, const Bytes& cose, std::size_t part) {
  CborArray parts = parts_of(cose);
  const Bytes* bytes = parts.at(part).bytes();
  if (bytes != nullptr) parts[part] = mutator.edit(*bytes);
  return dcc_text(write_cbor(CborValue::tagged(18, parts)));
}

// Another claim, well-formed: what a forger would write.
std::string forge_claim(Mutator& mutator, const TestDcc& dcc, const Bytes& cose) {
  TestDcc forged = dcc;
  const std::array<std::int64_t, 4> claims{1, 4, 6, -260};
  CborMap content = test_content("v", CborArray{test_vaccination()});
  set(content, "dob", std::to_string(1900 + mutator.below(100)));
  const std::int64_t claim = claims[mutator.below(claims.size())];
  set(forged.claims, claim, claim == -260 ? CborValue(CborMap{{1, content}}) : CborValue(mutator.below(1U << 31)));
  CborArray parts = parts_of(cose);
  parts.at(2) = write_cbor(forged.claims);
  return dcc_text(write_cbor(CborValue::tagged(18, parts)));
}

std::string mutate(Mutator& mutator, const TestDcc& dcc, const Bytes& cose) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  switch (mutator.below(8)) {
    case 0: return mutator.edit(dcc_text(cose));
    case 1: return "HC1:" + mutator.edit(encode_base45(deflate(cose)), kAlphabet);
    case 2: return "HC1:" + encode_base45(mutator.edit(deflate(cose)));
    case 3: return dcc_text(mutator.edit(cose));
    case 4: return mutate_part(mutator, cose, 0);
    case 5: return mutate_part(mutator, cose, 2);
    case 6: return mutate_part(mutator, cose, 3);
    default: return forge_claim(mutator, dcc, cose);
  }
}

// What was signed and the signature of an accepted text.
CborArray signed_parts(std::string_view text) {
  const Bytes unpacked = inflate_zlib(decode_base45(text.substr(4)).value(), kMaxEuDccUnpackedBytes).value();
  const CoseSign1 message = read_cose_sign1(unpacked).value();
  return {message.protected_header, message.payload, message.signature};
}

TEST(EuDccMutation, NoneIsAcceptedUnlessWhatIsSignedIsUnchanged) {
  const TestSigner es256;
  const TestSigner ps256({.key = "RSA-2048"});
  std::vector<TestDcc> genuine{make_test_dcc(es256), make_test_dcc(ps256)};
  set(genuine[1].protected_header, 1, -37);
  const std::array<Bytes, 2> cose{sign_dcc(genuine[0], es256), sign_dcc(genuine[1], ps256)};
  const CertificateVerifier verifier(trust({&es256, &ps256}));
  const WallTime now = parse_iso_time("2021-12-01T12:00:00Z").value();

  Mutator mutator(20211201);
  std::map<std::string_view, int> outcomes;
  for (int round = 0; round < kMutations; ++round) {
    const std::size_t which = mutator.below(2);
    const std::string text = mutate(mutator, genuine[which], cose[which]);
    const CertificateVerification result = verifier.verify(text, now);
    ++outcomes[result.refusal ? to_string(*result.refusal) : "accepted, signed bytes unchanged"];
    ASSERT_NE(result.refusal.has_value(), result.verified.has_value());
    if (!result.verified) continue;
    ASSERT_EQ(write_cbor(signed_parts(text)), write_cbor(signed_parts(dcc_text(cose[which])))) << text;
  }
  for (const auto& [outcome, count] : outcomes) std::cout << outcome << ": " << count << '\n';
  EXPECT_GT(outcomes["signature_invalid"], kMutations / 4);
}

}  // namespace
}  // namespace gate
