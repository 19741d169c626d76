#include "encoding/cbor_writer.h"

#include <gtest/gtest.h>

#include <cmath>

#include "encoding/cbor_reader.h"

namespace gate {
namespace {

TEST(CborWriter, SortsKeysBytewiseWhateverTheirOrder) {
  // RFC 8949, 4.2.1: the example of the sort order.
  const CborValue map =
      CborMap{{false, 0}, {CborArray{-1}, 0}, {CborArray{100}, 0}, {"aa", 0}, {"z", 0}, {-1, 0}, {100, 0}, {10, 0}};
  EXPECT_EQ(to_hex(write_cbor(map)),
            "a80a00186400200061"
            "7a0062616100811864008120"
            "00f400");
}

TEST(CborWriter, UsesTheShortestFloatThatKeepsTheValue) {
  for (const double value : {5.960464477539063e-8, 2.98e-8, 6.1e-5, 0.000060975551605224609375, 65504.0, 65505.0, 1e39,
                             3.4028234663852886e+38, 1.0000001, -0.333251953125, 1e-45, 5e-324}) {
    const Bytes written = write_cbor(value);
    EXPECT_EQ(*read_cbor(written)->number(), value);
    const auto as_float = static_cast<float>(std::fabs(value) > 3.5e38 ? 0.0 : value);
    EXPECT_TRUE(static_cast<double>(as_float) == value || written.size() == 9) << value;
  }
  EXPECT_EQ(write_cbor(0.000060975551605224609375).size(), 3u);  // the largest subnormal half
  EXPECT_EQ(write_cbor(65505.0).size(), 5u);
}

}  // namespace
}  // namespace gate
