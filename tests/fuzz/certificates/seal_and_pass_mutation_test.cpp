// 20,000 mutations each of genuine VDS-NC and NZCP, at every layer: none may be believed unless what is signed is
// unchanged.
#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include "certificates/certificate_verifier.h"
#include "common/iso_time.h"
#include "encoding/base32.h"
#include "encoding/base64.h"
#include "encoding/canonical_json.h"
#include "encoding/cbor_reader.h"
#include "encoding/cbor_writer.h"
#include "fuzz/certificates/mutator.h"
#include "signatures/cose_sign1.h"
#include "unit/certificates/test_nzcp.h"
#include "unit/certificates/test_seal.h"

namespace gate {
namespace {

using nlohmann::json;

constexpr int kMutations = 20'000;
const WallTime kNow = parse_iso_time("2021-12-01T12:00:00Z").value();

// What came of it all, printed at the end.
class Outcomes {
 public:
  void add(const CertificateVerification& result) {
    ++counts_[result.refusal ? to_string(*result.refusal) : "accepted, what is signed is unchanged"];
  }
  int operator[](std::string_view outcome) { return counts_[outcome]; }
  ~Outcomes() {
    for (const auto& [outcome, count] : counts_) std::cout << outcome << ": " << count << '\n';
  }

 private:
  std::map<std::string_view, int> counts_;
};

// Another value somewhere in what is signed, well-formed: what a forger would write.
json forge(Mutator& mutator, json text) {
  const json flat = text.at("data").flatten();
  auto member = flat.begin();
  std::advance(member, static_cast<std::ptrdiff_t>(mutator.below(flat.size())));
  json& value = text["data"][json::json_pointer(member.key())];
  switch (mutator.below(3)) {
    case 0: value = static_cast<int>(mutator.below(100)); break;
    case 1: value = "2021-0" + std::to_string(1 + mutator.below(9)) + "-01"; break;
    default: value = value.is_string() ? json(value.get<std::string>() + "X") : json("1"); break;
  }
  return text;
}

// One of the envelope's bytes changed: the signer's certificate, or the signature.
json mutate_bytes(Mutator& mutator, json text, const char* member) {
  const Bytes bytes = decode_any_base64(text["sig"][member].get<std::string>()).value();
  text["sig"][member] = encode_base64url(mutator.edit(bytes));
  return text;
}

std::string mutate(Mutator& mutator, const json& text) {
  switch (mutator.below(5)) {
    case 0: return mutator.edit(text.dump());
    case 1: return mutator.edit(text.dump(), "{}[]\",:0123456789abcdefXMJPN\\u ");
    case 2: return mutate_bytes(mutator, text, "cer").dump();
    case 3: return mutate_bytes(mutator, text, "sigvl").dump();
    default: return forge(mutator, text).dump();
  }
}

std::string signed_text(const std::string& text) { return canonical_json(json::parse(text).at("data")).value(); }

TEST(VdsNcMutation, NoneIsAcceptedUnlessWhatIsSignedIsUnchanged) {
  const TestSigner authority(authority_options());
  const TestSigner signer(seal_signer_options(authority));
  const std::array<json, 2> genuine{seal(test_vaccination_seal_data(), signer), seal(test_test_seal_data(), signer)};
  const CertificateVerifier verifier(trust_authority(authority));
  Mutator mutator(20211201);
  Outcomes outcomes;
  for (int round = 0; round < kMutations; ++round) {
    const json& original = genuine[mutator.below(2)];
    const std::string text = mutate(mutator, original);
    const CertificateVerification result = verifier.verify(text, kNow);
    outcomes.add(result);
    ASSERT_NE(result.refusal.has_value(), result.verified.has_value());
    if (!result.verified) continue;
    ASSERT_EQ(signed_text(text), signed_text(original.dump())) << text;
  }
  EXPECT_GT(outcomes["signature_invalid"], kMutations / 5);
  EXPECT_GT(outcomes["chain_invalid"], kMutations / 10);
}

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
  return nzcp_text(write_cbor(CborValue::tagged(18, parts)));
}

std::string mutate(Mutator& mutator, const Bytes& cose) {
  switch (mutator.below(6)) {
    case 0: return mutator.edit(nzcp_text(cose));
    case 1: return "NZCP:/1/" + mutator.edit(nzcp_text(cose).substr(8), "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567=");
    case 2: return nzcp_text(mutator.edit(cose));
    case 3: return mutate_part(mutator, cose, 0);
    case 4: return mutate_part(mutator, cose, 2);
    default: return mutate_part(mutator, cose, 3);
  }
}

// What was signed and the signature of an accepted text.
Bytes signed_parts(std::string_view text) {
  const CoseSign1 message = read_cose_sign1(decode_base32(text.substr(8)).value()).value();
  return write_cbor(CborArray{message.protected_header, message.payload, message.signature});
}

TEST(NzcpMutation, NoneIsAcceptedUnlessWhatIsSignedIsUnchanged) {
  const TestSigner signer;
  const Bytes cose = sign_nzcp(make_test_nzcp(), signer);
  const CertificateVerifier verifier(trust_document(did_document(signer)));
  Mutator mutator(20211202);
  Outcomes outcomes;
  for (int round = 0; round < kMutations; ++round) {
    const std::string text = mutate(mutator, cose);
    const CertificateVerification result = verifier.verify(text, kNow);
    outcomes.add(result);
    ASSERT_NE(result.refusal.has_value(), result.verified.has_value());
    if (!result.verified) continue;
    ASSERT_EQ(signed_parts(text), signed_parts(nzcp_text(cose))) << text;
  }
  EXPECT_GT(outcomes["signature_invalid"], kMutations / 5);
}

}  // namespace
}  // namespace gate
