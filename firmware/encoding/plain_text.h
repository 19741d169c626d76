#pragma once

#include <string>
#include <string_view>

namespace gate {

/// UTF-8's byte order mark, which some editors and spreadsheets begin a file with.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// JSON's white space (RFC 8259, 2), which is also what editors leave in texts.
inline constexpr std::string_view kWhiteSpace = " \t\r\n";

/// A part of `text`, and valid as long as that: without the characters of `space` around it. Reentrant.
std::string_view trimmed(std::string_view text, std::string_view space = kWhiteSpace);

/// Without white space anywhere, such as the line ends that break base64 into lines. Reentrant.
std::string without_white_space(std::string_view text);

/// A part of `text`: without a byte order mark before it. Reentrant.
std::string_view without_byte_order_mark(std::string_view text);

/// A part of `text`: without what an editor, echo or a copied line leaves around it, a byte order mark and white space.
/// Reentrant.
std::string_view bare_text(std::string_view text);

}  // namespace gate
