// gatectl authority: the keys that sign passes. On a device the terminal's own alone, which never leaves it.
#include <CLI/CLI.hpp>

#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "encoding/bounded_file.h"
#include "gatectl/pass_files.h"
#include "signatures/private_key.h"

namespace gate {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path key;
  fs::path out;
  bool json = false;
};

/// Twice the same is no mistake; anything else that is there, a secret key above all, stays.
Status write_once(const fs::path& file, const std::string& content) {
  const auto before = read_bounded_file(file, content.size());
  return before && *before == content ? Status() : write_new_file(file, bytes_of(content));
}

Exit run(const Options& options) {
  const auto key = PrivateKey::load_or_create_pem(options.key);
  if (!key) return unusable(key.error());
  if (auto written = write_once(options.out, key->public_key().to_pem()); !written) return unusable(written.error());
  const std::string id = to_hex(key->public_key().key_id());
  if (options.json)
    std::cout << nlohmann::ordered_json{{"key_id", id},
                                        {"private_key", options.key.string()},
                                        {"public_key", options.out.string()}}
              << '\n';
  else
    std::cout << "terminal key " << id << '\n'
              << "secret key:  " << options.key.string() << "  (stays on this terminal)\n"
              << "public key:  " << options.out.string()
              << "  (to the venue's desk: gatectl authority delegate --to)\n";
  return Exit::kAccepted;
}

}  // namespace

CLI::App& add_authority_command(CLI::App& app, Exit& exit) {
  const auto options = std::make_shared<Options>();
  CLI::App* authority = app.add_subcommand("authority", "the keys that sign this venue's passes");
  authority->require_subcommand(1);
  CLI::App* command = authority->add_subcommand(
      "terminal-key", "this terminal's own key, made when it is not there, and its public half to delegate to");
  command->add_option("--key", options->key, "the secret key's file (mode 0600); never overwritten")->required();
  command->add_option("--out", options->out, "where to write its public half")->required();
  command->add_flag("--json", options->json, "one JSON object");
  command->callback([options, &exit] { exit = run(*options); });
  return *authority;
}

}  // namespace gate
