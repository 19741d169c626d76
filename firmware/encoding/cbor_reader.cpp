#include "encoding/cbor_reader.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "encoding/cbor_writer.h"
#include "encoding/utf8.h"

namespace gate {

namespace {

// RFC 8949, 3: the top three bits of an item's first byte.
enum Major : std::uint8_t { kUnsigned, kNegative, kBytes, kText, kArray, kMap, kTag, kOther };
constexpr std::uint8_t kIndefinite = 31;
constexpr std::uint8_t kBreak = 0xff;

double half_to_double(std::uint16_t half) {
  const int exponent = half >> 10 & 31;
  const int mantissa = half & 0x3ff;
  const double sign = (half & 0x8000) != 0 ? -1.0 : 1.0;
  if (exponent == 31) return mantissa == 0 ? sign * HUGE_VAL : std::nan("");
  return sign * (exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(mantissa + 1024, exponent - 25));
}

// Keys are compared as values: 01 and 1801 are the same key. Their deterministic encodings are then equal.
bool has_duplicate_keys(const CborMap& map) {
  std::vector<Bytes> keys;
  keys.reserve(map.size());
  for (const CborEntry& entry : map) keys.push_back(write_cbor(entry.key));
  std::ranges::sort(keys);
  return std::ranges::adjacent_find(keys) != keys.end();
}

class CborReader {
 public:
  CborReader(ByteView input, const CborLimits& limits) : input_(input), limits_(limits) {}

  Result<CborValue> read_item(int depth);
  std::size_t offset() const { return offset_; }
  tl::unexpected<Error> error(std::string_view what) const {
    return fail(ErrorCode::kInvalidInput, "CBOR, byte " + std::to_string(offset_) + ": " + std::string(what));
  }

 private:
  struct Head {
    Major major;
    std::uint8_t info;
    std::uint64_t argument;
    bool indefinite() const { return info == kIndefinite; }
  };

  Result<Head> read_head();
  Result<ByteView> take(std::uint64_t count);
  Result<Bytes> read_string(const Head& head);
  Result<ByteView> read_chunk(Major major, std::uint64_t size);
  Result<CborValue> read_array(const Head& head, int depth);
  Result<CborValue> read_map(const Head& head, int depth);
  Result<CborValue> read_tag(const Head& head, int depth);
  Result<CborValue> read_other(const Head& head) const;
  // Whether another element follows; takes the break byte of an indefinite length.
  Result<bool> more(const Head& head, std::size_t read_so_far);

