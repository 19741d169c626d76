#include "enrolment/issue_reason.h"

namespace gate {

std::string_view to_string(IssueReason reason) {
  switch (reason) {
    case IssueReason::kRowIncomplete: return "row_incomplete";
    case IssueReason::kRowInvalid: return "row_invalid";
    case IssueReason::kReferenceTwice: return "reference_twice";
    case IssueReason::kFileUnreadable: return "file_unreadable";
    case IssueReason::kCertificateRefused: return "certificate_refused";
    case IssueReason::kHolderDiffers: return "holder_differs";
    case IssueReason::kCertificateBoundTwice: return "certificate_bound_twice";
    case IssueReason::kPicturesUnusable: return "pictures_unusable";
    case IssueReason::kPicturesOfTwoPeople: return "pictures_of_two_people";
    case IssueReason::kPassImpossible: return "pass_impossible";
  }
  return "pass_impossible";
}

std::string_view advice_for(IssueReason reason) {
  switch (reason) {
    case IssueReason::kRowIncomplete: return "Fill in the empty cell.";
    case IssueReason::kRowInvalid: return "Correct the cell.";
    case IssueReason::kReferenceTwice:
      return "Give each row a reference of its own, or delete the row that is there twice.";
    case IssueReason::kFileUnreadable:
      return "Put the file where the list says, or correct the list; send for it again if it is damaged.";
    case IssueReason::kCertificateRefused:
      return "Ask the visitor for a valid certificate; if many are refused, bring the trust lists up to date.";
    case IssueReason::kHolderDiffers:
      return "Compare with the identity document: the row has another person's certificate, or a misspelt name.";
    case IssueReason::kCertificateBoundTwice:
      return "Find out whose certificate it is, and ask the other visitor for their own.";
    case IssueReason::kPicturesUnusable:
      return "Ask for a photograph of the one person, looking at the camera, in even light.";
    case IssueReason::kPicturesOfTwoPeople: return "Keep the pictures of one person only, or ask for new ones.";
    case IssueReason::kPassImpossible: return "Send this line to whoever looks after the tool.";
  }
  return "";
}

}  // namespace gate
