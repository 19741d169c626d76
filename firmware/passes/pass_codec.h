#pragma once

#include <optional>

#include "passes/pass.h"
#include "signatures/private_key.h"

namespace gate {

/// Caps on what is read; FORMAT.md explains them. 8 samples of 4 models of 1024 floats and the longest certificate fit.
inline constexpr std::size_t kMaxPassBytes = 192 * 1024;
inline constexpr std::size_t kMaxCertificateBytes = 32 * 1024;
inline constexpr std::size_t kMaxSamples = 8;
inline constexpr std::size_t kMaxModelsPerSample = 4;
inline constexpr std::size_t kMaxModelIdBytes = 128;
inline constexpr std::size_t kMaxInitials = 8;  ///< characters

/// Bound to the signature as COSE external_aad, so that nothing else this key may ever sign can pass for a pass.
inline constexpr std::string_view kPassContentType = "application/vnd.gate-terminal.pass+cbor;v=1";

/// Signs a pass: COSE_Sign1, ES256; the claims are in FORMAT.md. kInvalidInput when a field is outside what FORMAT.md
/// allows. `pass.authority_key_id` is ignored: the key's own id is written. Reentrant.
Result<Bytes> issue_pass(const Pass& pass, const PrivateKey& authority);

/// Reads a `.pass` file that this authority itself signed; it needs no trust store for that. kUntrusted when the key
/// did not sign it, else as read_pass_claims(). Says nothing about times or the certificate: terminals use
/// PassVerifier.
Result<Pass> read_own_pass(ByteView bytes, const PublicKey& authority);

/// The claims of a pass, deterministic CBOR; kInvalidInput as above.
Result<Bytes> write_pass_claims(const Pass& pass);

/// Reads claims: exactly what write_pass_claims() could have written. kUnsupported for another version of the format,
/// else kInvalidInput. Hostile input: bounded in bytes, items and depth. `authority_key_id` stays empty. Reentrant.
Result<Pass> read_pass_claims(ByteView claims);

}  // namespace gate
