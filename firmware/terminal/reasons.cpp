#include "terminal/reasons.h"

namespace gate {
Reason reason_of(CertificateRefusal refusal) {
  switch (refusal) {
    case CertificateRefusal::kNotYetValid: return Reason::kCertificateNotYetValid;
    case CertificateRefusal::kExpired: return Reason::kCertificateExpired;
    case CertificateRefusal::kRevoked: return Reason::kCertificateRevoked;
    default: return Reason::kCertificateNotVerified;  // the pass list and the audit log hold the exact code
  }
}

Reason reason_of(QualityIssue issue) {
  switch (issue) {
    case QualityIssue::kTooFar: return Reason::kTooFar;
    case QualityIssue::kTooClose: return Reason::kTooClose;
    case QualityIssue::kOutOfFrame: return Reason::kOutOfFrame;
    case QualityIssue::kTurnedAway: return Reason::kTurnedAway;
    case QualityIssue::kTooDark: return Reason::kTooDark;
    case QualityIssue::kTooBright: return Reason::kTooBright;
    case QualityIssue::kBlurred: return Reason::kBlurred;
  }
  return Reason::kBlurred;
}

std::optional<Reason> reason_of(const PassVerification& verification) {
  if (verification.verified) return std::nullopt;
  switch (verification.refusal.value_or(PassRefusal::kCoseInvalid)) {
    case PassRefusal::kNotYetValid: return Reason::kPassNotYetValid;
    case PassRefusal::kExpired: return Reason::kPassExpired;
    case PassRefusal::kAuthorityRevoked:
    case PassRefusal::kRevoked: return Reason::kPassRevoked;
    case PassRefusal::kCertificateNotVerified:
      if (verification.certificate && verification.certificate->refusal)
        return reason_of(*verification.certificate->refusal);
      return Reason::kCertificateNotVerified;
    case PassRefusal::kTooLarge:
    case PassRefusal::kEncodingInvalid:
    case PassRefusal::kCoseInvalid:
    case PassRefusal::kAuthorityUnknown:
    case PassRefusal::kSignatureInvalid:
    case PassRefusal::kVersionUnsupported:
    case PassRefusal::kClaimsInvalid:
    case PassRefusal::kNotDelegated: break;  // what its key may not sign is worth as much as a forgery
  }
  return Reason::kPassNotVerified;
}

std::optional<RuleObjection> objection_of(const RuleVerdict& verdict) {
  if (verdict.admits()) return std::nullopt;
  const JudgedRule* judged = verdict.objection();
  if (judged == nullptr) return RuleObjection{};
  const bool failed = judged->outcome == RuleOutcome::kFailed;
  return RuleObjection{failed ? Reason::kRuleNotMet : Reason::kRuleNotEvaluable, judged->rule->identifier};
}

Liveness liveness_of(LivenessState state) {
  switch (state) {
    case LivenessState::kLive: return Liveness::kLive;
    case LivenessState::kAttack: return Liveness::kNotLive;
    case LivenessState::kUndecided: break;
  }
  return Liveness::kUndecided;
}

}  // namespace gate
