#pragma once

#include <cstdint>
#include <optional>

#include "common/result.h"
#include "encoding/bytes.h"
#include "encoding/cbor_reader.h"
#include "signatures/private_key.h"
#include "signatures/public_key.h"

namespace gate {

/// A COSE_Sign1 (RFC 9052, 4.2) as read: nothing about it is trusted until verify_cose_sign1() holds.
struct CoseSign1 {
  Bytes protected_header;                 ///< the byte string's content, exactly as sent: it is part of what is signed
  std::optional<std::int64_t> algorithm;  ///< label 1; nothing when absent or a text
  Bytes key_id;                           ///< label 4; empty when absent
  Bytes payload;
  Bytes signature;
};

/// Reads a COSE_Sign1, bare, under tag 18, or under tags 61 and 18 (CWT). `alg` and `kid` may be in either header;
/// the protected one wins, also when the other differs. kInvalidInput when it is something else, has no attached
/// payload, or marks a header critical that we do not understand. Reentrant.
Result<CoseSign1> read_cose_sign1(ByteView input, const CborLimits& limits = {});

/// What `kid` may be. RFC 9052, 3.1 has bytes; New Zealand's specification a text.
enum class KeyIdForm { kBytes, kBytesOrText };

/// The same from CBOR that has been read already; `limits` are for the protected header inside it.
Result<CoseSign1> read_cose_sign1_item(const CborValue& root, const CborLimits& limits = {},
                                       KeyIdForm form = KeyIdForm::kBytes);

/// Whether these bytes are the one form that sign_cose_sign1() writes of this message: tag 18, nothing in the
/// unprotected header, deterministic encoding. So nobody can change an outer byte and keep a message that verifies.
bool is_only_form(const CoseSign1& message, ByteView bytes);

/// Whether the signature holds with this key. False as well when `alg` is not the one that fits the key.
/// `external_aad`: empty for certificates.
bool verify_cose_sign1(const CoseSign1& message, const PublicKey& key, ByteView external_aad = {});

/// Signs with ES256: tag 18, `alg` and `kid` (the key's own id) protected, deterministic encoding.
Result<Bytes> sign_cose_sign1(ByteView payload, const PrivateKey& key, ByteView external_aad = {});

}  // namespace gate
