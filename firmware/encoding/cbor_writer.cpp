#include "encoding/cbor_writer.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace gate {

namespace {

// RFC 8949, 3: the top three bits of an item's first byte.
enum Major : std::uint8_t { kUnsigned, kNegative, kBytes, kText, kArray, kMap, kTag, kOther };

class CborWriter {
 public:
  explicit CborWriter(Bytes& out) : out_(out) {}

  void operator()(const CborInteger& value) { head(value.negative ? kNegative : kUnsigned, value.argument); }
  void operator()(bool value) { out_.push_back(value ? 0xf5 : 0xf4); }
  void operator()(const CborSimple& value) { head(kOther, value.number); }
  void operator()(const std::string& value) {
    head(kText, value.size());
    append(bytes_of(value));
  }
  void operator()(const Bytes& value) {
    head(kBytes, value.size());
    append(value);
  }
  void operator()(const CborArray& value) {
    head(kArray, value.size());
    for (const CborValue& item : value) write(item);
  }
  void operator()(const CborTag& value) {
    head(kTag, value.number);
    write(value.content.at(0));
  }
  void operator()(const CborMap& value);
  void operator()(double value);

  void write(const CborValue& value) { std::visit(*this, value.data()); }

 private:
  void append(ByteView bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }
  void append_big_endian(std::uint64_t value, int size) {
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) out_.push_back(static_cast<std::uint8_t>(value >> shift));
  }
  void head(Major major, std::uint64_t argument);

  Bytes& out_;
};

void CborWriter::head(Major major, std::uint64_t argument) {
  const auto first = [&](unsigned low) { out_.push_back(static_cast<std::uint8_t>(major << 5 | low)); };
  if (argument < 24) return first(static_cast<unsigned>(argument));
  const int power = argument <= 0xff ? 0 : argument <= 0xffff ? 1 : argument <= 0xffffffff ? 2 : 3;
  first(24U + static_cast<unsigned>(power));
  append_big_endian(argument, 1 << power);
}

void CborWriter::operator()(const CborMap& value) {
  head(kMap, value.size());
  std::vector<std::pair<Bytes, const CborValue*>> entries;
  entries.reserve(value.size());
  for (const CborEntry& entry : value) entries.emplace_back(write_cbor(entry.key), &entry.value);
  std::ranges::sort(entries);
  for (const auto& [key, item] : entries) {
    append(key);
    write(*item);
  }
}

// The bits of `value` as a half float, when it fits without loss.
std::optional<std::uint16_t> half_of(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const auto sign = static_cast<std::uint16_t>(bits >> 16 & 0x8000);
  const float magnitude = std::fabs(value);
  if (std::isinf(value)) return sign | 0x7c00;
  if (magnitude > 65504.0F) return std::nullopt;
  if (magnitude >= 0x1p-14F || magnitude == 0.0F) {
    if ((bits & 0x1fff) != 0) return std::nullopt;
    const std::uint32_t rebased = magnitude == 0.0F ? 0 : ((bits & 0x7fffffff) - ((127U - 15U) << 23)) >> 13;
    return static_cast<std::uint16_t>(sign | rebased);
  }
  const float steps = magnitude * 0x1p24F;  // subnormal halves are multiples of 2^-24
  if (steps != std::trunc(steps)) return std::nullopt;
  return static_cast<std::uint16_t>(sign | static_cast<std::uint16_t>(steps));
}

void CborWriter::operator()(double value) {
  const auto emit = [&](std::uint8_t first, std::uint64_t bits, int size) {
    out_.push_back(first);
    append_big_endian(bits, size);
  };
  if (std::isnan(value)) return emit(0xf9, 0x7e00, 2);
  const bool in_float_range = std::isinf(value) || std::fabs(value) <= std::numeric_limits<float>::max();
  const float narrow = in_float_range ? static_cast<float>(value) : 0.0F;
  if (!in_float_range || static_cast<double>(narrow) != value)
    return emit(0xfb, std::bit_cast<std::uint64_t>(value), 8);
  if (const auto half = half_of(narrow)) return emit(0xf9, *half, 2);
  emit(0xfa, std::bit_cast<std::uint32_t>(narrow), 4);
}

}  // namespace

Bytes write_cbor(const CborValue& value) {
  Bytes out;
  CborWriter(out).write(value);
  return out;
}

}  // namespace gate
