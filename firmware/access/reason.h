#pragma once

#include <string_view>

namespace gate {

/// Why a decision came out as it did: the one published list, in the order decide() looks.
enum class Reason {
  kAdmitted,
  kNoFace,
  kSeveralFaces,
  kTooFar,
  kTooClose,
  kOutOfFrame,
  kTurnedAway,
  kTooDark,
  kTooBright,
  kBlurred,
  kNotLive,
  kUnknownPerson,             ///< nobody in the gallery is near enough
  kAmbiguousMatch,            ///< two passes are nearly equally near
  kClockNotTrusted,           ///< wall time is behind the persisted floor
  kTrustStoreStale,
  kPassNotVerified,           ///< the cached pass no longer verifies: damaged or tampered with
  kPassNotYetValid,
  kPassExpired,
  kPassRevoked,
  kCertificateNotVerified,    ///< signature, signer or form does not hold
  kCertificateNotYetValid,
  kCertificateExpired,
  kCertificateRevoked,
  kCertificateKindNotAccepted,
  kProductNotAccepted,
  kTooFewDoses,
  kLastDoseTooRecent,
  kLastDoseTooOld,
  kTestNotNegative,
  kTestTooOld,
  kRecoveryTooRecent,
  kRecoveryTooOld,
};

/// "admitted", "no_face", … as in the event stream.
std::string_view to_string(Reason reason);

}  // namespace gate
