#include "access/enrolment_state.h"

namespace gate {

std::string_view to_string(EnrolmentStep step) {
  switch (step) {
    case EnrolmentStep::kOff: return "off";
    case EnrolmentStep::kShowCertificate: return "show_certificate";
    case EnrolmentStep::kCompare: return "compare";
    case EnrolmentStep::kLook: return "look";
    case EnrolmentStep::kTakeMaskOff: return "take_mask_off";
    case EnrolmentStep::kIssuing: return "issuing";
    case EnrolmentStep::kDone: return "done";
    case EnrolmentStep::kRefused: return "refused";
  }
  return "off";
}

std::string_view to_string(EnrolmentRefusal refusal) {
  switch (refusal) {
    case EnrolmentRefusal::kNotDelegated: return "not_delegated";
    case EnrolmentRefusal::kDelegationUsedUp: return "delegation_used_up";
    case EnrolmentRefusal::kPicturesUnusable: return "pictures_unusable";
    case EnrolmentRefusal::kPicturesOfTwoPeople: return "pictures_of_two_people";
    case EnrolmentRefusal::kTimedOut: return "timed_out";
    case EnrolmentRefusal::kCancelled: return "cancelled";
    case EnrolmentRefusal::kFailed: return "failed";
  }
  return "failed";
}

}  // namespace gate
