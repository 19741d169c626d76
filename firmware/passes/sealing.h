#pragma once

#include <array>

#include "common/result.h"
#include "encoding/bytes.h"
#include "passes/wiped.h"

namespace gate {

/// AES-256-GCM (NIST SP 800-38D) through OpenSSL, for what is kept at rest. Reentrant.
inline constexpr std::size_t kKeyBytes = 32;
using KeyView = std::span<const std::uint8_t, kKeyBytes>;

/// A key in memory: wiped at its end, and never copied by accident.
class Key {
 public:
  Key() = default;
  explicit Key(KeyView bytes) { std::copy(bytes.begin(), bytes.end(), bytes_.begin()); }
  Key(Key&&) noexcept = default;
  Key& operator=(Key&&) noexcept = default;
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  ~Key() = default;

  KeyView bytes() const { return KeyView(bytes_.data(), kKeyBytes); }
  std::span<std::uint8_t, kKeyBytes> bytes() { return std::span<std::uint8_t, kKeyBytes>(bytes_.data(), kKeyBytes); }

 private:
  WipedBytes bytes_ = WipedBytes(kKeyBytes);
};

/// Fills with random bytes from OpenSSL's generator; kInternal when it has none to give.
Status fill_random(std::span<std::uint8_t> out);

/// 12 random bytes of nonce, the cipher text, 16 bytes of tag. `context` is bound to it but not stored.
/// At most 2^32 records a key (SP 800-38D, 8.3): a key a day stays far below.
Result<Bytes> seal(KeyView key, ByteView context, ByteView plain);

/// kUntrusted when the key, the context or a single bit differs from what was sealed.
Result<WipedBytes> unseal(KeyView key, ByteView context, ByteView sealed);

/// A key for one purpose from a longer-lived one: HKDF-SHA256 (RFC 5869) with `purpose` as info.
Result<Key> derive_key(KeyView key, std::string_view purpose);

}  // namespace gate
