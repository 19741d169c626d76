#pragma once

#include <string>
#include <string_view>

#include "passes/pass.h"
#include "signatures/private_key.h"

namespace gate {

/// What a QR pass begins with; the rest is base45, so that the whole text is of the QR code's alphanumeric mode.
inline constexpr std::string_view kQrPassPrefix = "GATE1:";

/// What version 27 of the QR code holds at error correction level L (ISO/IEC 18004, table 7): 125 modules a side, which
/// a 1280x720 camera still shows with 4 px each when the code fills three quarters of the picture's height.
inline constexpr std::size_t kMaxQrPassCharacters = 2132;

/// Bound to the signature as COSE external_aad: a file pass cannot be passed off as a QR pass, nor the other way round.
inline constexpr std::string_view kQrPassContentType = "application/vnd.gate-terminal.pass-qr+cbor;v=2";

/// Whether a text claims to be a QR pass. Says nothing about its being one. Reentrant.
bool looks_like_qr_pass(std::string_view text);

/// The QR text of a pass (FORMAT.md, version 2), signed with ES256: same id, times and initials; its samples fused to
/// one and quantised, of the first model alone; an EU certificate packed. kInvalidInput when a field is outside what
/// FORMAT.md allows, kUnsupported, naming the excess, when the text would be longer than kMaxQrPassCharacters: such a
/// certificate (a SMART Health Card, a VDS-NC) fits a file only. Reentrant.
Result<std::string> issue_qr_pass(const Pass& pass, const PrivateKey& authority);

/// The claims of a QR pass, deterministic CBOR; kInvalidInput as above.
Result<Bytes> write_qr_pass_claims(const Pass& pass);

/// Reads claims: exactly what write_qr_pass_claims() could have written. kUnsupported for another version of the
/// format, else kInvalidInput. Hostile input: bounded in bytes, items and depth. `samples` holds one. Reentrant.
Result<Pass> read_qr_pass_claims(ByteView claims);

}  // namespace gate
