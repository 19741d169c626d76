#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gate {

/// One letter of a name, in the ways it may be written with A to Z; the first is the one ICAO recommends.
using LetterWays = std::vector<std::string>;

/// A name letter by letter, as ICAO Doc 9303 part 3 (8th edition), section 6, tables A (Latin) and B (Cyrillic) write
/// it in a machine-readable zone: capitals, accents dropped or spelt out (Ä: AE or A). What separates (space, hyphen,
/// '<', apostrophe, comma, full stop, combining accent) is left out. A letter of another script stands for itself.
/// Never fails: broken UTF-8 stands for itself too. Reentrant.
std::vector<LetterWays> icao_letters(std::string_view name);

}  // namespace gate
