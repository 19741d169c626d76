#pragma once

#include <array>
#include <string>
#include <string_view>

#include "common/result.h"

namespace gate {

/// A PIN as it is kept: scrypt (RFC 7914, N 16384, r 8, p 1: 16 MB and about 50 ms) under a salt of its own. As text
/// "scrypt-16384-8-1$<salt>$<hash>", both hex. Plain data; reentrant.
class PinHash {
 public:
  static constexpr std::size_t kShortest = 6, kLongest = 12;  // digits

  /// With a new random salt. kInvalidInput when it is not 6 to 12 digits, kInternal without memory. Takes the time of
  /// one hash.
  static Result<PinHash> of(std::string_view pin);
  /// kInvalidInput for anything else than such a text.
  static Result<PinHash> parse(std::string_view text);

  /// Takes the time of one hash, whatever `pin` is; compared in constant time. Without memory for it nothing matches.
  bool matches(std::string_view pin) const;
  std::string text() const;

 private:
  using Salt = std::array<std::uint8_t, 16>;
  using Hash = std::array<std::uint8_t, 32>;
  static Result<Hash> hash(std::string_view pin, const Salt& salt);

  Salt salt_{};
  Hash hash_{};
};

}  // namespace gate
