#include "signatures/cose_sign1.h"

#include <gtest/gtest.h>

#include "encoding/cbor_writer.h"
#include "unit/encoding/hex.h"

namespace gate {
namespace {

const Bytes kPayload = from_hex("a1010a");

PrivateKey new_key() { return PrivateKey::create().value(); }

// The four parts of a message made by sign_cose_sign1, so that a test can put them together differently.
CborArray parts_of(const Bytes& message) {
  const CborValue root = read_cbor(message).value();
  const CborTag* tag = root.tag();
  const CborArray* parts = tag == nullptr ? nullptr : tag->content.at(0).array();
  return parts == nullptr ? CborArray{} : *parts;
}

TEST(CoseSign1, WhatWeSignWeVerify) {
  const PrivateKey key = new_key();
  const Bytes message = sign_cose_sign1(kPayload, key).value();
  EXPECT_EQ(message[0], 0xd2);  // tag 18
  const CoseSign1 read = read_cose_sign1(message).value();
  EXPECT_EQ(read.payload, kPayload);
  EXPECT_EQ(read.algorithm, -7);
  EXPECT_TRUE(std::ranges::equal(read.key_id, key.public_key().key_id()));
  EXPECT_EQ(read.signature.size(), 64u);
  EXPECT_TRUE(verify_cose_sign1(read, key.public_key()));
  EXPECT_FALSE(verify_cose_sign1(read, new_key().public_key()));
  EXPECT_FALSE(verify_cose_sign1(read, key.public_key(), from_hex("00")));
}

// RFC 9052, C.2.1, with key "11" of its C.7.1: alg protected, kid unprotected.
TEST(CoseSign1, VerifiesTheWorkingGroupsExample) {
  const PublicKey key =
      PublicKey::from_der(from_hex("3059301306072a8648ce3d020106082a8648ce3d03010703420004"
                                   "bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff"
                                   "20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e"))
          .value();
  const Bytes message = from_hex(
      "d28443a10126a10442313154546869732069732074686520636f6e74656e742e58408eb33e4ca31d1c465ab05aac34cc6b23d58f"
      "ef5c083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36");
  const CoseSign1 read = read_cose_sign1(message).value();
  EXPECT_EQ(std::string(read.payload.begin(), read.payload.end()), "This is the content.");
  EXPECT_EQ(std::string(read.key_id.begin(), read.key_id.end()), "11");
  EXPECT_TRUE(verify_cose_sign1(read, key));
  for (std::size_t i = 0; i < message.size(); ++i) {
    Bytes changed = message;
    changed[i] ^= 1;
    const auto reread = read_cose_sign1(changed);
    const bool same_signed_part = i >= 6 && i < 11;  // the unprotected header is not signed
    EXPECT_TRUE(same_signed_part || !reread || !verify_cose_sign1(*reread, key)) << "byte " << i;
  }
}

TEST(CoseSign1, IsReadBareUnderTag18AndUnder61And18) {
  const PrivateKey key = new_key();
  const CborArray parts = parts_of(sign_cose_sign1(kPayload, key).value());
  const CborValue tagged = CborValue::tagged(18, parts);
  for (const CborValue& form : {CborValue(parts), tagged, CborValue::tagged(61, tagged)}) {
    const auto read = read_cose_sign1(write_cbor(form));
    ASSERT_TRUE(read);
    EXPECT_TRUE(verify_cose_sign1(*read, key.public_key()));
  }
  for (const CborValue& form : {CborValue::tagged(61, parts), CborValue::tagged(17, parts),
                                CborValue::tagged(18, CborValue::tagged(61, parts)), CborValue::tagged(18, tagged)}) {
    EXPECT_FALSE(read_cose_sign1(write_cbor(form)));
  }
}

TEST(CoseSign1, HasOneFormOfWhatWeSign) {
  const Bytes message = sign_cose_sign1(kPayload, new_key()).value();
  CborArray parts = parts_of(message);
  const auto is_only = [](const Bytes& bytes) { return is_only_form(read_cose_sign1(bytes).value(), bytes); };
  EXPECT_TRUE(is_only(message));
  EXPECT_FALSE(is_only(write_cbor(parts))) << "without its tag";
  parts[1] = CborMap{{4, from_hex("01")}};
  EXPECT_FALSE(is_only(write_cbor(CborValue::tagged(18, parts)))) << "something in the header nobody signs";
}

TEST(CoseSign1, ProtectedHeaderWinsOverUnprotected) {
  const Bytes inside = write_cbor(CborMap{{1, -7}, {4, from_hex("01")}});
  const CborValue outside = CborMap{{1, -37}, {4, from_hex("02")}};
  const CoseSign1 both = read_cose_sign1(write_cbor(CborArray{inside, outside, Bytes{}, Bytes{}})).value();
  EXPECT_EQ(both.algorithm, -7);
  EXPECT_EQ(both.key_id, from_hex("01"));
  const CoseSign1 unprotected = read_cose_sign1(write_cbor(CborArray{Bytes{}, outside, Bytes{}, Bytes{}})).value();
  EXPECT_EQ(unprotected.algorithm, -37);
  EXPECT_EQ(unprotected.key_id, from_hex("02"));
}

TEST(CoseSign1, RefusesOtherShapes) {
  const Bytes none;
  const CborValue map = CborMap{};
  const auto with_header = [&](const CborValue& header) {
    return CborValue(CborArray{write_cbor(header), map, none, none});
  };
  const CborValue critical = CborArray{99};
  const std::vector<CborValue> shapes{CborArray{none, map, none},
                                      CborArray{none, map, none, none, none},
                                      CborArray{map, map, none, none},
                                      CborArray{none, none, none, none},
                                      CborArray{none, map, CborValue::null(), none},
                                      CborArray{none, map, none, "text"},
                                      CborArray{from_hex("a1"), map, none, none},
                                      CborMap{{1, 2}},
                                      5,
                                      with_header(CborArray{}),
                                      with_header(CborMap{{4, "kid"}}),
                                      with_header(CborMap{{2, critical}, {99, 1}}),
                                      with_header(CborMap{{2, 1}})};
  for (const CborValue& shape : shapes) {
    const auto read = read_cose_sign1(write_cbor(shape));
    ASSERT_FALSE(read) << to_hex(write_cbor(shape));
    EXPECT_EQ(read.error().code, ErrorCode::kInvalidInput);
  }
  EXPECT_TRUE(read_cose_sign1(write_cbor(with_header(CborMap{{2, CborArray{1, 4}}, {1, -7}}))));
}

TEST(CoseSign1, AlgorithmMustFitTheKey) {
  const PrivateKey key = new_key();
  CoseSign1 message = read_cose_sign1(sign_cose_sign1(kPayload, key).value()).value();
  message.algorithm = -37;
  EXPECT_FALSE(verify_cose_sign1(message, key.public_key()));
  message.algorithm = std::nullopt;
  EXPECT_FALSE(verify_cose_sign1(message, key.public_key()));
}

}  // namespace
}  // namespace gate
