#pragma once

#include <string_view>

#include "common/result.h"
#include "encoding/bytes.h"

namespace gate {

/// Whether a snapshot of the VCI directory (vci_snapshot.json, exactly as published) is signed: `signature` is
/// vci_snapshot.sig (ECDSA in DER), `certificate_pem` vci_snapshot.crt, the anchor staff have checked by other means.
/// kInvalidInput when the certificate is unreadable or its key is not EC on P-521 or P-256, kUntrusted when the
/// signature does not hold (SHA-512 for P-521, SHA-256 for P-256). The certificate's dates are not looked at: whoever
/// imports a list looks at the list's own. Reentrant.
Status verify_vci_snapshot(std::string_view snapshot, ByteView signature, std::string_view certificate_pem);

}  // namespace gate
