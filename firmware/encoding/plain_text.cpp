#include "encoding/plain_text.h"

namespace gate {

std::string_view trimmed(std::string_view text, std::string_view space) {
  const std::size_t begin = text.find_first_not_of(space);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(space) - begin + 1);
}

std::string without_white_space(std::string_view text) {
  std::string packed(text);
  std::erase_if(packed, [](char c) { return kWhiteSpace.find(c) != std::string_view::npos; });
  return packed;
}

std::string_view without_byte_order_mark(std::string_view text) {
  return text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text;
}

std::string_view bare_text(std::string_view text) { return trimmed(without_byte_order_mark(text)); }

}  // namespace gate
