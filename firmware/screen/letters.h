#pragma once

#include <string>
#include <string_view>

namespace gate {

/// The letters of a UTF-8 text, which must be valid (Language::load has looked). Reentrant.
std::u32string letters_of(std::string_view utf8);

}  // namespace gate
