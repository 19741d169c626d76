// gatectl audit: is the event log as the terminal wrote it?
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "audit/log_verifier.h"
#include "gatectl/subcommands.h"
#include "passes/device_key.h"

namespace gate {
namespace {

struct Options {
  std::filesystem::path directory;
  std::filesystem::path device_key;
  bool json = false;
};

Result<LogVerification> verify(const Options& options) {
  if (options.device_key.empty()) return verify_log(options.directory, nullptr);
  const auto device_key = DeviceKey::load(options.device_key);
  if (!device_key) return fail(device_key.error());
  const auto derived = device_key->derive(kEventLogPurpose);
  if (!derived) return fail(derived.error());
  LogKey key{};
  std::copy(derived->bytes().begin(), derived->bytes().end(), key.begin());
  return verify_log(options.directory, &key);
}

void print_json(const LogVerification& log) {
  nlohmann::ordered_json json{
      {"intact", !log.fault}, {"files", log.files}, {"lines", log.lines}, {"seal_checked", log.seal_checked}};
  if (log.fault)
    json["first_fault"] = {{"file", log.fault->file}, {"line", log.fault->line}, {"what", log.fault->what}};
  std::cout << json << '\n';
}

void print(const LogVerification& log) {
  if (log.fault)
    std::cout << log.fault->file << ":" << log.fault->line << ": " << log.fault->what << '\n';
  else
    std::cout << "intact: " << log.lines << " records in " << log.files << (log.files == 1 ? " file\n" : " files\n");
  if (!log.seal_checked)
    std::cout << "the seal was not checked: give --device-key to see a log that was rewritten as a whole\n";
}

Exit run(const Options& options) {
  const auto log = verify(options);
  if (!log) {
    std::cerr << "gatectl: " << log.error().message << '\n';
    return Exit::kUnusable;
  }
  options.json ? print_json(*log) : print(*log);
  return log->fault ? Exit::kRefused : Exit::kAccepted;
}

}  // namespace

void add_audit_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* audit = app.add_subcommand("audit", "the terminal's event log");
  audit->require_subcommand(1);
  CLI::App* verify =
      audit->add_subcommand("verify", "find the first record that was edited, removed or moved; exit 1 if any");
  verify->add_option("DIR", options->directory, "folder of the event log")->required();
  verify->add_option("--device-key", options->device_key,
                     "the terminal's device key, to check the seal of the log's end");
  verify->add_flag("--json", options->json, "one JSON object");
  verify->callback([options, &exit] { exit = run(*options); });
}

}  // namespace gate
