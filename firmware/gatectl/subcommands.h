#pragma once

namespace CLI {
class App;
}

namespace gate {

struct Error;

/// What gatectl's exit status says; scripts rely on it.
enum class Exit : int {
  kAccepted = 0,  ///< done, or: what was asked about is good
  kRefused = 1,   ///< the input was understood and the answer is no
  kUnusable = 2,  ///< the input or the command line cannot be used; one line on standard error says why
};

/// Says what is wrong on standard error, in one line.
Exit unusable(const Error& error);

/// Adds those of this build: desk_subcommands.cpp or, on a device, device_subcommands.cpp.
void add_subcommands(CLI::App& app, Exit& exit);

/// Each adds one top-level subcommand with its options; running it sets `exit`. One file each.
void add_attacks_command(CLI::App& app, Exit& exit);
void add_audit_command(CLI::App& app, Exit& exit);
CLI::App& add_authority_command(CLI::App& app, Exit& exit);  ///< the desk adds its own to the one returned
void add_bench_command(CLI::App& app, Exit& exit);
void add_certificate_command(CLI::App& app, Exit& exit);
void add_console_command(CLI::App& app, Exit& exit);
void add_doctor_command(CLI::App& app, Exit& exit);
void add_evaluate_command(CLI::App& app, Exit& exit);
void add_face_command(CLI::App& app, Exit& exit);
void add_network_command(CLI::App& app, Exit& exit);
CLI::App& add_pass_command(CLI::App& app, Exit& exit);  ///< the desk adds its own to the one returned
void add_screen_command(CLI::App& app, Exit& exit);
CLI::App& add_stick_command(CLI::App& app, Exit& exit);  ///< the desk adds `stick create` to the one returned
void add_trust_command(CLI::App& app, Exit& exit);
void add_rules_command(CLI::App& app, Exit& exit);
void add_update_command(CLI::App& app, Exit& exit);

}  // namespace gate
