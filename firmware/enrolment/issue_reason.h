#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gate {

/// Why no pass was issued for somebody: the one published list of reason codes, as report.csv names them. README.md has
/// the same as a table.
enum class IssueReason {
  kRowIncomplete,          ///< a field that every row needs is empty
  kRowInvalid,             ///< a field that cannot be what it should be
  kReferenceTwice,         ///< several rows have this reference
  kFileUnreadable,         ///< a file the row names is not there, or is no picture, video or certificate
  kCertificateRefused,     ///< the certificate does not verify: forged, expired, revoked, of an unknown issuer
  kHolderDiffers,          ///< the certificate is not the person's that the row names
  kCertificateBoundTwice,  ///< several rows have this certificate, with different faces
  kPicturesUnusable,       ///< no picture with one good face
  kPicturesOfTwoPeople,    ///< the pictures show several people
  kPassImpossible,         ///< the pass would not be what its format allows
};

/// "row_incomplete", …
std::string_view to_string(IssueReason reason);
/// Nothing when no reason is called so.
std::optional<IssueReason> parse_issue_reason(std::string_view code);
/// What to do: a plain sentence.
std::string_view advice_for(IssueReason reason);

/// A refusal with what it was in this case, in one line. May name files, never a person.
struct IssueRefusal {
  IssueReason reason{};
  std::string what;
};

}  // namespace gate
