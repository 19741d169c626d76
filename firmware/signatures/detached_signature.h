#pragma once

#include <string_view>

#include "common/clock.h"
#include "common/result.h"
#include "encoding/bytes.h"

namespace gate {

/// Signatures that stand beside what they are over: CMS SignedData without content (RFC 5652), DER, as `openssl cms
/// -sign -binary -outform DER` makes them and RAUC takes them.

/// Whether `signature` is one over exactly `content`, by one certificate that one of `authorities_pem` (PEM, several
/// one after another) vouches for at `now`: chain, validity, key usage (as for S/MIME signing, RAUC's default too),
/// keys and digests of at least 112 bits' strength. kUntrusted with OpenSSL's reason; kInvalidInput when
/// `authorities_pem` holds no certificate. Hostile input: `signature` of at most kMaxDetachedSignatureBytes. Reentrant;
/// about 1 ms.
Status verify_detached_signature(std::string_view content, ByteView signature, std::string_view authorities_pem,
                                 WallTime now);

/// Signs `content` with SHA-256. Both PEM; the key unencrypted. kInvalidInput when either cannot be read or they do not
/// belong together.
Result<Bytes> make_detached_signature(std::string_view content, std::string_view certificate_pem,
                                      std::string_view key_pem);

inline constexpr std::size_t kMaxDetachedSignatureBytes = 64 * 1024;  // real ones have 2 KB

}  // namespace gate
