#pragma once

#include "certificates/certificate.h"
#include "common/result.h"
#include "encoding/cbor_value.h"

namespace gate {

/// Reads an EU DCC's content, checked for form against the published JSON schemas 1.0.0 to 1.3.0 and as lenient as the
/// issuers' known slips require (README.md): values are trimmed, null and undefined count as absent, dn and sd may be
/// whole floats, dates may carry tag 0 or a time of day. Fills in holder, identifier and all entries, at least one.
/// kInvalidInput, naming the field and never its value, when a field is missing or malformed. Reentrant.
Result<Certificate> read_eu_dcc_content(const CborValue& health_certificate);

}  // namespace gate
