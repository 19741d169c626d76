#include "enrolment/issue_reason.h"

#include <algorithm>
#include <array>

namespace gate {
namespace {

using Why = IssueReason;

struct Entry {
  Why reason;
  std::string_view code;
  std::string_view advice;
};

constexpr std::array kEntries{
    Entry{Why::kRowIncomplete, "row_incomplete", "Fill in the empty cell."},
    Entry{Why::kRowInvalid, "row_invalid", "Correct the cell."},
    Entry{Why::kReferenceTwice, "reference_twice",
          "Give each row a reference of its own, or delete the row that is there twice."},
    Entry{Why::kFileUnreadable, "file_unreadable",
          "Put the file where the list says, or correct the list; send for it again if it is damaged."},
    Entry{Why::kCertificateRefused, "certificate_refused",
          "Ask the visitor for a valid certificate; if many are refused, bring the trust lists up to date."},
    Entry{Why::kHolderDiffers, "holder_differs",
          "Compare with the identity document: the row has another person's certificate, or a misspelt name."},
    Entry{Why::kCertificateBoundTwice, "certificate_bound_twice",
          "Find out whose certificate it is, and ask the other visitor for their own."},
    Entry{Why::kPicturesUnusable, "pictures_unusable",
          "Ask for a photograph of the one person, looking at the camera, in even light."},
    Entry{Why::kPicturesOfTwoPeople, "pictures_of_two_people",
          "Keep the pictures of one person only, or ask for new ones."},
    Entry{Why::kPassImpossible, "pass_impossible", "Send this line to whoever looks after the tool."},
};

const Entry& entry_of(Why reason) {
  return *std::ranges::find(kEntries, reason, &Entry::reason);  // every reason has one: a test goes through them
}

}  // namespace

std::string_view to_string(Why reason) { return entry_of(reason).code; }
std::string_view advice_for(Why reason) { return entry_of(reason).advice; }

std::optional<Why> parse_issue_reason(std::string_view code) {
  const auto* const found = std::ranges::find(kEntries, code, &Entry::code);
  return found == kEntries.end() ? std::nullopt : std::optional(found->reason);
}

}  // namespace gate
