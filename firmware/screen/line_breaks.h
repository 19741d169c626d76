#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gate {

/// Breaks a text into lines of at most `width`, as `measure` sees it. Latin breaks at spaces; Japanese between any two
/// letters, but no line begins with what closes (。、」っ ー …) or ends with what opens (「（): basic kinsoku, JIS X
/// 4051. A "|" is not shown: where a text has any, it breaks at them and at spaces alone, as long as every piece fits,
/// for Japanese reads better broken between phrases. Lines are evened out, so that the last one does not hold a single
/// word. A word wider than `width` stays whole: then a line is too wide, and the caller takes a smaller size.
/// Reentrant.
std::vector<std::u32string> break_lines(std::u32string_view text, int width,
                                        const std::function<int(std::u32string_view)>& measure);

/// Whether break_lines() can keep to the text's "|"; so it can where there is none.
bool keeps_marks(std::u32string_view text, int width, const std::function<int(std::u32string_view)>& measure);

/// The text as it is read, without its "|".
std::u32string without_marks(std::u32string_view text);

}  // namespace gate
