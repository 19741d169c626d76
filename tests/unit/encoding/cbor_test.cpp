#include <gmock/gmock.h>

#include <limits>

#include "encoding/cbor_reader.h"
#include "encoding/cbor_writer.h"
#include "unit/encoding/hex.h"

namespace gate {
namespace {

using ::testing::HasSubstr;

CborValue tagged(std::uint64_t number, CborValue content) { return CborValue::tagged(number, std::move(content)); }

std::string text_of(const CborValue* value) {
  const std::string* text = value == nullptr ? nullptr : value->text();
  return text == nullptr ? "not a text" : *text;
}

struct Vector {
  const char* hex;
  CborValue value;
};

// RFC 8949, appendix A: every example whose encoding is the deterministic one, so that reading and writing both show.
std::vector<Vector> deterministic_vectors() {
  CborArray long_array;
  for (int i = 1; i <= 25; ++i) long_array.emplace_back(i);
  const double infinity = std::numeric_limits<double>::infinity();
  return {{"00", 0},
          {"01", 1},
          {"0a", 10},
          {"17", 23},
          {"1818", 24},
          {"1819", 25},
          {"1864", 100},
          {"1903e8", 1000},
          {"1a000f4240", 1000000},
          {"1b000000e8d4a51000", 1000000000000},
          {"1bffffffffffffffff", 18446744073709551615U},
          {"3bffffffffffffffff", CborInteger{true, 18446744073709551615U}},
          {"20", -1},
          {"29", -10},
          {"3863", -100},
          {"3903e7", -1000},
          {"c249010000000000000000", tagged(2, from_hex("010000000000000000"))},
          {"c349010000000000000000", tagged(3, from_hex("010000000000000000"))},
          {"f90000", 0.0},
          {"f98000", -0.0},
          {"f93c00", 1.0},
          {"fb3ff199999999999a", 1.1},
          {"f93e00", 1.5},
          {"f97bff", 65504.0},
          {"fa47c35000", 100000.0},
          {"fa7f7fffff", 3.4028234663852886e+38},
          {"fb7e37e43c8800759c", 1.0e+300},
          {"f90001", 5.960464477539063e-8},
          {"f90400", 0.00006103515625},
          {"f9c400", -4.0},
          {"fbc010666666666666", -4.1},
          {"f97c00", infinity},
          {"f9fc00", -infinity},
          {"f4", false},
          {"f5", true},
          {"f6", CborValue::null()},
          {"f7", CborValue::undefined()},
          {"f0", CborSimple{16}},
          {"f8ff", CborSimple{255}},
          {"c074323031332d30332d32315432303a30343a30305a", tagged(0, "2013-03-21T20:04:00Z")},
          {"c11a514b67b0", tagged(1, 1363896240)},
          {"c1fb41d452d9ec200000", tagged(1, 1363896240.5)},
          {"d74401020304", tagged(23, from_hex("01020304"))},
          {"d818456449455446", tagged(24, from_hex("6449455446"))},
          {"d82076687474703a2f2f7777772e6578616d706c652e636f6d", tagged(32, "http://www.example.com")},
          {"40", Bytes{}},
          {"4401020304", from_hex("01020304")},
          {"60", ""},
          {"6161", "a"},
          {"6449455446", "IETF"},
          {"62225c", "\"\\"},
          {"62c3bc", "ü"},
          {"63e6b0b4", "水"},
          {"64f0908591", "\xf0\x90\x85\x91"},
          {"80", CborArray{}},
          {"83010203", CborArray{1, 2, 3}},
          {"8301820203820405", CborArray{1, CborArray{2, 3}, CborArray{4, 5}}},
          {"98190102030405060708090a0b0c0d0e0f101112131415161718181819", long_array},
          {"a0", CborMap{}},
          {"a201020304", CborMap{{1, 2}, {3, 4}}},
          {"a26161016162820203", CborMap{{"a", 1}, {"b", CborArray{2, 3}}}},
          {"826161a161626163", CborArray{"a", CborMap{{"b", "c"}}}},
          {"a56161614161626142616361436164614461656145",
           CborMap{{"a", "A"}, {"b", "B"}, {"c", "C"}, {"d", "D"}, {"e", "E"}}}};
}

TEST(Cbor, ReadsAndWritesTheDeterministicVectorsOfRfc8949) {
  for (const Vector& vector : deterministic_vectors()) {
    SCOPED_TRACE(vector.hex);
    EXPECT_EQ(to_hex(write_cbor(vector.value)), vector.hex);
    const auto read = read_cbor(from_hex(vector.hex));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->data().index(), vector.value.data().index());
    EXPECT_EQ(to_hex(write_cbor(*read)), vector.hex);
  }
}

// RFC 8949, appendix A: the other encodings, and what they are in deterministic form.
TEST(Cbor, ReadsTheOtherVectorsOfRfc8949) {
  const std::pair<const char*, const char*> vectors[] = {{"fa7f800000", "f97c00"},
                                                         {"fa7fc00000", "f97e00"},
                                                         {"faff800000", "f9fc00"},
                                                         {"fb7ff0000000000000", "f97c00"},
                                                         {"fb7ff8000000000000", "f97e00"},
                                                         {"fbfff0000000000000", "f9fc00"},
                                                         {"5f42010243030405ff", "450102030405"},
                                                         {"7f657374726561646d696e67ff", "6973747265616d696e67"},
                                                         {"9fff", "80"},
                                                         {"9f018202039f0405ffff", "8301820203820405"},
                                                         {"9f01820203820405ff", "8301820203820405"},
                                                         {"83018202039f0405ff", "8301820203820405"},
                                                         {"83019f0203ff820405", "8301820203820405"},
                                                         {"bf61610161629f0203ffff", "a26161016162820203"},
                                                         {"826161bf61626163ff", "826161a161626163"},
                                                         {"bf6346756ef563416d7421ff", "a263416d74216346756ef5"},
                                                         {"1800", "00"},
                                                         {"1b0000000000000001", "01"},
                                                         {"9a0000000101", "8101"},
                                                         {"7fff", "60"}};
  for (const auto& [hex, deterministic] : vectors) {
    const auto read = read_cbor(from_hex(hex));
    if (std::string_view(hex).starts_with("7f6573747265616")) {
      ASSERT_TRUE(read) << hex;
      EXPECT_EQ(text_of(&*read), "streaming");
      continue;
    }
    ASSERT_TRUE(read) << hex << ": " << read.error().message;
    EXPECT_EQ(to_hex(write_cbor(*read)), deterministic) << hex;
  }
}

TEST(CborReader, RefusesWhatIsNotWellFormed) {
  // RFC 8949, appendix F.1 and our own: cut short, reserved, break out of place, mixed chunks, duplicate keys, bad
  // UTF-8.
  for (const char* hex : {"",
                          "18",
                          "19",
                          "1a",
                          "1b",
                          "1901",
                          "1a0102",
                          "1b01020304050607",
                          "38",
                          "58",
                          "78",
                          "98",
                          "9a01ff00",
                          "b8",
                          "d8",
                          "f8",
                          "f900",
                          "fa0000",
                          "fb000000",
                          "41",
                          "61",
                          "5affffffff00",
                          "5bffffffffffffffff010203",
                          "7affffffff00",
                          "81",
                          "818181818181818181",
                          "8200",
                          "a1",
                          "a20102",
                          "a100",
                          "a2000000",
                          "c0",
                          "5f4100",
                          "7f6100",
                          "9f",
                          "9f0102",
                          "bf",
                          "bf01020102",
                          "819f",
                          "9f8000",
                          "5f00ff",
                          "5f21ff",
                          "5f6100ff",
                          "5f80ff",
                          "5fa0ff",
                          "5fc000ff",
                          "5fe0ff",
                          "7f4100ff",
                          "5f5f4100ffff",
                          "7f7f6100ffff",
                          "ff",
                          "81ff",
                          "8200ff",
                          "a1ff",
                          "a1ff00",
                          "a100ff",
                          "bf00ff",
                          "bf000000ff",
                          "9f81ff",
                          "1c",
                          "1d",
                          "1e",
                          "3c",
                          "5c",
                          "7c",
                          "9c",
                          "bc",
                          "dc",
                          "fc",
                          "fd",
                          "fe",
                          "1f",
                          "3f",
                          "df",
                          "f800",
                          "f81f",
                          "f818",
                          "c1ff",
                          "0000",
                          "8000",
                          "a201000100",
                          "a20100180100",
                          "a2f90000fa0000000000",
                          "61ff",
                          "62c080",
                          "63eda080",
                          "64f4908080",
                          "62c328",
                          "7f61c361bcff"}) {
    const auto read = read_cbor(from_hex(hex));
    ASSERT_FALSE(read) << hex;
    EXPECT_EQ(read.error().code, ErrorCode::kInvalidInput);
    EXPECT_THAT(read.error().message, HasSubstr("CBOR, byte "));
  }
}

TEST(CborReader, KeepsToItsLimits) {
  const Bytes three_items = from_hex("820102");
  EXPECT_TRUE(read_cbor(three_items, {.bytes = 3, .items = 3, .depth = 1}));
  EXPECT_FALSE(read_cbor(three_items, {.bytes = 2, .items = 3, .depth = 1}));
  EXPECT_FALSE(read_cbor(three_items, {.bytes = 3, .items = 2, .depth = 1}));
  EXPECT_FALSE(read_cbor(three_items, {.bytes = 3, .items = 3, .depth = 0}));
  EXPECT_TRUE(read_cbor(from_hex("818100"), {.depth = 2}));
  EXPECT_FALSE(read_cbor(from_hex("818100"), {.depth = 1}));
  EXPECT_FALSE(read_cbor(from_hex("81c100"), {.depth = 1}));
}

TEST(CborReader, DoesNotTrustClaimedLengthsOrNesting) {
  EXPECT_FALSE(read_cbor(from_hex("9bffffffffffffffff00")));
  EXPECT_FALSE(read_cbor(from_hex("bbffffffffffffffff0000")));
  EXPECT_FALSE(read_cbor(Bytes(64 * 1024, 0x81)));
  EXPECT_FALSE(read_cbor(Bytes(64 * 1024, 0x9f)));
  EXPECT_FALSE(read_cbor(Bytes(64 * 1024, 0xd8)));
}

TEST(CborValue, IntegersOutsideInt64AreNotInteger) {
  EXPECT_EQ(read_cbor(from_hex("3b7fffffffffffffff"))->integer(), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(read_cbor(from_hex("1b7fffffffffffffff"))->integer(), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(read_cbor(from_hex("3b8000000000000000"))->integer(), std::nullopt);
  EXPECT_EQ(read_cbor(from_hex("1b8000000000000000"))->integer(), std::nullopt);
  EXPECT_EQ(read_cbor(from_hex("3bffffffffffffffff"))->number(), -18446744073709551616.0);
}

TEST(CborValue, FindsKeysOfTheRightKindOnly) {
  const CborValue map = CborMap{{1, "int"}, {"1", "text"}, {-260, true}, {1.0, "float"}};
  EXPECT_EQ(text_of(map.find(1)), "int");
  EXPECT_EQ(text_of(map.find("1")), "text");
  const CborValue* negative = map.find(-260);
  ASSERT_NE(negative, nullptr);
  EXPECT_EQ(negative->boolean(), true);
  EXPECT_EQ(map.find(2), nullptr);
  EXPECT_EQ(CborValue(5).find("a"), nullptr);
}

}  // namespace
}  // namespace gate
