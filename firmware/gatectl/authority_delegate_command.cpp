// gatectl authority delegate: lets a terminal's own key sign passes, for a time and so many.
#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "certificates/trust/enrolment_delegation.h"
#include "certificates/trust/public_key_file.h"
#include "gatectl/authority_commands.h"
#include "gatectl/pass_files.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path key;
  fs::path to;
  std::string from;
  std::string until;
  std::size_t passes = 0;
  int longest_pass = 1;
  fs::path out;
  bool json = false;
};

Result<WallTime> read_time(const std::string& text, std::string_view option) {
  const auto time = parse_iso_time(text);
  if (!time) return fail(time.error(), option);
  return std::chrono::floor<std::chrono::seconds>(*time);
}

Result<EnrolmentDelegation> delegation_of(const Options& options, const PrivateKey& authority) {
  auto delegate = read_p256_key_file(options.to);
  if (!delegate) return fail(delegate.error(), options.to.string());
  if (delegate->key_id() == authority.public_key().key_id())
    return fail(ErrorCode::kInvalidInput, options.to.string() + ": is the authority's own key");
  const WallTime now = std::chrono::floor<std::chrono::seconds>(wall_now());
  const auto from = options.from.empty() ? Result<WallTime>(now) : read_time(options.from, "--from");
  if (!from) return fail(from.error());
  const auto until = read_time(options.until, "--until");
  if (!until) return fail(until.error());
  if (*until <= now) return fail(ErrorCode::kInvalidInput, "--until: is over already");
  return EnrolmentDelegation{.authority = authority.public_key().key_id(),
                             .delegate = *std::move(delegate),
                             .issued_at = now,
                             .from = *from,
                             .until = *until,
                             .most_passes = options.passes,
                             .longest_pass = std::chrono::days{options.longest_pass}};
}

void report(const Options& options, const EnrolmentDelegation& delegation) {
  const std::string id = to_hex(delegation.delegate.key_id());
  if (options.json)
    std::cout << nlohmann::ordered_json{{"file", options.out.string()},
                                        {"delegate", id},
                                        {"authority", to_hex(delegation.authority)},
                                        {"from", iso_time(delegation.from)},
                                        {"until", iso_time(delegation.until)},
                                        {"passes", delegation.most_passes},
                                        {"longest_pass_seconds", delegation.longest_pass.count()}}
              << '\n';
  else
    std::cout << options.out.string() << ": terminal " << id << " may sign " << delegation.most_passes
              << " passes in all, until " << iso_time(delegation.until)
              << "\nTo every terminal: gatectl trust import, or the folder trust of a stick\n";
}

Exit run(const Options& options) {
  const auto authority = PrivateKey::load_pem(options.key);
  if (!authority) return unusable(authority.error());
  const auto delegation = delegation_of(options, *authority);
  if (!delegation) return unusable(delegation.error());
  const auto bytes = sign_delegation(*delegation, *authority);
  if (!bytes) return unusable(bytes.error());
  if (auto written = write_new_file(options.out, *bytes); !written) return unusable(written.error());
  report(options, *delegation);
  return Exit::kAccepted;
}

}  // namespace

void add_authority_delegate_command(CLI::App& authority, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = authority.add_subcommand(
      "delegate", "let a terminal's own key sign passes: for a time, so many, none for longer than so long");
  command->add_option("--key", options->key, "the authority's secret key (gatectl authority create)")->required();
  command->add_option("--to", options->to, "the terminal's public key (gatectl authority terminal-key)")->required();
  command->add_option("--from", options->from, "ISO 8601, a date is its midnight UTC (default: now)");
  command->add_option("--until", options->until, "likewise; from then on it issues nothing more")->required();
  command
      ->add_option("--passes", options->passes,
                   "how many the terminal may have issued in all; a renewal states a higher number")
      ->required();
  command->add_option("--longest-pass", options->longest_pass, "days that a pass of it may hold at most")
      ->check(CLI::Range(1, 400))
      ->capture_default_str();
  command->add_option("--out", options->out, "the file to write, for example gate-1.delegation; never overwritten")
      ->required();
  command->add_flag("--json", options->json, "one JSON object");
  command->callback([options, &exit] { exit = run(*options); });
}

}  // namespace gate
