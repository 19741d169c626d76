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
  kShowCode,       ///< the venue asks for the pass's QR code beside the face, and none is shown
  kProveLiveness,  ///< everything else holds; the visitor is to do what the screen asks (look, turn the head)
  kNotLive,
  kCodeNotRecognised,  ///< the code shown is nothing we know, or a certificate that does not verify
  kCodeWithoutFace,    ///< … is a genuine certificate, but no pass binds it to a face here: go to the desk
  kUnknownPerson,      ///< nobody in the gallery is near enough, or it is not the face of the pass shown
  kAmbiguousMatch,     ///< two passes are nearly equally near
  kClockNotTrusted,    ///< wall time is behind the persisted floor
  kTrustStoreStale,
  kPassNotVerified,  ///< the cached pass no longer verifies: damaged or tampered with
  kPassNotYetValid,
  kPassExpired,
  kPassRevoked,
  kCertificateNotVerified,  ///< signature, signer or form does not hold
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
  kRuleNotMet,        ///< a national rule says no; Decision::rule names it
  kRuleNotEvaluable,  ///< a national rule could not be judged, or the country has none for this kind of certificate
};

/// "admitted", "no_face", … as in the event stream.
std::string_view to_string(Reason reason);

/// What kind of answer a reason is: the gate signals by class, so that staff hear the difference across a hall.
enum class ReasonClass {
  kAdmitted,
  kGuidance,  ///< kNoFace to kProveLiveness: nothing is decided yet, the visitor can help by moving; no cool-down
  kIdentity,  ///< kNotLive to kAmbiguousMatch: this is not somebody with a pass here
  kTerminal,  ///< kClockNotTrusted, kTrustStoreStale: the terminal is at fault, not the visitor
  kDocument,  ///< kPassNotVerified to kCertificateRevoked: the pass or certificate does not hold
  kRule,      ///< kCertificateKindNotAccepted and on: a good certificate that does not meet the venue's rule
};
ReasonClass class_of(Reason reason);

}  // namespace gate
