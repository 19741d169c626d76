#include "encoding/base64.h"

#include <algorithm>
#include <array>

namespace gate {

namespace {

constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kInvalid = 0xff;
using Values = std::array<std::uint8_t, 256>;

constexpr Values values_of(std::string_view alphabet) {
  Values values{};
  values.fill(kInvalid);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}
constexpr Values kPlainValues = values_of(kPlain);
constexpr Values kUrlValues = values_of(kUrl);

tl::unexpected<Error> error(std::size_t offset, std::string_view what) {
  return fail(ErrorCode::kInvalidInput, "base64, character " + std::to_string(offset) + ": " + std::string(what));
}

Result<Bytes> decode(std::string_view text, const Values& values) {
  if (text.size() % 4 == 1) return error(text.size(), "cut short");
  Bytes bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  int count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint8_t value = values[static_cast<unsigned char>(text[i])];
    if (value == kInvalid) return error(i, "not in the alphabet");
    bits = bits << 6 | value;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<std::uint8_t>(bits >> count));
    bits &= (1U << count) - 1;
  }
  if (bits != 0) return error(text.size(), "bits are left over");
  return bytes;
}

std::string encode(ByteView bytes, std::string_view alphabet) {
  std::string text;
  std::uint32_t bits = 0;
  int count = 0;
  for (const std::uint8_t byte : bytes) {
    bits = bits << 8 | byte;
    for (count += 8; count >= 6; count -= 6) text += alphabet[bits >> (count - 6) & 0x3f];
  }
  if (count > 0) text += alphabet[bits << (6 - count) & 0x3f];
  return text;
}

std::string_view without_padding(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  return text;
}

}  // namespace

Result<Bytes> decode_base64url(std::string_view text) { return decode(text, kUrlValues); }

Result<Bytes> decode_base64(std::string_view text) {
  const std::string_view digits = without_padding(text);
  if (text.size() % 4 != 0 || text.size() - digits.size() > 2) return error(text.size(), "cut short");
  return decode(digits, kPlainValues);
}

Result<Bytes> decode_any_base64(std::string_view text) {
  const bool plain = text.find_first_of("+/") != std::string_view::npos;
  return decode(without_padding(text), plain ? kPlainValues : kUrlValues);
}

std::string encode_base64url(ByteView bytes) { return encode(bytes, kUrl); }

std::string encode_base64(ByteView bytes) {
  std::string text = encode(bytes, kPlain);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

}  // namespace gate
