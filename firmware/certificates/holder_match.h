#pragma once

#include <string_view>

#include "certificates/certificate.h"

namespace gate {

/// Whether two descriptions are of one person; the first field that says no.
enum class HolderMatch { kMatches, kFamilyNameDiffers, kGivenNameDiffers, kBirthDateDiffers };

/// "matches", "family name differs", … : a field, never its value.
std::string_view to_string(HolderMatch match);

/// Holds what the desk read from an identity document against what a certificate says.
///
/// Names: as in a passport's machine-readable zone (icao_letters()), so "Müller-Lüdenscheidt" is
/// "MUELLER<LUEDENSCHEIDT" and "Muller Ludenscheidt"; the certificate's own transliteration counts as well as its name
/// as written. A certificate with one name only may hold the whole name there. Every name must be there: "Anna" is not
/// "Anna Maria".
/// Birth date: ISO 8601; a partial one ("1990", "1990-02") matches what begins with it, on either side. A certificate
/// without birth date matches any.
/// Fields of `stated` that are empty are not compared. Reentrant; fields up to some hundred characters in microseconds.
HolderMatch compare_holders(const Holder& stated, const Holder& certified);

/// "1990", "1990-02" or "1990-02-28", a day that exists.
bool is_birth_date(std::string_view text);

}  // namespace gate
