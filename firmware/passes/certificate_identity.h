#pragma once

#include <array>
#include <cstdint>

#include "certificates/certificate.h"
#include "common/result.h"

namespace gate {

/// Tells one certificate from another without saying anything about its holder to whoever reads it.
using CertificateIdentity = std::array<std::uint8_t, 32>;

/// SHA-256 over format, issuer and the certificate's identifier. Where a format gives none (SMART Health Cards), over
/// holder and statements instead: the same card is signed anew each time it is fetched, so neither its text nor its
/// signature would tell. kInternal when hashing fails. Reentrant.
Result<CertificateIdentity> certificate_identity(const Certificate& certificate);

}  // namespace gate
