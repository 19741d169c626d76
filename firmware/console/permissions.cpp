#include "console/permissions.h"

#include <algorithm>

namespace gate {
namespace {

struct Row {
  ConsoleAction action;
  std::string_view name;
  std::optional<StaffCommand> command;
  bool staff, supervisor, technician;
};

constexpr std::array kTable{
    //                                                                                     staff  superv. technician
    Row{ConsoleAction::kOpenOnce, "open_once", StaffCommand::kOpenOnce, true, true, true},
    Row{ConsoleAction::kHoldOpen, "hold_open", StaffCommand::kHoldOpen, false, true, true},
    Row{ConsoleAction::kLock, "lock", StaffCommand::kLock, true, true, true},
    Row{ConsoleAction::kAcknowledge, "acknowledge", StaffCommand::kAcknowledge, true, true, true},
    Row{ConsoleAction::kFireReset, "fire_reset", StaffCommand::kFireReset, false, true, true},
    Row{ConsoleAction::kMaintenanceOn, "maintenance_on", StaffCommand::kMaintenanceOn, false, false, true},
    Row{ConsoleAction::kMaintenanceOff, "maintenance_off", StaffCommand::kMaintenanceOff, false, true, true},
    Row{ConsoleAction::kRemovePass, "remove_pass", std::nullopt, false, true, false},
    Row{ConsoleAction::kRevokePass, "revoke_pass", std::nullopt, false, true, false},
    Row{ConsoleAction::kImportPasses, "import_passes", std::nullopt, false, true, false},
    Row{ConsoleAction::kEnrolBegin, "enrol_begin", std::nullopt, true, true, false},
    Row{ConsoleAction::kEnrolConfirm, "enrol_confirm", std::nullopt, true, true, false},
    Row{ConsoleAction::kEnrolCancel, "enrol_cancel", std::nullopt, true, true, false},
    Row{ConsoleAction::kEnrolFinish, "enrol_finish", std::nullopt, true, true, false},
    Row{ConsoleAction::kSetVolume, "set_volume", std::nullopt, true, true, true},
    Row{ConsoleAction::kSetLanguage, "set_language", std::nullopt, true, true, true},
    Row{ConsoleAction::kRestart, "restart", std::nullopt, false, true, true},
};
static_assert(kTable.size() == kConsoleActions.size());

const Row& row_of(ConsoleAction action) { return *std::ranges::find(kTable, action, &Row::action); }

}  // namespace

std::string_view to_string(Role role) {
  switch (role) {
    case Role::kStaff: return "staff";
    case Role::kSupervisor: return "supervisor";
    case Role::kTechnician: return "technician";
  }
  return "unknown";
}

std::optional<Role> parse_role(std::string_view text) {
  const auto found = std::ranges::find(kRoles, text, [](Role role) { return to_string(role); });
  return found == kRoles.end() ? std::nullopt : std::optional(*found);
}

std::string_view to_string(ConsoleAction action) { return row_of(action).name; }

std::optional<ConsoleAction> parse_action(std::string_view text) {
  const auto found = std::ranges::find(kTable, text, &Row::name);
  return found == kTable.end() ? std::nullopt : std::optional(found->action);
}

bool is_allowed(Role role, ConsoleAction action) {
  const Row& row = row_of(action);
  switch (role) {
    case Role::kStaff: return row.staff;
    case Role::kSupervisor: return row.supervisor;
    case Role::kTechnician: return row.technician;
  }
  return false;
}

std::optional<StaffCommand> command_of(ConsoleAction action) { return row_of(action).command; }

std::optional<EnrolmentCommand> enrolment_command_of(ConsoleAction action) {
  switch (action) {
    case ConsoleAction::kEnrolBegin: return EnrolmentCommand::kBegin;
    case ConsoleAction::kEnrolConfirm: return EnrolmentCommand::kConfirm;
    case ConsoleAction::kEnrolCancel:
    case ConsoleAction::kEnrolFinish: return EnrolmentCommand::kCancel;
    default: return std::nullopt;
  }
}

}  // namespace gate
