#include "access/reason.h"

namespace gate {

std::string_view to_string(Reason reason) {
  switch (reason) {
    case Reason::kAdmitted: return "admitted";
    case Reason::kNoFace: return "no_face";
    case Reason::kSeveralFaces: return "several_faces";
    case Reason::kTooFar: return "too_far";
    case Reason::kTooClose: return "too_close";
    case Reason::kOutOfFrame: return "out_of_frame";
    case Reason::kTurnedAway: return "turned_away";
    case Reason::kTooDark: return "too_dark";
    case Reason::kTooBright: return "too_bright";
    case Reason::kBlurred: return "blurred";
    case Reason::kShowCode: return "show_code";
    case Reason::kProveLiveness: return "prove_liveness";
    case Reason::kNotLive: return "not_live";
    case Reason::kCodeNotRecognised: return "code_not_recognised";
    case Reason::kCodeWithoutFace: return "code_without_face";
    case Reason::kUnknownPerson: return "unknown_person";
    case Reason::kAmbiguousMatch: return "ambiguous_match";
    case Reason::kClockNotTrusted: return "clock_not_trusted";
    case Reason::kTrustStoreStale: return "trust_store_stale";
    case Reason::kPassNotVerified: return "pass_not_verified";
    case Reason::kPassNotYetValid: return "pass_not_yet_valid";
    case Reason::kPassExpired: return "pass_expired";
    case Reason::kPassRevoked: return "pass_revoked";
    case Reason::kCertificateNotVerified: return "certificate_not_verified";
    case Reason::kCertificateNotYetValid: return "certificate_not_yet_valid";
    case Reason::kCertificateExpired: return "certificate_expired";
    case Reason::kCertificateRevoked: return "certificate_revoked";
    case Reason::kCertificateKindNotAccepted: return "certificate_kind_not_accepted";
    case Reason::kProductNotAccepted: return "product_not_accepted";
    case Reason::kTooFewDoses: return "too_few_doses";
    case Reason::kLastDoseTooRecent: return "last_dose_too_recent";
    case Reason::kLastDoseTooOld: return "last_dose_too_old";
    case Reason::kTestNotNegative: return "test_not_negative";
    case Reason::kTestTooOld: return "test_too_old";
    case Reason::kRecoveryTooRecent: return "recovery_too_recent";
    case Reason::kRecoveryTooOld: return "recovery_too_old";
    case Reason::kRuleNotMet: return "rule_not_met";
    case Reason::kRuleNotEvaluable: return "rule_not_evaluable";
  }
  return "unknown";
}

ReasonClass class_of(Reason reason) {
  if (reason == Reason::kAdmitted) return ReasonClass::kAdmitted;
  if (reason < Reason::kNotLive) return ReasonClass::kGuidance;
  if (reason < Reason::kClockNotTrusted) return ReasonClass::kIdentity;
  if (reason < Reason::kPassNotVerified) return ReasonClass::kTerminal;
  if (reason < Reason::kCertificateKindNotAccepted) return ReasonClass::kDocument;
  return ReasonClass::kRule;
}

}  // namespace gate
