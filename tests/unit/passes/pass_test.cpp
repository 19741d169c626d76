#include <gtest/gtest.h>

#include "encoding/cbor_reader.h"
#include "encoding/cbor_writer.h"
#include "signatures/cose_sign1.h"
#include "venue.h"

namespace gate {
namespace {

std::optional<PassRefusal> refusal(const Venue& venue, ByteView bytes, WallTime now = Venue::kNow) {
  const PassVerification verification = venue.verifier.verify(bytes, now);
  EXPECT_EQ(verification.verified.has_value(), !verification.refusal.has_value());
  EXPECT_EQ(verification.checks.back().passed, verification.verified.has_value());
  return verification.refusal;
}

/// The pass's claims, changed by `change`, signed by the authority all the same.
template <class Change>
Bytes signed_after(Venue& venue, Change change) {
  const CborValue read = read_cbor(write_pass_claims(venue.pass()).value(), {.bytes = kMaxPassBytes}).value();
  CborMap claims = *read.map();
  change(claims);
  return sign_cose_sign1(write_cbor(claims), venue.authority, bytes_of(kPassContentType)).value();
}

CborValue& claim(CborMap& claims, std::int64_t key) {
  return std::find_if(claims.begin(), claims.end(), [&](auto& entry) { return entry.key.integer() == key; })->value;
}

TEST(Pass, ComesBackAsItWasIssued) {
  Venue venue;
  const Pass pass = venue.pass();
  const PassVerification verification = venue.verifier.verify(venue.issue(pass), Venue::kNow);
  ASSERT_TRUE(verification.verified) << verification.detail;
  const Pass& read = verification.verified->pass();
  EXPECT_EQ(read.id, pass.id);
  EXPECT_EQ(read.issued_at, pass.issued_at);
  EXPECT_EQ(read.expires_at, pass.expires_at);
  EXPECT_EQ(read.certificate, pass.certificate);
  EXPECT_EQ(read.initials, pass.initials);
  EXPECT_EQ(read.authority_key_id, to_hex(venue.authority.public_key().key_id()));
  ASSERT_EQ(read.samples.size(), 3u);
  EXPECT_EQ(distance(read.samples[1].vectors()[0], pass.samples[1].vectors()[0])->value, 0.0f);
  EXPECT_EQ(verification.verified->certificate().certificate().immunisations.size(), 1u);
}

TEST(Pass, HasTheSizeThatItsFormatPageStates) {
  Venue venue;
  Pass pass = venue.pass();
  pass.certificate.assign(600, 'X');
  EXPECT_EQ(venue.issue(pass).size(), 2406u);
}

TEST(Pass, IsRefusedOutsideItsTimes) {
  Venue venue;
  const Pass pass = venue.pass();
  const Bytes bytes = venue.issue(pass);
  EXPECT_EQ(refusal(venue, bytes, pass.issued_at), std::nullopt);
  EXPECT_EQ(refusal(venue, bytes, pass.issued_at - std::chrono::milliseconds{1}), PassRefusal::kNotYetValid);
  EXPECT_EQ(refusal(venue, bytes, pass.expires_at - std::chrono::milliseconds{1}), std::nullopt);
  EXPECT_EQ(refusal(venue, bytes, pass.expires_at), PassRefusal::kExpired);
}

TEST(Pass, IsRefusedWithoutACertificateThatHoldsNow) {
  Venue venue;
  Pass pass = venue.pass();
  pass.certificate[pass.certificate.size() / 2] ^= 1;
  EXPECT_EQ(refusal(venue, venue.issue(pass)), PassRefusal::kCertificateNotVerified);
  pass = venue.pass(Venue::kNow + std::chrono::days{400});
  const PassVerification late = venue.verifier.verify(venue.issue(pass), Venue::kNow + std::chrono::days{350});
  EXPECT_EQ(late.refusal, PassRefusal::kCertificateNotVerified);
  EXPECT_EQ(late.certificate->refusal, CertificateRefusal::kExpired);
}

TEST(Pass, IsRefusedFromAnotherAuthorityAndForAnotherPurpose) {
  Venue venue;
  const Bytes stranger = issue_pass(venue.pass(), PrivateKey::create().value()).value();
  EXPECT_EQ(refusal(venue, stranger), PassRefusal::kAuthorityUnknown);
  const Bytes claims = write_pass_claims(venue.pass()).value();
  EXPECT_EQ(refusal(venue, sign_cose_sign1(claims, venue.authority).value()), PassRefusal::kSignatureInvalid);
  EXPECT_EQ(refusal(venue, bytes_of(venue.certificate)), PassRefusal::kCoseInvalid);
}

TEST(Pass, IsReadInItsOneFormOnly) {
  Venue venue;
  const Bytes bytes = venue.issue(venue.pass());
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_EQ(refusal(venue, longer), PassRefusal::kCoseInvalid);
  EXPECT_EQ(refusal(venue, ByteView(bytes).subspan(1)), PassRefusal::kCoseInvalid) << "without its tag";
  const CoseSign1 message = read_cose_sign1(bytes, {.bytes = kMaxPassBytes}).value();
  const CborArray parts{message.protected_header, CborMap{{4, Bytes{1}}}, message.payload, message.signature};
  EXPECT_EQ(refusal(venue, write_cbor(CborValue::tagged(18, parts))), PassRefusal::kCoseInvalid);
  EXPECT_EQ(refusal(venue, {}), PassRefusal::kCoseInvalid);
  EXPECT_EQ(refusal(venue, Bytes(kMaxPassBytes + 1)), PassRefusal::kTooLarge);
}

TEST(Pass, IsRefusedWithClaimsOutsideTheFormatEvenWhenSigned) {
  Venue venue;
  const auto changed = [&](auto change) { return refusal(venue, signed_after(venue, change)); };
  const auto with = [&](std::int64_t key, CborValue value) {
    return changed([&](CborMap& claims) { claim(claims, key) = std::move(value); });
  };
  const CborValue vector = Bytes(512);
  const CborValue sample = CborMap{{"m", vector}};
  EXPECT_EQ(changed([](CborMap&) {}), std::nullopt);
  EXPECT_EQ(changed([](CborMap& claims) { claims.push_back({1, "issuer"}); }), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(changed([](CborMap& claims) { claims.erase(claims.begin()); }), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65537, 2), PassRefusal::kVersionUnsupported);
  EXPECT_EQ(with(-65537, "1"), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(4, -1), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(4, 253'402'300'800), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(4, 1.7e9), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(6, 253'402'300'799), PassRefusal::kClaimsInvalid) << "issued after it expires";
  EXPECT_EQ(with(7, Bytes(15)), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65538, ""), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65538, std::string(kMaxCertificateBytes + 1, 'x')), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65539, CborArray{}), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65539, CborArray(9, sample)), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65539, CborArray{CborMap{}}), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65539, CborArray{CborMap{{"m", Bytes(7)}}}), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65539, CborArray{CborMap{{"m", Bytes{0, 0, 0xC0, 0x7F}}}}), PassRefusal::kClaimsInvalid) << "NaN";
  EXPECT_EQ(with(-65539, CborArray{CborMap{{"m", Bytes(4100)}}}), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65540, ""), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65540, "123456789"), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65540, "åäöåäöåä"), std::nullopt);
}

TEST(Pass, CannotBeIssuedOutsideTheFormat) {
  Venue venue;
  Pass pass = venue.pass();
  pass.samples.clear();
  EXPECT_EQ(issue_pass(pass, venue.authority).error().code, ErrorCode::kInvalidInput);
  pass = venue.pass();
  pass.expires_at = pass.issued_at;
  EXPECT_EQ(issue_pass(pass, venue.authority).error().code, ErrorCode::kInvalidInput);
}

TEST(PassId, IsThirtyTwoLowerCaseHexDigits) {
  const PassId id = parse_pass_id("000102030405060708090a0b0c0d0eff").value();
  EXPECT_EQ(id.bytes[15], 0xff);
  EXPECT_EQ(to_string(id), "000102030405060708090a0b0c0d0eff");
  EXPECT_FALSE(parse_pass_id(""));
  EXPECT_FALSE(parse_pass_id("000102030405060708090a0b0c0d0eFF"));
  EXPECT_FALSE(parse_pass_id("000102030405060708090a0b0c0d0eff0"));
}

}  // namespace
}  // namespace gate
