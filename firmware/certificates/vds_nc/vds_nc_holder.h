#pragma once

#include "certificates/certificate.h"
#include "certificates/vds_nc/seal_fields.h"

namespace gate {

/// The person a seal is about, from its `pid`. Names as Doc 9303-3, 4.6 splits them: two spaces between the primary and
/// the secondary identifier (family and given names); without them all is the primary one.
Holder read_seal_holder(const SealFields& person);

}  // namespace gate
