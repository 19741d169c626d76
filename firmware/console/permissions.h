#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "access/enrolment_state.h"
#include "access/gate_event.h"

namespace gate {

/// Who is at the console; each role has a PIN of its own.
enum class Role { kStaff, kSupervisor, kTechnician };
inline constexpr std::array kRoles{Role::kStaff, Role::kSupervisor, Role::kTechnician};

/// "staff", "supervisor", "technician", and back.
std::string_view to_string(Role role);
std::optional<Role> parse_role(std::string_view text);

/// What the console can be asked to do.
enum class ConsoleAction {
  kOpenOnce,
  kHoldOpen,
  kLock,
  kAcknowledge,
  kFireReset,
  kMaintenanceOn,
  kMaintenanceOff,
  kRemovePass,    ///< erased; may be imported again
  kRevokePass,    ///< erased, and never taken again
  kImportPasses,  ///< one, or a bundle
  kEnrolBegin,    ///< a visitor is to get a pass at the gate
  kEnrolConfirm,  ///< the certificate is theirs
  kEnrolCancel,
  kEnrolFinish,  ///< what is shown at the end has been seen
  kSetVolume,    ///< of the sounds
  kSetLanguage,  ///< which stands first on the screen
  kRestart,      ///< of the device, when nobody is in the gate
};
inline constexpr std::array kConsoleActions{
    ConsoleAction::kOpenOnce,       ConsoleAction::kHoldOpen,     ConsoleAction::kLock,
    ConsoleAction::kAcknowledge,    ConsoleAction::kFireReset,    ConsoleAction::kMaintenanceOn,
    ConsoleAction::kMaintenanceOff, ConsoleAction::kRemovePass,   ConsoleAction::kRevokePass,
    ConsoleAction::kEnrolBegin,     ConsoleAction::kEnrolConfirm, ConsoleAction::kEnrolCancel,
    ConsoleAction::kEnrolFinish,    ConsoleAction::kSetVolume,    ConsoleAction::kSetLanguage,
    ConsoleAction::kImportPasses,   ConsoleAction::kRestart};

/// "open_once", …, and back.
std::string_view to_string(ConsoleAction action);
std::optional<ConsoleAction> parse_action(std::string_view text);

/// THE table of who may do what. Roles are not a ladder: a technician looks after the machine, not after passes.
bool is_allowed(Role role, ConsoleAction action);

/// What the gate is told for it; nothing for actions on passes and enrolments.
std::optional<StaffCommand> command_of(ConsoleAction action);
/// What the enrolment at the gate is told for it; nothing for all others.
std::optional<EnrolmentCommand> enrolment_command_of(ConsoleAction action);

}  // namespace gate
