#pragma once

#include <chrono>
#include <span>
#include <string_view>

#include "common/clock.h"
#include "common/result.h"
#include "encoding/bytes.h"
#include "signatures/private_key.h"
#include "signatures/public_key.h"

namespace gate {

/// What an enrolment authority allows a terminal's own key: to sign passes, for a time, so many, none for longer than
/// so long (firmware/passes/FORMAT.md, "The delegation"). Plain data.
struct EnrolmentDelegation {
  KeyId authority{};     ///< who allows it; sign_delegation() writes the signing key's own
  PublicKey delegate;    ///< EC on P-256
  WallTime issued_at{};  ///< whole seconds, before `until`
  WallTime from{};       ///< whole seconds; passes issued from then on …
  WallTime until{};      ///< … and before that second
  /// How many passes this key may have issued in all, under whatever delegation: a renewal states a higher number. For
  /// the terminal itself to keep (PassStore::enrol()); nobody can count what it has issued from outside.
  std::size_t most_passes = 0;
  std::chrono::seconds longest_pass{};  ///< from a pass's issued_at to its expires_at

  /// Whether it allows a pass with these times. How many there are is not asked.
  bool covers(WallTime issued, WallTime expires) const;
};

/// Caps: nobody signs anything beyond, and nobody believes it.
inline constexpr std::chrono::days kLongestDelegation{400};
inline constexpr std::chrono::days kLongestDelegatedPass{400};
inline constexpr std::size_t kMostDelegatedPasses = 100'000;
inline constexpr std::size_t kMaxDelegationBytes = 512;  ///< real ones have about 230

/// Bound to the signature as COSE external_aad: no pass or bundle can pass for a delegation, nor the other way round.
inline constexpr std::string_view kDelegationContentType =
    "application/vnd.gate-terminal.enrolment-delegation+cbor;v=1";

/// Signs with ES256. kInvalidInput when a field is outside what FORMAT.md allows. Reentrant.
Result<Bytes> sign_delegation(const EnrolmentDelegation& delegation, const PrivateKey& authority);

/// Reads a `.delegation` file that one of `authorities` signed: exactly what sign_delegation() writes. kUntrusted when
/// none of them did, kUnsupported for another version of the format, else kInvalidInput. Hostile input: bounded in
/// bytes, items and depth. Says nothing about the time. Reentrant; about 0.1 ms.
Result<EnrolmentDelegation> read_delegation(ByteView bytes, std::span<const PublicKey> authorities);

/// What a file claims to be, whoever signed it: to tell and name it, never to believe it. Errors as above.
Result<EnrolmentDelegation> read_unverified_delegation(ByteView bytes);

}  // namespace gate
