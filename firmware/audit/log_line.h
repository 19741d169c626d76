#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "common/clock.h"
#include "common/result.h"

namespace gate {

/// A SHA-256 or HMAC-SHA256 as 64 lower-case hex digits.
using HashText = std::string;
inline const HashText kNoHash(64, '0');  // NOLINT(cert-err58-cpp): what the very first line follows

/// Longest line read or written; the longest event allowed is well below.
inline constexpr std::size_t kMaxLineBytes = 4096;

HashText sha256_hex(std::string_view text);
HashText hmac_sha256_hex(std::span<const std::uint8_t> key, std::string_view text);

/// One record: {"event":{…},"hash":"…","prev":"…","seq":1,"time":"…"}, keys sorted, no spaces. `hash` is SHA-256 over
/// the same text without its own member; `prev` is the hash of the record before. So there is one way to write a
/// record.
struct LogLine {
  std::uint64_t seq = 0;
  std::string time;
  nlohmann::json event;
  HashText prev;
  HashText hash;

  /// With its hash computed.
  static LogLine make(std::uint64_t seq, WallTime time, nlohmann::json event, HashText prev);
  /// kInvalidInput when it is not such a text; kUntrusted when the hash does not fit. `text` without line end.
  static Result<LogLine> parse(std::string_view text);
  std::string text() const;
};

}  // namespace gate
