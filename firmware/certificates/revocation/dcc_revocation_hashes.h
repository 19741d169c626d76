#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "encoding/bytes.h"
#include "signatures/signature_algorithm.h"

namespace gate {

/// First 16 bytes of a SHA-256.
using RevocationHash = std::array<std::uint8_t, 16>;

/// What an EU DCC may be revoked by (eHealth Network, technical specifications, volume 7; Implementing Decision (EU)
/// 2022/483). Hashes of identifiers are personal data still: never logged.
struct DccRevocationHashes {
  RevocationHash uci{};          ///< over the certificate identifier ("ci"), as stated
  RevocationHash country_uci{};  ///< over the issuer's country (CWT claim 1) and the identifier
  RevocationHash signature{};    ///< over the signature; of ES256 over r alone, for anybody can write another s
};

/// `country`: ISO 3166-1 alpha-2, as the certificate's issuer states it. Reentrant; a microsecond.
DccRevocationHashes dcc_revocation_hashes(std::string_view identifier, std::string_view country, ByteView signature,
                                          SignatureAlgorithm algorithm);

}  // namespace gate
