#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "certificates/certificate.h"
#include "common/result.h"
#include "enrolment/enrolment_samples.h"
#include "enrolment/issue_reason.h"

namespace gate {

/// One visitor of an organiser's list.
struct OrganiserRow {
  std::size_t row = 0;     ///< as a spreadsheet counts: the header is 1
  std::string reference;   ///< the organiser's own key, a ticket's number; never goes into the pass
  EnrolmentSources faces;  ///< files that may or may not be there
  std::filesystem::path certificate;
  std::string initials;
  Holder holder;                        ///< to compare with the certificate's; empty fields are not compared
  std::optional<IssueRefusal> refusal;  ///< why this row cannot be used as it is
};

/// A list as read.
struct OrganiserList {
  std::vector<OrganiserRow> rows;
  std::vector<std::string> unused_columns;  ///< of the header, printable; perhaps misspelt
};

/// Reads a CSV list (csv.h). The first row names the columns, in any order and case: `reference`, `certificate`,
/// `photo` (several files divided by ';') and/or `video`, and if wanted `initials`, `family_name`, `given_name`,
/// `birth_date`. File names are relative to `folder`. A row that lacks something, or has a reference that another row
/// has too, is there with its refusal. kInvalidInput when the whole cannot be used: not CSV, a column missing or there
/// twice, no rows, more than 20,000. Hostile input; bounded as csv.h says. Reentrant.
Result<OrganiserList> read_organiser_list(std::string_view csv, const std::filesystem::path& folder);

inline constexpr std::size_t kMaxOrganiserListBytes = 16 * 1024 * 1024;
inline constexpr std::size_t kMaxReferenceBytes = 128;
inline constexpr std::size_t kMaxPhotosOfARow = 20;

}  // namespace gate
