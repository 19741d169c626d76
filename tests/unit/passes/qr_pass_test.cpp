#include "passes/qr_pass_codec.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "encoding/base45.h"
#include "encoding/cbor_reader.h"
#include "encoding/cbor_writer.h"
#include "signatures/cose_sign1.h"
#include "templates/quantised_vector.h"
#include "venue.h"

namespace gate {
namespace {

PassVerification verified(const Venue& venue, std::string_view text, WallTime now = Venue::kNow) {
  PassVerification verification = venue.verifier.verify(bytes_of(text), now);
  EXPECT_EQ(verification.verified.has_value(), !verification.refusal.has_value());
  EXPECT_EQ(verification.checks.back().passed, verification.verified.has_value());
  return verification;
}

std::optional<PassRefusal> refusal(const Venue& venue, std::string_view text) { return verified(venue, text).refusal; }

std::string text_of_claims(const Venue& venue, ByteView claims, std::string_view content_type = kQrPassContentType) {
  return "GATE1:" + encode_base45(sign_cose_sign1(claims, venue.authority, bytes_of(content_type)).value());
}

TEST(QrPass, ComesBackAsItWasIssued) {
  Venue venue;
  const Pass pass = venue.pass();
  const std::string text = issue_qr_pass(pass, venue.authority).value();
  EXPECT_TRUE(looks_like_qr_pass(text));
  EXPECT_EQ(text.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"), std::string::npos);
  const PassVerification verification = verified(venue, text);
  ASSERT_TRUE(verification.verified) << verification.detail;
  const Pass& read = verification.verified->pass();
  EXPECT_EQ(read.form, PassForm::kQrCode);
  EXPECT_EQ(read.id, pass.id);
  EXPECT_EQ(read.issued_at, pass.issued_at);
  EXPECT_EQ(read.expires_at, pass.expires_at);
  EXPECT_EQ(read.certificate, pass.certificate);
  EXPECT_EQ(read.initials, pass.initials);
  EXPECT_EQ(read.authority_key_id, to_hex(venue.authority.public_key().key_id()));
  ASSERT_EQ(read.samples.size(), 1U);
  const FaceVector fused = fuse(pass.samples)->vectors()[0];
  EXPECT_LE(distance(read.samples[0].vectors()[0], fused)->value, 0.01F);
  EXPECT_EQ(verification.verified->certificate().certificate().immunisations.size(), 1U);
  EXPECT_TRUE(std::ranges::equal(verification.verified->encoded(), bytes_of(text)));
}

TEST(QrPass, HasOneFormWhateverTheSignature) {
  Venue venue;
  const Pass pass = venue.pass();
  EXPECT_EQ(write_qr_pass_claims(pass).value(), write_qr_pass_claims(pass).value());
  // Read, and written again from what was read: a quantised face does not move.
  const Bytes claims = write_qr_pass_claims(pass).value();
  const Pass read = read_qr_pass_claims(claims).value();
  EXPECT_EQ(read.certificate, pass.certificate);
}

TEST(QrPass, FileAndCodeCannotStandInForEachOther) {
  Venue venue;
  Pass pass = venue.pass();
  pass.samples = {venue.sample()};  // three as floats would be too long for a QR text
  const Bytes file = venue.issue(pass);
  EXPECT_EQ(refusal(venue, "GATE1:" + encode_base45(file)), PassRefusal::kSignatureInvalid);
  const std::string text = issue_qr_pass(pass, venue.authority).value();
  const Bytes message = decode_base45(text.substr(6)).value();
  EXPECT_EQ(venue.verifier.verify(message, Venue::kNow).refusal, PassRefusal::kSignatureInvalid);
  // Even if the authority signed one form's claims as the other.
  EXPECT_EQ(refusal(venue, text_of_claims(venue, write_pass_claims(pass).value())), PassRefusal::kVersionUnsupported);
  EXPECT_EQ(refusal(venue, text_of_claims(venue, write_qr_pass_claims(pass).value(), kPassContentType)),
            PassRefusal::kSignatureInvalid);
  EXPECT_EQ(refusal(venue, text_of_claims(venue, write_qr_pass_claims(pass).value(), "")),
            PassRefusal::kSignatureInvalid);
}

TEST(QrPass, IsReadInItsOneFormOnly) {
  Venue venue;
  const std::string text = issue_qr_pass(venue.pass(), venue.authority).value();
  EXPECT_EQ(refusal(venue, text), std::nullopt);
  EXPECT_EQ(refusal(venue, "GATE1:"), PassRefusal::kCoseInvalid);
  EXPECT_EQ(refusal(venue, "GATE1:a"), PassRefusal::kEncodingInvalid);
  EXPECT_TRUE(refusal(venue, text + "0"));
  EXPECT_EQ(refusal(venue, text + "000"), PassRefusal::kCoseInvalid);
  EXPECT_EQ(refusal(venue, "gate1:" + text.substr(6)), PassRefusal::kCoseInvalid) << "not a QR pass at all";
  EXPECT_EQ(refusal(venue, "GATE1:" + std::string(kMaxQrPassCharacters, '0')), PassRefusal::kTooLarge);
}

TEST(QrPass, EveryChangedCharacterIsNoticed) {
  Venue venue;
  const std::string text = issue_qr_pass(venue.pass(), venue.authority).value();
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string changed = text;
    changed[at] = changed[at] == '0' ? '1' : '0';
    ASSERT_TRUE(refusal(venue, changed)) << "character " << at;
  }
}

TEST(QrPass, ACertificateThatIsNoPackedTextIsCarriedAsText) {
  Venue venue;
  const auto carried = [&](const std::string& certificate) {
    Pass pass = venue.pass();
    pass.certificate = certificate;
    const Bytes claims = write_qr_pass_claims(pass).value();
    EXPECT_EQ(read_qr_pass_claims(claims)->certificate, certificate);
    return read_cbor(claims)->find(-65538)->text() != nullptr;
  };
  EXPECT_FALSE(carried(venue.certificate));
  EXPECT_FALSE(carried("HC1:6BF"));
  EXPECT_TRUE(carried("HC1:")) << "nothing to pack";
  EXPECT_TRUE(carried("HC1:6BF6")) << "cut short";
  EXPECT_TRUE(carried("HC1::::")) << "a group past 65535";
  EXPECT_TRUE(carried("HC1:6BF ")) << "a space is base45, but a group too short";
  EXPECT_TRUE(carried("hc1:6BF"));
  EXPECT_TRUE(carried("NZCP:/1/2KCEVIQEIVVWK6"));
}

/// The pass's claims, changed by `change`, signed by the authority all the same.
template <class Change>
std::optional<PassRefusal> changed(Venue& venue, Change change) {
  CborMap claims = *read_cbor(write_qr_pass_claims(venue.pass()).value())->map();
  change(claims);
  return refusal(venue, text_of_claims(venue, write_cbor(claims)));
}

TEST(QrPass, IsRefusedWithClaimsOutsideTheFormatEvenWhenSigned) {
  Venue venue;
  const auto with = [&](std::int64_t key, CborValue value) {
    return changed(venue, [&](CborMap& claims) {
      std::ranges::find_if(claims, [&](auto& entry) { return entry.key.integer() == key; })->value = std::move(value);
    });
  };
  const auto quantised = QuantisedVector::of(venue.sample().vectors()[0]).value();
  Bytes face(quantised.bytes().begin(), quantised.bytes().end());
  EXPECT_EQ(changed(venue, [](CborMap&) {}), std::nullopt);
  EXPECT_EQ(changed(venue, [](CborMap& claims) { claims.push_back({1, "issuer"}); }), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(changed(venue, [](CborMap& claims) { claims.erase(claims.begin()); }), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65537, 1), PassRefusal::kVersionUnsupported);
  EXPECT_EQ(with(-65537, 3), PassRefusal::kVersionUnsupported);
  EXPECT_EQ(with(4, -1), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(7, Bytes(15)), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65538, ""), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65538, Bytes{}), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65538, venue.certificate), PassRefusal::kClaimsInvalid) << "must be packed";
  EXPECT_EQ(with(-65539, CborMap{{Venue::kModel, face}}), std::nullopt);
  EXPECT_EQ(with(-65539, CborMap{}), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65539, CborArray{CborMap{{Venue::kModel, face}}}), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65539, CborMap{{"", face}}), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65539, CborMap{{1, face}}), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65539, CborMap{{std::string(129, 'm'), face}}), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65539, CborMap{{"a", face}, {"b", face}, {"c", face}, {"d", face}, {"e", face}}),
            PassRefusal::kClaimsInvalid);
  face[3] = 0x7f;  // the scale becomes infinite or not a number
  face[2] |= 0x80;
  EXPECT_EQ(with(-65539, CborMap{{Venue::kModel, face}}), PassRefusal::kClaimsInvalid);
  EXPECT_EQ(with(-65540, ""), PassRefusal::kClaimsInvalid);
}

TEST(QrPass, IsRefusedWhenItsCertificateIsTooLongForACode) {
  Venue venue;
  Pass pass = venue.pass();
  pass.certificate = "shc:/" + std::string(2000, '5');
  const auto text = issue_qr_pass(pass, venue.authority);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(text.error().message.find("carry this pass as a file"), std::string::npos);
}

TEST(QrPass, CanBeKeptInTheStoreLikeAFile) {
  Venue venue;
  const std::string text = issue_qr_pass(venue.pass(), venue.authority).value();
  const VerifiedPass pass = *verified(venue, text).verified;
  const auto store =
      PassStore::open(venue.folder.path() / "passes.db", DeviceKey::create(venue.folder.path() / "key").value());
  ASSERT_TRUE(store);
  ASSERT_TRUE((*store)->import(std::vector{pass}));
  const auto bytes = (*store)->load(pass.pass().id);
  ASSERT_TRUE(bytes);
  EXPECT_TRUE(venue.verifier.verify(*bytes, Venue::kNow).verified);
}

}  // namespace
}  // namespace gate
