#pragma once

#include <string>
#include <string_view>

#include "common/result.h"
#include "encoding/bytes.h"
#include "signatures/public_key.h"

namespace gate {

/// A compact JWS (RFC 7515, 7.1) as read: nothing about it is trusted until verify_jws() holds.
struct Jws {
  std::string signing_input;  ///< header and payload exactly as sent: what is signed
  std::string algorithm;      ///< "alg"; empty when absent
  std::string key_id;         ///< "kid"; empty when absent
  std::string compression;    ///< "zip"; empty when absent
  Bytes payload;              ///< still packed where `compression` says so
  Bytes signature;
};

/// Reads "header.payload.signature", each base64url. kInvalidInput when it is something else, when the header is not
/// strict JSON of at most 4 KiB or one of its members above is not a text, or when it has a critical header ("crit"):
/// we understand none (RFC 7515, 4.1.11). The payload's size is the caller's to bound. Reentrant.
Result<Jws> read_compact_jws(std::string_view text);

/// Whether the signature holds with this key. ES256 only: false for any other `alg` or kind of key, and for a signature
/// that is not exactly 64 bytes, r then s (RFC 7518, 3.4).
bool verify_jws(const Jws& message, const PublicKey& key);

}  // namespace gate
