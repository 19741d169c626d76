#pragma once

#include <istream>
#include <vector>

#include "certificates/revocation/revocation_table.h"

namespace gate {

/// What revocations are published as, read into hashes for a table.
struct RevocationSource {
  std::vector<ShortHash> hashes;
  std::size_t expired = 0;  ///< entries of batches whose time is over: their certificates have expired with them
};

/// A line a hash, 32 hex digits or base64 of 16 bytes; empty lines and what follows a # are passed over. kInvalidInput
/// naming the line, also past kMaxRevocations. Reads `stream` as it goes: ten million lines take about a second.
Result<RevocationSource> read_revocation_lines(std::istream& stream);

/// The EU gateway's batches in JSON: one, an array of them, or {"batches": […]}, each {"country", "expires", "kid",
/// "hashType": "SIGNATURE" | "UCI" | "COUNTRYCODEUCI", "entries": [{"hash": base64}]}. All three kinds of hash go into
/// one table: a certificate is looked up by each. kInvalidInput naming the entry. At most 64 MiB.
Result<RevocationSource> read_revocation_batches(std::string_view json, WallTime now);

}  // namespace gate
