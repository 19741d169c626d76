#pragma once

#include <string_view>

namespace gate {

/// The two letters of a country or organisation that travel documents write with one to three ("AUS" is "AU", "D" is
/// "DE"), from country-codes.json, compiled in, with its sources; empty when it is not known. Reentrant; the table is
/// read once.
std::string_view two_letter_country(std::string_view code);

}  // namespace gate
