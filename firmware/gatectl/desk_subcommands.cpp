// Every subcommand: for the desk, where passes are issued, and for the laboratory.
#include "gatectl/authority_commands.h"
#include "gatectl/pass_files.h"
#include "gatectl/stick_commands.h"
#include "gatectl/subcommands.h"

namespace gate {

void add_subcommands(CLI::App& app, Exit& exit) {
  add_face_command(app, exit);
  add_certificate_command(app, exit);
  CLI::App& authority = add_authority_command(app, exit);
  add_authority_create_command(authority, exit);
  add_authority_delegate_command(authority, exit);
  CLI::App& pass = add_pass_command(app, exit);
  add_pass_issue_command(pass, exit);
  add_pass_issue_batch_command(pass, exit);
  add_pass_bundle_commands(pass, exit);
  add_pass_qr_command(pass, exit);
  add_trust_command(app, exit);
  add_rules_command(app, exit);
  add_audit_command(app, exit);
  add_doctor_command(app, exit);
  add_console_command(app, exit);
  add_stick_create_command(add_stick_command(app, exit), exit);
  add_update_command(app, exit);
  add_network_command(app, exit);
  add_bench_command(app, exit);
  add_screen_command(app, exit);
  add_evaluate_command(app, exit);
  add_attacks_command(app, exit);
}

}  // namespace gate
