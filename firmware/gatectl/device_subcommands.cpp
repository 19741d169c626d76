// The subcommands of a device build (GATE_DEVICE): those that read no pictures and sign nothing.
#include "gatectl/subcommands.h"

namespace gate {

void add_subcommands(CLI::App& app, Exit& exit) {
  add_certificate_command(app, exit);
  add_authority_command(app, exit);
  add_pass_command(app, exit);
  add_trust_command(app, exit);
  add_rules_command(app, exit);
  add_audit_command(app, exit);
  add_doctor_command(app, exit);
  add_console_command(app, exit);
  add_stick_command(app, exit);
  add_update_command(app, exit);
  add_network_command(app, exit);
}

}  // namespace gate
