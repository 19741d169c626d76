#include "certificates/revocation/revocation_table.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "signatures/sha256.h"

namespace gate {

namespace {

// Numbers lie in the file as this machine reads them.
static_assert(std::endian::native == std::endian::little, "another byte order needs another kMagic");

constexpr std::string_view kMagic = "GateRev1";  // name and version
constexpr std::size_t kBuckets = 65536;

struct Header {
  std::array<char, 8> magic;
  std::uint64_t count;
  std::int64_t dated_ms;  // since 1970
};
constexpr std::size_t kEndsAt = sizeof(Header);
constexpr std::size_t kRestsAt = kEndsAt + kBuckets * sizeof(std::uint32_t);
constexpr std::size_t kChecksumBytes = sizeof(Sha256);
static_assert(kRestsAt % alignof(std::uint64_t) == 0);

std::size_t bucket_of(std::span<const std::uint8_t> hash) { return std::size_t{hash[0]} << 8 | hash[1]; }

std::uint64_t rest_of(std::span<const std::uint8_t> hash) {
  std::uint64_t rest = 0;
  for (std::size_t i = 2; i < std::tuple_size_v<ShortHash>; ++i) rest = rest << 8 | hash[i];
  return rest;
}

tl::unexpected<Error> malformed(std::string_view why) {
  return fail(ErrorCode::kInvalidInput, "not a table of revocations: " + std::string(why));
}

template <class T>
std::span<const T> numbers(ByteView bytes, std::size_t at, std::size_t count) {
  return {reinterpret_cast<const T*>(bytes.data() + at), count};
}

template <class T>
void put(Bytes& bytes, std::size_t at, const T& value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

}  // namespace

ShortHash shorten(const RevocationHash& hash) {
  ShortHash first;
  std::copy_n(hash.begin(), first.size(), first.begin());
  return first;
}

bool looks_like_revocation_table(std::string_view content) { return content.starts_with(kMagic); }

Result<RevocationTable> RevocationTable::read(ByteView bytes) {
  if (bytes.size() < kRestsAt + kChecksumBytes) return malformed("cut short");
  Header header{};
  std::memcpy(&header, bytes.data(), sizeof header);
  if (std::string_view(header.magic.data(), header.magic.size()) != kMagic) return malformed("another kind of file");
  const std::size_t hashed = bytes.size() - kChecksumBytes;
  if (header.count > kMaxRevocations || kRestsAt + header.count * sizeof(std::uint64_t) != hashed)
    return malformed("its length does not fit its count");
  const Sha256 checksum = sha256(bytes.first(hashed));
  if (!std::equal(checksum.begin(), checksum.end(), bytes.begin() + static_cast<std::ptrdiff_t>(hashed)))
    return fail(ErrorCode::kUntrusted, "table of revocations is damaged: its checksum does not hold");
  RevocationTable table;
  table.ends_ = numbers<std::uint32_t>(bytes, kEndsAt, kBuckets);
  table.rests_ = numbers<std::uint64_t>(bytes, kRestsAt, header.count);
  table.dated_ = WallTime(std::chrono::milliseconds(header.dated_ms));
  // With these two every bucket is a range within the table, whatever else is in it.
  if (!std::ranges::is_sorted(table.ends_) || table.ends_.back() != header.count) return malformed("its fan-out");
  return table;
}

bool RevocationTable::contains(const RevocationHash& hash) const {
  const std::size_t bucket = bucket_of(hash);
  const std::size_t begin = bucket == 0 ? 0 : ends_[bucket - 1];
  return std::ranges::binary_search(rests_.subspan(begin, ends_[bucket] - begin), rest_of(hash));
}

std::vector<ShortHash> RevocationTable::hashes() const {
  std::vector<ShortHash> hashes;
  hashes.reserve(size());
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
    while (hashes.size() < ends_[bucket]) {
      const std::uint64_t rest = rests_[hashes.size()];
      ShortHash hash{static_cast<std::uint8_t>(bucket >> 8), static_cast<std::uint8_t>(bucket)};
      for (std::size_t i = 2; i < hash.size(); ++i) hash[i] = static_cast<std::uint8_t>(rest >> (8 * (9 - i)));
      hashes.push_back(hash);
    }
  }
  return hashes;
}

Result<Bytes> make_revocation_table(std::vector<ShortHash> hashes, WallTime dated) {
  std::ranges::sort(hashes);
  // std::ranges::unique returns a subrange, and clang 14 cannot read libstdc++ 12's.
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  if (hashes.size() > kMaxRevocations) return fail(ErrorCode::kInvalidInput, "more than 32,000,000 revocations");
  const std::size_t hashed = kRestsAt + hashes.size() * sizeof(std::uint64_t);
  Bytes bytes(hashed + kChecksumBytes);
  Header header{{}, hashes.size(), dated.time_since_epoch().count()};
  std::ranges::copy(kMagic, header.magic.begin());
  put(bytes, 0, header);
  std::size_t end = 0;
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
    for (; end < hashes.size() && bucket_of(hashes[end]) == bucket; ++end)
      put(bytes, kRestsAt + end * sizeof(std::uint64_t), rest_of(hashes[end]));
    put(bytes, kEndsAt + bucket * sizeof(std::uint32_t), static_cast<std::uint32_t>(end));
  }
  put(bytes, hashed, sha256(ByteView(bytes).first(hashed)));
  return bytes;
}

}  // namespace gate