  ByteView input_;
  CborLimits limits_;
  std::size_t offset_ = 0;
  std::size_t items_ = 0;
};

Result<ByteView> CborReader::take(std::uint64_t count) {
  if (count > input_.size() - offset_) return error("cut short");
  const ByteView taken = input_.subspan(offset_, count);
  offset_ += count;
  return taken;
}

Result<CborReader::Head> CborReader::read_head() {
  if (++items_ > limits_.items) return error("more than " + std::to_string(limits_.items) + " items");
  const auto first = take(1);
  if (!first) return fail(first.error());
  Head head{static_cast<Major>((*first)[0] >> 5), static_cast<std::uint8_t>((*first)[0] & 31), 0};
  if (head.info < 24) head.argument = head.info;
  if (head.info < 24 || head.indefinite()) return head;
  if (head.info > 27) return error("reserved additional information");
  const auto argument = take(std::uint64_t{1} << (head.info - 24));
  if (!argument) return fail(argument.error());
  for (const std::uint8_t byte : *argument) head.argument = head.argument << 8 | byte;
  return head;
}

Result<bool> CborReader::more(const Head& head, std::size_t read_so_far) {
  if (!head.indefinite()) return read_so_far < head.argument;
  if (offset_ == input_.size()) return error("cut short");
  if (input_[offset_] != kBreak) return true;
  ++offset_;
  return false;
}

Result<ByteView> CborReader::read_chunk(Major major, std::uint64_t size) {
  auto chunk = take(size);
  if (chunk && major == kText && !is_utf8(*chunk)) return error("text is not UTF-8");
  return chunk;
}

Result<Bytes> CborReader::read_string(const Head& head) {
  if (!head.indefinite()) {
    return read_chunk(head.major, head.argument).map([](ByteView chunk) { return Bytes(chunk.begin(), chunk.end()); });
  }
  Bytes joined;
  for (;;) {
    const auto another = more(head, 0);
    if (!another) return fail(another.error());
    if (!*another) return joined;
    const auto part = read_head();
    if (!part) return fail(part.error());
    if (part->major != head.major || part->indefinite()) return error("a chunk must be a string of the same kind");
    const auto chunk = read_chunk(part->major, part->argument);
    if (!chunk) return fail(chunk.error());
    joined.insert(joined.end(), chunk->begin(), chunk->end());
  }
}

Result<CborValue> CborReader::read_array(const Head& head, int depth) {
  CborArray array;
  for (;;) {
    const auto another = more(head, array.size());
    if (!another) return fail(another.error());
    if (!*another) return array;
    auto item = read_item(depth);
    if (!item) return item;
    array.push_back(std::move(*item));
  }
}

Result<CborValue> CborReader::read_map(const Head& head, int depth) {
  CborMap map;
  for (;;) {
    const auto another = more(head, map.size());
    if (!another) return fail(another.error());
    if (!*another) break;
    auto key = read_item(depth);
    if (!key) return key;
    auto value = read_item(depth);
    if (!value) return value;
    map.push_back({std::move(*key), std::move(*value)});
  }
  if (has_duplicate_keys(map)) return error("a map has the same key twice");
  return map;
}

Result<CborValue> CborReader::read_tag(const Head& head, int depth) {
  auto content = read_item(depth);
  if (!content) return content;
  return CborValue::tagged(head.argument, std::move(*content));
}

Result<CborValue> CborReader::read_other(const Head& head) const {
  switch (head.info) {
    case 20: return CborValue(false);
    case 21: return CborValue(true);
    case 24:
      if (head.argument < 32) return error("reserved simple value");
      return CborValue(CborSimple{static_cast<std::uint8_t>(head.argument)});
    case 25: return CborValue(half_to_double(static_cast<std::uint16_t>(head.argument)));
    case 26: return CborValue(static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(head.argument))));
    case 27: return CborValue(std::bit_cast<double>(head.argument));
    case kIndefinite: return error("break outside an indefinite length");
    default: return CborValue(CborSimple{static_cast<std::uint8_t>(head.argument)});
  }
}

Result<CborValue> CborReader::read_item(int depth) {
  const auto head = read_head();
  if (!head) return fail(head.error());
  const bool nests = head->major == kArray || head->major == kMap || head->major == kTag;
  if (nests && depth >= limits_.depth) return error("nested deeper than " + std::to_string(limits_.depth));
  const bool may_be_indefinite = head->major >= kBytes && head->major != kTag;
  if (head->indefinite() && !may_be_indefinite) return error("reserved additional information");
  switch (head->major) {
    case kUnsigned:
    case kNegative: return CborValue(CborInteger{head->major == kNegative, head->argument});
    case kBytes: return read_string(*head).map([](Bytes bytes) { return CborValue(std::move(bytes)); });
    case kText:
      return read_string(*head).map(
          [](const Bytes& bytes) { return CborValue(std::string(bytes.begin(), bytes.end())); });
    case kArray: return read_array(*head, depth + 1);
    case kMap: return read_map(*head, depth + 1);
    case kTag: return read_tag(*head, depth + 1);
    case kOther: return read_other(*head);
  }
  return error("unknown major type");
}

}  // namespace

Result<CborValue> read_cbor(ByteView input, const CborLimits& limits) {
  CborReader reader(input, limits);
  if (input.size() > limits.bytes) return reader.error("longer than " + std::to_string(limits.bytes) + " bytes");
  auto value = reader.read_item(0);
  if (value && reader.offset() != input.size()) return reader.error("bytes left over after the item");
  return value;
}

}  // namespace gate
