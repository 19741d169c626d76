// gatectl console: the staff console's PINs and the fingerprint of its certificate. A PIN is read from the terminal or
// standard input, never from the command line, which every process can see.
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include <array>
#include <csignal>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "config/config_file.h"
#include "console/console_certificate.h"
#include "console/console_settings.h"
#include "gatectl/subcommands.h"

namespace gate {
namespace {

struct Options {
  std::filesystem::path config = "config/terminal.json";
  std::string role;
  bool json = false;
};

termios shown_before;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): a handler has nothing else

/// Ctrl-C while a PIN is typed: whoever typed it sees again what they type.
extern "C" void show_and_end(int signal) {
  ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown_before);
  (void)std::signal(signal, SIG_DFL);
  (void)std::raise(signal);
}

constexpr std::array kEnds{SIGINT, SIGQUIT, SIGTERM, SIGHUP};

/// While it lives what is typed is not shown; without a terminal it does nothing. At most one at a time.
class Unseen {
 public:
  Unseen() : is_terminal_(::tcgetattr(STDIN_FILENO, &shown_before) == 0) {
    if (!is_terminal_) return;
    for (const int signal : kEnds) (void)std::signal(signal, show_and_end);
    termios quiet = shown_before;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~Unseen() {
    if (!is_terminal_) return;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown_before);
    for (const int signal : kEnds) (void)std::signal(signal, SIG_DFL);
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;
  bool is_terminal() const { return is_terminal_; }

 private:
  bool is_terminal_;
};

std::string ask(const char* question, const Unseen& unseen) {
  if (unseen.is_terminal()) std::cerr << question << ": " << std::flush;
  std::string line;
  std::getline(std::cin, line);
  if (unseen.is_terminal()) std::cerr << '\n';
  return line;
}

Result<PinHash> read_pin() {
  const Unseen unseen;
  const std::string pin = ask("PIN (6 to 12 digits)", unseen);
  if (unseen.is_terminal() && ask("once more", unseen) != pin)
    return fail(ErrorCode::kInvalidInput, "these are two different PINs; nothing is changed");
  return PinHash::of(pin);
}

Exit set_pin(const Options& options) {
  const auto config = load_config(options.config);
  if (!config) return unusable(config.error());
  const auto pin = read_pin();
  if (!pin) return unusable(pin.error());
  const PinFile file = pin_file(*config);
  if (Status set = file.set(*parse_role(options.role), *pin); !set) return unusable(set.error());
  std::cout << "PIN of " << options.role << " set in " << file.path().string() << '\n';
  return Exit::kAccepted;
}

Exit hash_pin(const Options&) {
  const auto pin = read_pin();
  if (!pin) return unusable(pin.error());
  std::cout << pin->text() << '\n';
  return Exit::kAccepted;
}

Exit show(const Options& options) {
  const auto config = load_config(options.config);
  if (!config) return unusable(config.error());
  const auto pins = roles_with_pin(*config);
  if (!pins) return unusable(pins.error());
  const auto certificate = ConsoleCertificate::look(console_folder(*config));
  nlohmann::ordered_json report{
      {"address", console_address(config->console)},
      {"fingerprint", certificate ? certificate->fingerprint : "none yet: the terminal's first start makes it"},
      {"pins", nlohmann::json::array()}};
  for (const Role role : *pins) report["pins"].push_back(to_string(role));
  if (options.json) {
    std::cout << report << '\n';
    return Exit::kAccepted;
  }
  std::string roles;
  for (const auto& role : report["pins"]) roles += " " + role.get<std::string>();
  std::cout << "address:     " << report["address"].get<std::string>()
            << "\nfingerprint: " << report["fingerprint"].get<std::string>()
            << "\nPINs set:   " << (roles.empty() ? " none" : roles) << '\n';
  return Exit::kAccepted;
}

CLI::App* add(CLI::App& console, const std::shared_ptr<Options>& options, Exit& exit, const char* name,
              const char* help, Exit (*action)(const Options&)) {
  CLI::App* command = console.add_subcommand(name, help);
  command->callback([options, &exit, action] { exit = action(*options); });
  return command;
}

}  // namespace

void add_console_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* console = app.add_subcommand("console", "the staff console's PINs and certificate");
  console->require_subcommand(1);
  CLI::App* shown =
      add(*console, options, exit, "show", "address, the certificate's fingerprint, which PINs are set", show);
  shown->add_flag("--json", options->json, "one JSON object");
  CLI::App* set =
      add(*console, options, exit, "set-pin", "set a role's PIN on this device, read from standard input", set_pin);
  set->add_option("--role", options->role, "staff, supervisor or technician")
      ->required()
      ->check(CLI::IsMember({"staff", "supervisor", "technician"}));
  for (CLI::App* command : {shown, set})
    command->add_option("--config", options->config, "the terminal's configuration")->capture_default_str();
  add(*console, options, exit, "hash-pin", "print a PIN's hash for console.pins of the settings", hash_pin);
}

}  // namespace gate
