#include "encoding/base45.h"

#include <array>

namespace gate {

namespace {

// RFC 9285, table 1.
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr std::uint32_t kInvalid = 0xff;

constexpr std::array<std::uint8_t, 256> kValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kInvalid);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}();

tl::unexpected<Error> error(std::size_t offset, std::string_view what) {
  return fail(ErrorCode::kInvalidInput, "base45, character " + std::to_string(offset) + ": " + std::string(what));
}

}  // namespace

Result<Bytes> decode_base45(std::string_view text) {
  if (text.size() % 3 == 1) return error(text.size(), "cut short");
  Bytes bytes;
  bytes.reserve(text.size() / 3 * 2 + 1);
  for (std::size_t start = 0; start < text.size(); start += 3) {
    const std::string_view group = text.substr(start, 3);
    std::uint32_t number = 0;
    for (std::size_t i = group.size(); i-- > 0;) {  // the last character counts most
      const std::uint32_t value = kValues[static_cast<unsigned char>(group[i])];
      if (value == kInvalid) return error(start + i, "not in the alphabet");
      number = number * 45 + value;
    }
    if (number > (group.size() == 3 ? 0xffffU : 0xffU)) return error(start, "value too large");
    if (group.size() == 3) bytes.push_back(static_cast<std::uint8_t>(number >> 8));
    bytes.push_back(static_cast<std::uint8_t>(number));
  }
  return bytes;
}

std::string encode_base45(ByteView bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    const bool pair = i + 1 < bytes.size();
    unsigned number = pair ? bytes[i] * 256U + bytes[i + 1] : bytes[i];
    for (int digit = 0; digit < (pair ? 3 : 2); ++digit, number /= 45) text += kAlphabet[number % 45];
  }
  return text;
}

}  // namespace gate
