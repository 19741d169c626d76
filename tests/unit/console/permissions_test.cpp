#include "console/permissions.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace gate {
namespace {

/// What a role may do, by name: the table as a venue would read it.
std::set<std::string> allowed(Role role) {
  std::set<std::string> names;
  for (const ConsoleAction action : kConsoleActions)
    if (is_allowed(role, action)) names.emplace(to_string(action));
  return names;
}

TEST(Permissions, WhoMayDoWhat) {
  EXPECT_EQ(allowed(Role::kStaff),
            (std::set<std::string>{"open_once", "lock", "acknowledge", "enrol_begin", "enrol_confirm", "enrol_cancel",
                                   "enrol_finish", "set_volume", "set_language"}));
  EXPECT_EQ(allowed(Role::kSupervisor),
            (std::set<std::string>{"open_once", "lock", "acknowledge", "hold_open", "fire_reset", "maintenance_off",
                                   "remove_pass", "revoke_pass", "import_passes", "enrol_begin", "enrol_confirm",
                                   "enrol_cancel", "enrol_finish", "set_volume", "set_language", "restart"}));
  EXPECT_EQ(allowed(Role::kTechnician),
            (std::set<std::string>{"open_once", "lock", "acknowledge", "hold_open", "fire_reset", "maintenance_on",
                                   "maintenance_off", "set_volume", "set_language", "restart"}));
}

TEST(Permissions, NamesGoBothWays) {
  for (const ConsoleAction action : kConsoleActions) EXPECT_EQ(parse_action(to_string(action)), action);
  for (const Role role : kRoles) EXPECT_EQ(parse_role(to_string(role)), role);
  EXPECT_FALSE(parse_action("reboot"));
  EXPECT_FALSE(parse_role("Staff"));
}

TEST(Permissions, ActionsOnTheGateAreCommandsOfTheSameName) {
  for (const ConsoleAction action : kConsoleActions) {
    const auto command = command_of(action);
    if (command) {
      EXPECT_EQ(to_string(*command), to_string(action));
    }
  }
  EXPECT_FALSE(command_of(ConsoleAction::kRevokePass));
}

}  // namespace
}  // namespace gate
