#pragma once

#include <openssl/asn1.h>

#include <optional>

#include "common/clock.h"

namespace gate::openssl {

/// Nothing for null or what is not a time. Included by .cpp files only.
std::optional<WallTime> wall_time(const ASN1_TIME* time);

}  // namespace gate::openssl
