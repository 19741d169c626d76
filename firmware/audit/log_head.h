#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

#include "audit/descriptor.h"
#include "audit/log_line.h"

namespace gate {

/// The key that seals the head: derived from the device key for this purpose alone.
using LogKey = std::array<std::uint8_t, 32>;

/// Where the log begins and ends, sealed with HMAC-SHA256 beside it: a chain by itself cannot tell that its end, or
/// its oldest file, was cut off.
struct LogHead {
  std::uint64_t first_file = 1;  ///< older ones were retired
  std::uint64_t first_seq = 1;   ///< of the first record of first_file; 0: not known
  std::uint64_t file = 1;
  std::uint64_t seq = 0;    ///< of the last record
  HashText hash = kNoHash;  ///< of the last record
};

inline constexpr std::string_view kHeadFile = "head.json";

/// Two slots of one sector each, written in turn, so that a torn write leaves the one before. Flushed: after power loss
/// the head may be one record behind the log, which is recognised, and neither more nor ahead of it.
Status write_head(const Descriptor& file, const LogHead& head, const LogKey& key);

/// The newest head whose seal holds; without a key the newest that can be read. Nothing when there is none.
std::optional<LogHead> read_head(std::string_view content, const LogKey* key);

}  // namespace gate
