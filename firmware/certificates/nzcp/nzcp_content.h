#pragma once

#include "certificates/certificate.h"
#include "common/result.h"
#include "encoding/cbor_value.h"

namespace gate {

/// Reads the credential of a New Zealand pass, version 1.0.0 of type PublicCovidPass: its holder, and one Attestation.
/// It says that the holder meets New Zealand's rule, not how. kUnsupported for another type or version; kInvalidInput,
/// naming the field and never its value, when a field is missing or malformed. Reentrant.
Result<Certificate> read_nzcp_content(const CborValue& credential);

}  // namespace gate
