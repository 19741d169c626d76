#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "passes/pass_id.h"

namespace gate {

/// What staff ask of an enrolment at the gate.
enum class EnrolmentCommand { kBegin, kConfirm, kCancel };
/// … and of which: the order as it goes from console to recogniser.
struct EnrolmentOrder {
  EnrolmentCommand command{};
  std::uint32_t comparison = 0;  ///< with kConfirm: EnrolmentState::comparison of the holder they compared
};

/// How far an enrolment at the gate has come (firmware/enrolment/on_site_enrolment.h).
enum class EnrolmentStep {
  kOff,
  kShowCertificate,  ///< the visitor is to hold their certificate's code before the camera
  kCompare,          ///< staff compare with an identity document and confirm
  kLook,             ///< the visitor is to look into the camera
  kTakeMaskOff,      ///< … without a mask
  kIssuing,
  kDone,     ///< the pass is in the store
  kRefused,  ///< EnrolmentState::refusal says why
};

/// "off", "show_certificate", … as in events and console.
std::string_view to_string(EnrolmentStep step);

/// Why no pass was issued; or the Reason that certificate or terminal have against it.
enum class EnrolmentRefusal {
  kNotDelegated,      ///< no delegation of an enrolment authority covers this terminal's key now
  kDelegationUsedUp,  ///< as many passes as it allows were issued
  kPicturesUnusable,  ///< no good picture in time
  kPicturesOfTwoPeople,
  kTimedOut,   ///< nobody showed a certificate, or nobody confirmed
  kCancelled,  ///< by staff
  kFailed,     ///< an error event says what
};

/// "not_delegated", …
std::string_view to_string(EnrolmentRefusal refusal);

/// What staff are told. Initial and birth year are there while they compare, and no longer.
struct EnrolmentState {
  EnrolmentStep step = EnrolmentStep::kOff;
  std::string_view refusal{};    ///< while kRefused: an EnrolmentRefusal's name or a Reason's; of static storage
  std::string initial{};         ///< of the given name, one letter
  std::string birth_year{};      ///< as certified; empty when it is not
  std::uint32_t comparison = 0;  ///< while they compare: which one it is, since the start; never 0
  std::optional<PassId> pass{};  ///< once kDone

  bool operator==(const EnrolmentState&) const = default;
};

}  // namespace gate
