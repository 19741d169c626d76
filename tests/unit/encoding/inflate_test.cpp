#include "encoding/inflate.h"

#include <gtest/gtest.h>

#include "unit/certificates/test_dcc.h"
#include "unit/encoding/hex.h"

namespace gate {
namespace {

constexpr std::size_t kCap = 64 * 1024;

TEST(Inflate, UnpacksUpToItsCapAndNotOneByteMore) {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, std::size_t{2048}, std::size_t{2049}, kCap - 1, kCap}) {
    const Bytes original(size, 'x');
    EXPECT_EQ(inflate_zlib(deflate(original), kCap), original) << size;
  }
  const auto over = inflate_zlib(deflate(Bytes(kCap + 1, 'x')), kCap);
  ASSERT_FALSE(over);
  EXPECT_NE(over.error().message.find("more than 65536 bytes"), std::string::npos);
}

TEST(Inflate, ABombStaysWithinTheCap) { EXPECT_FALSE(inflate_zlib(deflate(Bytes(100 << 20)), kCap)); }

TEST(Inflate, RefusesBrokenStreams) {
  const Bytes good = deflate(Bytes(100, 'x'));
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(inflate_zlib(ByteView(good).first(size), kCap)) << size;
  }
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_FALSE(inflate_zlib(longer, kCap));
  Bytes checksum = good;
  checksum.back() ^= 1;
  EXPECT_FALSE(inflate_zlib(checksum, kCap));
  EXPECT_FALSE(inflate_zlib(from_hex("1f8b08000000000000030300000000000000000000"), kCap));  // gzip
  EXPECT_FALSE(inflate_zlib(from_hex("78bb00000000"), kCap));                                // wants a dictionary
}

TEST(InflateRaw, UnpacksABareStreamUpToItsCap) {
  const Bytes original(kCap, 'x');
  const Bytes zlib = deflate(original);
  const Bytes bare(zlib.begin() + 2, zlib.end() - 4);  // without zlib's head and checksum
  EXPECT_EQ(inflate_raw(bare, kCap), original);
  EXPECT_FALSE(inflate_raw(bare, kCap - 1));
  EXPECT_FALSE(inflate_raw(zlib, kCap));
  EXPECT_FALSE(inflate_raw(ByteView(bare).first(bare.size() - 1), kCap));
  Bytes longer = bare;
  longer.push_back(0);
  EXPECT_FALSE(inflate_raw(longer, kCap));
}

}  // namespace
}  // namespace gate
