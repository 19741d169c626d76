#pragma once

#include <string_view>

namespace gate {

/// Why a bundle of passes was not taken, nothing of it: the one published list of reason codes, in the order the checks
/// run.
enum class BundleRefusal {
  kFileUnreadable,      ///< no such file, or it cannot be read
  kNotABundle,          ///< does not begin like one, or not in deterministic form
  kAuthorityUnknown,    ///< no enrolment authority with that key id in the trust store; a delegate is none
  kSignatureInvalid,    ///< the authority did not sign this manifest
  kVersionUnsupported,  ///< genuine, but of a version of the format this program does not read
  kManifestInvalid,     ///< genuine, but not as FORMAT.md says
  kAuthorityRevoked,    ///< the trust store says not to believe what this authority issued then
  kNotYetValid,         ///< issued in the future
  kOlder,               ///< a bundle with a higher sequence number was taken before
  kSequenceReused,      ///< another bundle with this sequence number was taken before
  kContentDiffers,      ///< cut short, something left over, or passes that are not those the manifest vouches for
  kPassInvalid,         ///< one of its passes is not what an authority we know signed
  kStoreFailed,         ///< the pass store could not be written
};

/// "file_unreadable", "not_a_bundle", …
std::string_view to_string(BundleRefusal refusal);

}  // namespace gate
